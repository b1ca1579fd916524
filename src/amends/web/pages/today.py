"""today: where a parent lands, at any hour."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.process import Desk, Due, Glance
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.pages.log import log_context
from amends.web.visit import desk_of, visitor_of


@require_safe
def today(request: Request) -> HttpResponse:
    """One large way in, and the repairs that still wait."""
    visitor = visitor_of(request)
    desk = desk_of(request) if visitor else Desk()
    context = {
        "visitor": visitor,
        "waiting": [_line(glance) for glance in desk.waiting],
        "coming": [_come_back(due, timezone.localdate()) for due in desk.coming],
        "texts": texts().after,
    }
    return page(request, "today.html", context=context | log_context(request))


def _come_back(due: Due, today: date) -> dict[str, object]:
    """A repair that was said: to note what came after, to look at again on its day, and its plan."""
    is_due = due.again_on is not None and due.again_on <= today
    return {"due": due, "name": texts().ruptures[due.kind].name, "is_due": is_due or not due.asked}


def _line(glance: Glance) -> dict[str, object]:
    guidance = texts()
    return {
        "id": glance.id,
        "repair": glance,
        "name": guidance.ruptures[glance.kind].name,
        "step": glance.next,
        "title": guidance.steps[glance.next].short if glance.next else "",
    }
