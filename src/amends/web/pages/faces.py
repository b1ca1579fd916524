"""faces: drawn feelings that a young child can point to."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from amends.web.fragments import Request, page

# Brows, eyes and mouth as paths in a box of 100 by 100; the round of the face is the same for all.
FACES = (
    ("okay", gettext_lazy("Okay"), "M28 36h14 M58 36h14", "M34 68q16 14 32 0"),
    ("sad", gettext_lazy("Sad"), "M28 38l14-6 M58 32l14 6", "M34 74q16-14 32 0"),
    ("scared", gettext_lazy("Scared"), "M28 30q7-6 14 0 M58 30q7-6 14 0", "M42 72a8 7 0 1 0 16 0a8 7 0 1 0-16 0"),
    ("angry", gettext_lazy("Angry"), "M28 30l14 8 M58 38l14-8", "M34 72h32"),
    ("mixed", gettext_lazy("All mixed up"), "M28 34l14-4 M58 34q7-8 14 0", "M32 70q8-10 16 0t16 0"),
    ("quiet", gettext_lazy("I don't want to say"), "M28 36h14 M58 36h14", "M40 70h20"),
)


@require_safe
def faces(request: Request) -> HttpResponse:
    """Six faces, large, and nothing to tap: the child points."""
    drawn = [{"id": id, "name": name, "brows": brows, "mouth": mouth} for id, name, brows, mouth in FACES]
    return page(request, "faces.html", context={"faces": drawn})
