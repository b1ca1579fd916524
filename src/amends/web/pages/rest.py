"""rest: the end of the screen's part."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amends.web.fragments import Request, page


@require_safe
def rest(request: Request) -> HttpResponse:
    """Put the phone down."""
    return page(request, "rest.html")


@require_safe
def blank(request: Request) -> HttpResponse:
    """Where a quick exit ends: nothing to read, nothing to go back to."""
    return render(request, "blank.html")
