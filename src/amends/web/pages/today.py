"""today: where a parent lands, at any hour."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from amends.guidance import load
from amends.process import Glance
from amends.web.fragments import Request, page
from amends.web.visit import desk_of, visitor_of


@require_safe
def today(request: Request) -> HttpResponse:
    """One large way in, and the repairs that still wait."""
    visitor = visitor_of(request)
    waiting = [_line(glance) for glance in desk_of(request).waiting] if visitor else []
    return page(request, "today.html", context={"waiting": waiting, "visitor": visitor})


def _line(glance: Glance) -> dict[str, object]:
    texts = load()
    return {
        "id": glance.id,
        "repair": glance,
        "name": texts.ruptures[glance.kind].name,
        "step": glance.next,
        "title": texts.steps[glance.next].short if glance.next else "",
    }
