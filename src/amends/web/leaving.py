"""Leaving: which pages it is, and what a browser is told then."""

from django.conf import settings
from django.http import HttpResponse

COOKIE = f"{settings.HOST_ONLY}visit"  # holds a visit's secret
LATELY = f"{settings.HOST_ONLY}lines"  # numbers of lines that were heard in rehearsals, and nothing of what was said
# The pages, by name: they shut what is open, and open nothing.
LEAVING = ("leave", "lock", "forget", "sign-out", "given-leave", "given-lock", "given-sign-out")


def forgotten(response: HttpResponse, waits: bool = False) -> HttpResponse:
    """The answer after which this browser holds nothing of a visit but what still `waits`, sealed, to be delivered."""
    for name in (COOKIE, LATELY):
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"' if waits else '"cache", "storage"'
    return response
