"""A page, or the part of it that changed: the one place that knows about htmx."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from amends.vault import delivery_key
from amends.web.cookies import called
from amends.web.given import is_apart, is_given
from amends.web.newcomers import newcomers

form_view = require_http_methods(["GET", "HEAD", "POST"])  # a page with a form: shown, and sent to itself
LOOK_COOKIE = called("look")
LOOKS = ("light", "dark")
ROOMS = {"library": "library", "ages": "library", "phrases": "library", "diary": "diary"}  # by the first page in each
TO_KEEP = "Amends-To-Keep"  # a header by which the worker asks, without cookies: a visit may be open all the same
# No page of ours is kept by htmx, nothing in a page is run, and an answer that is an error is never shown as a page.
HTMX = json.dumps(
    {
        "historyCacheSize": 0,
        "allowEval": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "responseHandling": [{"code": "[45]..", "swap": False, "error": True}, {"code": "...", "swap": True}],
    }
)


class Request(HttpRequest):
    """A request as it reaches a page, with what htmx says about it."""

    htmx: HtmxDetails
    is_unkept: bool  # there, and true, where this address has begun so much that nothing of this is kept


def page(
    request: Request, template: str, part: str = "", context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page `template`; or, when htmx asks for it, only its part of that name."""
    name = f"{template}#{part}" if request.htmx and part else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs: the look the visitor chose, if any; minutes until a diary locks itself; whether
    nothing is kept because much was begun here; its room; how the names of all that a browser keeps begin; whether it
    stands among what was given, and under a name of that alone; whether a parent's diary is open; the key to which this
    browser seals what is written offline, and whether it has to let go of that, as no diary is open here any more; and
    what is said to whoever has no diary here."""
    look = request.COOKIES.get(LOOK_COOKIE, "")
    visitor = getattr(request, "visitor", None)
    is_looked_for = hasattr(request, "visitor") and TO_KEEP not in request.headers
    return {
        "look": look if look in LOOKS else "",
        "htmx_config": HTMX,
        "here": request.path,
        "room": _room(request.path),
        "kept_as": settings.KEPT_AS,
        "is_unkept": getattr(request, "is_unkept", False),
        "idle": visitor.idle if visitor else 0,
        "is_shut": is_looked_for and visitor is None,
        "is_given": is_given(request),
        "is_apart": is_apart(request),
        **newcomers(),
        "is_in": visitor is not None and not visitor.is_guest,
        # Called by the template of a whole page; the part that htmx asks for does without.
        "delivery": lambda: b64encode(delivery_key(visitor.vault.key)).decode() if visitor else "",
    }


def _room(here: str) -> str:
    """The room of the bar in which an address lies; "" for all others."""
    if here == reverse("today"):
        return "now"
    return next((room for name, room in ROOMS.items() if here.startswith(reverse(name))), "")
