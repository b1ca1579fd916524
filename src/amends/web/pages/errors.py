"""errors: what a visitor sees when something is not there or went wrong. No page says that words are kept or are there
unless they are: a form whose token is too old is shown with its words, to be sent once more."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.web.forms import is_said
from amends.web.given import is_given, is_same_site, place
from amends.web.instead import not_kept
from amends.web.leaving import COOKIE
from amends.web.refused import is_for_programs, refused
from amends.web.sent import SECRETS, sent, words_of
from amends.web.visit import end


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not this visitor's. The two look the same."""
    detail = _("It may have been forgotten, or the link is old.")
    return _error(request, 404, _("This page is not here"), detail, "door-ajar")


def other_way(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes what a button sends was opened by itself, or the other way round."""
    detail = _("Nothing was changed. Go back, and use the button or the link there.")
    return _error(request, 405, _("This page does not open like that"), detail, "door-ajar")


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a form or address that no page of ours makes."""
    return _error(request, 400, _("That did not arrive whole"), _("Please go back and try once more."), "stairs")


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program. What was sent may be kept or not: the page does not know, and says so."""
    detail = _("This is our fault, not yours. If you sent words, look whether they were kept before you close this.")
    return _error(request, 500, _("Something broke here"), detail, "umbrella")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token. From a page of ours that was open for very long: shown again, to be sent anew.
    Who left fast from one has left: a device that tells of it later has no token any more."""
    if request.path in (reverse("leave"), reverse("given-leave")):
        blank = cast(HttpResponse, redirect(place("blank", is_given(request))))
        if _is_ours(request):
            return end(request, blank)
        if COOKIE not in request.COOKIES:  # nothing is open here: there is nothing to shut
            return blank
    title = _("Please send that once more")
    if not _is_ours(request) or SECRETS & set(request.POST) or request.FILES:
        detail = _("This page was open for a long time. Nothing was kept. Load it again, and send it once more.")
        if _is_ours(request) and words_of(request):
            return not_kept(request, 403, title, detail)
        return _error(request, 403, title, detail, "letter")
    context: Mapping[str, Any] = {
        "title": title,
        "detail": _("This page was open for a long time. Here is what you sent. It is not kept yet."),
        "fields": [(name, value, is_said(name)) for name, value in sent(request)],
        "action": request.get_full_path(),
    }
    return render(request, "sent-again.html", dict(context), status=403)


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of ours sent this form: another site gets no form that would do what it asked for."""
    if is_same_site(request):
        return True
    told = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(told) and urlsplit(told)[:2] == (request.scheme, request.get_host())


def _words(request: HttpRequest) -> list[str]:
    """The words that were sent, where the form can be read at all: the page before may not show them again."""
    try:
        return words_of(request)
    except (SuspiciousOperation, UnreadablePostError):
        return []


def _error(request: HttpRequest, status: int, title: str, detail: str, picture: str) -> HttpResponse:
    if is_for_programs(request):
        return refused(status, f"{title}. {detail}")
    words = _words(request) if _is_ours(request) else []
    context = {"title": title, "detail": detail, "picture": picture, "words": words}
    return render(request, "error.html", context, status=status)
