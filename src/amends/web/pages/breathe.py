"""breathe: a minute to come down. It begins by itself, asks nothing first, and keeps nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.process import Calm, Tool, offered
from amends.web.answers import WayForm
from amends.web.calm import DEGREES, DRAWN
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.visit import desk_of

COOLER = "yes"


@require_safe
def breathe(request: Request) -> HttpResponse:
    """Six breaths. Who gives a number goes on with it: the body first while it is hot, else the one question."""
    way = WayForm(request.GET)
    first = _order(request)[0]
    if way.degree_told is not None:
        is_hot = Calm().rated(way.degree_told).waits
        ahead = reverse("breathe-body", args=[first]) if is_hot else reverse("safe")
        return redirect(f"{ahead}{way.query()}")
    context = {
        "meter": texts().calm.meter,
        "degrees": DEGREES,
        "cooler": f"{reverse('safe')}{way.query(cooler=COOLER)}",
        "other": reverse("breathe-body", args=[first]),
    }
    return page(request, "breathe.html", context=context)


@require_safe
def body(request: Request, tool: Tool) -> HttpResponse:
    """One thing for the body, one line at a time; then another one."""
    way, order = WayForm(request.GET), _order(request)
    another = order[(order.index(tool) + 1) % len(order)]
    context = {
        "tool": texts().library.pages[tool],
        "drawing": DRAWN[tool],
        "cooler": f"{reverse('safe')}{way.query(cooler=COOLER)}",
        "another": f"{reverse('breathe-body', args=[another])}{way.query()}",
    }
    return page(request, "breathe-body.html", context=context)


def _order(request: Request) -> tuple[Tool, ...]:
    """What helped this parent before comes first. The minute itself is the long breath out: it is not offered twice."""
    first, *others = (tool for tool in offered(desk_of(request).eased) if tool is not Tool.LONG_EXHALE)
    return (first, *others, Tool.LONG_EXHALE)
