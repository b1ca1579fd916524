"""Leaving: which pages it is, and what a browser is told then."""

from django.conf import settings
from django.http import HttpResponse

from amends.web.cookies import called, take_back

COOKIE = called("visit")  # holds a visit's secret
LATELY = called("lines")  # numbers of lines that were heard in rehearsals, and nothing of what was said
# The pages, by name: they shut what is open, and open nothing.
LEAVING = ("leave", "lock", "forget", "sign-out", "given-leave", "given-lock", "given-sign-out")


def forgotten(response: HttpResponse, waits: bool = False) -> HttpResponse:
    """The answer after which this browser holds nothing of a visit but what still `waits`, sealed, to be delivered."""
    for name in (COOKIE, LATELY):
        take_back(response, name)
    # The storage of a host is its neighbours' too: below a path our own script and worker let go of what is ours.
    response["Clear-Site-Data"] = '"cache", "storage"' if settings.WHOLE_HOST and not waits else '"cache"'
    return response
