"""unsure: for who is not sure whether anyone is unsafe. Seven signs and two answers, and no number yet."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.process import Step, Tier, Unsafe
from amends.web.fragments import Request, page
from amends.web.language import texts


@require_safe
def unsure(request: Request) -> HttpResponse:
    """The signs. One that fits leads to help; none leads back to the repair in `back`, or to a new one."""
    return unsure_page(request, id_in(request.GET.get("back", "")))


def unsure_page(request: Request, back: UUID | None = None, carried: str = "") -> HttpResponse:
    """The same, for a repair that is kept as `back`, or `carried` and kept nowhere."""
    context = {
        "signs": texts().safety.signs,
        "tier": Tier.A,
        "back": back,
        "carried": carried,
        "on": reverse("repair", args=[back, Step.CALM]) if back else reverse("quick"),
        "answered": "" if back else Unsafe.NO,  # none of them fits: nobody is asked twice
    }
    return page(request, "unsure.html", context=context)


def id_in(given: str) -> UUID | None:
    """A repair to come back to. Whether it may be opened is for that page to say."""
    try:
        return UUID(given)
    except ValueError:
        return None
