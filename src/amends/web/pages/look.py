"""look: light or dark, where the device's own choice is not the wanted one."""

from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from amends.web.fragments import LOOK_COOKIE, LOOKS, Request

YEAR = 365 * 24 * 3600  # seconds


@require_POST
def look(request: Request) -> HttpResponse:
    """Remembers the choice in a cookie that says "light" or "dark" and nothing else."""
    here = request.POST.get("here", "/")
    safe = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    response = cast(HttpResponse, redirect(here if safe and here.startswith("/") else "/"))
    chosen = request.POST.get("look", "")
    if chosen in LOOKS:
        secure = settings.VISIT_COOKIE_SECURE
        response.set_cookie(LOOK_COOKIE, chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(LOOK_COOKIE, samesite="Lax")
    return response
