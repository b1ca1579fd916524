"""quick: one screen, three taps and one sentence, and the card is there."""

from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.process import COOLEST, HOTTEST, Repair, Step
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.cooling import DEGREES
from amends.web.pages.reading import held_back
from amends.web.pages.start import EVERYDAY, Beginning, open_repair

LONGEST = 2000  # characters


class Quick(Beginning):
    """The three taps, and the parent's own sentence. Only the safety question must be answered."""

    degree = forms.IntegerField(required=False, min_value=COOLEST, max_value=HOTTEST)
    words = forms.CharField(required=False, max_length=LONGEST)

    def quick_repair(self) -> Repair:
        """A new repair with the sentence in it, out of valid answers."""
        repair, degree = self.repair([]), self.cleaned_data["degree"]
        if degree is not None:
            repair = replace(repair, calm=repair.calm.rated(degree))
        words = self.cleaned_data["words"].strip()
        return repair.write(Step.ACKNOWLEDGE, words).finish(Step.ACKNOWLEDGE) if words else repair


@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: Request) -> HttpResponse:
    """Takes it all at once. Too hot, and the body comes first; the words are kept meanwhile."""
    form = Quick(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {}
    if form.is_valid():
        context = held_back(request.POST, form.cleaned_data["words"])
        if not context:
            repair = form.quick_repair()
            slow = "slow" in request.POST or repair.calm.waits
            return open_repair(request, repair, False, Step.CALM if slow else None)
    return page(request, "quick.html", context=_page(form) | context, status=422 if form.errors else 200)


def _page(form: Quick) -> dict[str, object]:
    guidance = texts()
    return {
        "form": form,
        "everyday": list(guidance.ruptures.values())[:EVERYDAY],
        "gate": guidance.safety.gate,
        "meter": guidance.calm.meter,
        "degrees": DEGREES,
        "title": _("Ninety seconds"),
    }
