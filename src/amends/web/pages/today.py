"""today: where a parent lands, at any hour."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.process import Desk, Due, Glance, in_sight
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.pages.log import log_context
from amends.web.visit import desk_of, visitor_of


@require_safe
def today(request: Request) -> HttpResponse:
    """Two doors, and at most one repair that still waits: nothing here is older than three days."""
    visitor = visitor_of(request)
    desk = desk_of(request) if visitor else Desk()  # from here on, days are told by the parent's own clock
    now = timezone.localtime()
    seen = in_sight(desk, now).one
    context = {
        "visitor": visitor,
        "thread": _thread(seen.thread) if seen.thread else None,
        "due": _due(seen.due, now.date()) if seen.due else None,
        "more": seen.more,
        "texts": texts().after,
        "safety": texts().safety,
    }
    return page(request, "today.html", context=context | log_context(request))


def _due(due: Due, today: date) -> dict[str, object]:
    """A repair that was said: to note what came after, to look at again on its day, and its plan."""
    return {"due": due, "name": texts().ruptures[due.kind].name, "asks": due.is_due(today)}


def _thread(glance: Glance) -> dict[str, object]:
    guidance = texts()
    return {
        "id": glance.id,
        "repair": glance,
        "name": guidance.ruptures[glance.kind].name,
        "step": glance.next,
        "title": guidance.steps[glance.next].short if glance.next else "",
    }
