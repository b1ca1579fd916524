"""look: light or dark, where the device's own choice is not the wanted one."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from amends.web.cookies import YEAR, give, take_back
from amends.web.fragments import LOOK_COOKIE, LOOKS, Request
from amends.web.given import ours


@require_POST
def look(request: Request) -> HttpResponse:
    """Remembers the choice in a cookie that says "light" or "dark" and nothing else."""
    response = cast(HttpResponse, redirect(ours(request.POST.get("here", ""), instead="today")))
    chosen = request.POST.get("look", "")
    if chosen in LOOKS:
        give(response, LOOK_COOKIE, chosen, YEAR)
    else:
        take_back(response, LOOK_COOKIE)
    return response
