"""errors: what a visitor sees when something is not there or went wrong. No words of theirs are ever in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not this visitor's. The two look the same."""
    return _error(request, 404, _("This page is not here"), _("It may have been forgotten, or the link is old."))


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a form or address that no page of ours makes."""
    return _error(request, 400, _("That did not arrive whole"), _("Please go back and try once more."))


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program."""
    detail = _("This is our fault, not yours. Go back: what you typed should still be on the page.")
    return _error(request, 500, _("Something broke here"), detail)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, from another site or from a page that was open for very long."""
    detail = _(
        "This page was open for a long time. Go back, load it again, and send it once more: your words are there."
    )
    return _error(request, 403, _("Please send that once more"), detail)


def _error(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "detail": detail}, status=status)
