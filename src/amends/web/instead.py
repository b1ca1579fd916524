"""What a visitor sees where a page cannot go on: why, how to go on, and the words that were sent to it."""

from collections.abc import Callable
from math import ceil
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.store import visits
from amends.store.disk import is_damaged, is_full
from amends.store.handed import NotThere
from amends.store.quota import Full, TooFast
from amends.store.shelf import NotKept
from amends.vault import PATIENCE, Busy, Damaged
from amends.web.faults import log
from amends.web.fields import SignInForm
from amends.web.fragments import Request, page
from amends.web.given import is_given
from amends.web.leaving import COOKIE
from amends.web.sent import carried_along, words_of
from amends.web.throttle import TooMany


class NotAsked(Exception):
    """This repair was only logged: the one question comes before any words."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.id = id


class NotOpen(Exception):
    """Nothing of this visitor's is open: the visit is locked or over, or never was."""


def shown_instead(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for what a page raised. None for an error that is a fault of the program."""
    for kinds, answer in _ANSWERS:
        if isinstance(error, kinds):
            return answer(request, error)
    return None


def said_at_last(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer of a page; a page of ours where an address is not asked in this way and so nothing would be shown.
    What was given to somebody sets no cookie, as the forms of such a page would, and keeps its empty answer."""
    if not isinstance(response, HttpResponseNotAllowed) or response.content or is_given(request):
        return response
    shown = _error_page(response.status_code)(request)
    shown["Allow"] = response["Allow"]
    return shown


def not_kept(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """The page for what cannot be kept: why, and all words that were sent, to be copied."""
    context: dict[str, Any] = {"title": title, "detail": detail, "words": words_of(request)}
    return page(cast(Request, request), "not-kept.html", context=context, status=status)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page for a fault of the program, where it is not shown by itself."""
    log.error("leaving broke:", exc_info=error)
    return _error_page(500)(request)


def _ask_to_sign_in(request: HttpRequest, _error: object = None) -> HttpResponse:
    context = {
        "form": SignInForm(),
        "next": request.path,
        **carried_along(request),
        "locked": COOKIE in request.COOKIES,
    }
    return page(cast(Request, request), "sign-in.html", context=context, status=401)


def _ask_first(_request: HttpRequest, error: NotAsked) -> HttpResponse:
    return redirect("logged", error.id)


def _not_here(request: HttpRequest, error: Exception) -> HttpResponse:
    return _error_page(404)(request, exception=error)


def _not_opened(request: HttpRequest, error: Exception) -> HttpResponse:
    return _error_page("_damaged")(request, exception=error)  # urls.handler_damaged


def _slow_down(request: HttpRequest, error: TooMany | TooFast) -> HttpResponse:
    return _come_back(request, 429, how_long(error.seconds), error.seconds)


def _wait_for_keys(request: HttpRequest, _error: Busy) -> HttpResponse:
    detail = _("Many people are opening a diary here just now. Nothing is lost. Try again in a moment.")
    return _come_back(request, 503, detail, PATIENCE)


def _no_room(request: HttpRequest, _error: Full) -> HttpResponse:
    return not_kept(request, 507, _("There is no more room in this visit"), _full())


def _database_refused(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, IntegrityError) and _is_gone(request):
        return _ask_to_sign_in(request)
    log.error("the database refused:", exc_info=error)
    return not_kept(request, 507, _("This cannot be kept just now"), _refused(error))


def _is_gone(request: HttpRequest) -> bool:
    """Whether this visitor's vault was deleted, or sealed anew, while this page was being made."""
    visitor = getattr(request, "visitor", None)
    return visitor is not None and not visits.is_there(visitor.owner)


def _refused(error: Exception) -> str:
    """Why nothing can be kept, as far as whoever looks after the machine has to know it to help."""
    if is_damaged(error):
        why = _("The file that keeps all diaries here is damaged. A backup can be put back in its place.")
    elif is_full(error):
        why = _("The disk of this machine is full.")
    else:
        why = _("What keeps the diaries here does not answer, or its disk cannot be written to.")
    return f"{why} {_('Whoever looks after this machine can help.')}"


def _error_page(name: Any) -> Callable[..., HttpResponse]:
    return cast(Callable[..., HttpResponse], get_resolver().resolve_error_handler(name))


def _come_back(request: HttpRequest, status: int, detail: str, seconds: int) -> HttpResponse:
    """The page for what cannot be kept just now, with how long to wait."""
    response = not_kept(request, status, _("A moment, please"), detail)
    response["Retry-After"] = str(seconds)
    return response


def _full() -> str:
    """What somebody reads whose visit has no more room, and what they can do."""
    if settings.SIGN_UP:
        return _("This was not kept. What you kept before is there. Choose a name and a passphrase, and there is room.")
    return _("This was not kept. What you kept before is there. Delete an entry you do not need, and there is room.")


def how_long(seconds: int) -> str:
    """How long, in the unit that one waits in."""
    minutes = ceil(seconds / 60)
    return ngettext(
        "That was a lot at once. Try again in a minute.",
        "That was a lot at once. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


_ANSWERS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[..., HttpResponse]], ...] = (
    (NotOpen, _ask_to_sign_in),
    (NotAsked, _ask_first),
    ((NotKept, NotThere), _not_here),
    (Damaged, _not_opened),
    ((TooMany, TooFast), _slow_down),
    (Busy, _wait_for_keys),
    (Full, _no_room),
    ((DatabaseError, InterfaceError), _database_refused),
)
