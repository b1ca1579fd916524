"""today: where a parent lands, at any hour."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.guidance import load
from amends.process import SPOKEN, Repair, Step
from amends.store.diary import Kept
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.visit import guest_of


@require_safe
def today(request: Request) -> HttpResponse:
    """One large way in, and the repairs that still wait."""
    guest = guest_of(request)
    try:
        waiting = [_line(kept) for kept in guest.diary.entries() if kept.entry.is_open] if guest else []
    except Damaged:
        waiting = []
    return page(request, "today.html", context={"waiting": waiting, "has_words": guest is not None})


def _line(kept: Kept) -> dict[str, object]:
    texts = load()
    step = next_step(kept.entry)
    return {
        "id": kept.id,
        "repair": kept.entry,
        "name": texts.ruptures[kept.entry.rupture.kind].name,
        "step": step,
        "title": texts.steps[step].short if step else "",
    }


def next_step(repair: Repair) -> Step | None:
    """The first step that is neither done nor skipped, or None where the card is next."""
    return next((step for step in (Step.CALM, *SPOKEN) if step not in repair.settled), None)
