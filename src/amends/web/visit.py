"""What this visitor may open during this visit; everything else is 404, or asks them to sign in."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from math import ceil
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.process import Desk, Preferences, Repair
from amends.store import visits
from amends.store.accounts import Opened
from amends.store.diary import Diary
from amends.store.disk import is_damaged, is_full
from amends.store.shelf import Kept, NotKept
from amends.store.visits import Visitor
from amends.vault import PATIENCE, Busy, Damaged
from amends.web.faults import log
from amends.web.fields import SignInForm
from amends.web.forms import is_said
from amends.web.fragments import Request, page
from amends.web.leaving import COOKIE, LEAVING, forgotten
from amends.web.steady import clock
from amends.web.throttle import GUESTS, TooMany, address_of, take

SECRET_BYTES = 32
SECRETS = {"passphrase", "code", "proof"}  # what opens a diary: never shown again
# What a form may send along through the page that asks to sign in: never what was typed on that page itself.
NOT_CARRIED = {"csrfmiddlewaretoken", "next", "carry", "known_as", "zone"} | SECRETS


class NotAsked(Exception):
    """This repair was only logged: the one question comes before any words."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.id = id


class NotOpen(Exception):
    """Nothing of this visitor's is open: the visit is locked or over, or never was."""


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Who is behind this request, or None for somebody whose vault is not open."""
    if not hasattr(request, "visitor"):
        secret = _secret(request.COOKIES.get(COOKIE, ""))
        found = visits.returning(secret, clock.now(), settings.GUEST_HOURS) if secret else None
        request.visitor = found  # type: ignore[attr-defined]
    return request.visitor  # type: ignore[attr-defined, no-any-return]


def visitor_or_guest(request: HttpRequest) -> Visitor:
    """Who is behind this request, or a new guest: the answer must then `remember` them."""
    known = visitor_of(request)
    if known:
        return known
    take(GUESTS, address_of(request))
    return visits.welcome(clock.now(), settings.GUEST_HOURS)


def open_of(request: HttpRequest) -> Visitor:
    """Who is behind this request. Raises NotOpen, which shows the page to sign in."""
    visitor = visitor_of(request)
    if visitor is None:
        raise NotOpen
    return visitor


def parent_of(request: HttpRequest) -> Visitor:
    """The parent with an account behind this request. Raises NotOpen for everyone else, guests included."""
    visitor = open_of(request)
    if visitor.is_guest:
        raise NotOpen
    return visitor


def diary_of(request: HttpRequest) -> Diary:
    """What this visitor wrote. Raises NotOpen."""
    return open_of(request).diary


def repair_of(request: HttpRequest, id: UUID) -> Kept[Repair]:
    """One repair of this visitor. Raises NotKept, which shows that it is not here: so is everybody else's; or Damaged,
    which shows that it is here and cannot be opened."""
    return diary_of(request).entry(id)


def begun_repair_of(request: HttpRequest, id: UUID) -> Kept[Repair]:
    """The same, for a page of words. Raises NotAsked where the one question was never answered."""
    kept = repair_of(request, id)
    if not kept.entry.rupture.is_asked:
        raise NotAsked(id)
    return kept


def desk_of(request: HttpRequest) -> Desk:
    """What lies open for this visitor's pages; from here on days are told by their own clock."""
    visitor = visitor_of(request)
    desk = visitor.diary.desk() if visitor else Desk()
    timezone.activate(zone_of(desk.preferences))
    return desk


def zone_of(preferences: Preferences) -> ZoneInfo:
    """The clock by which days are told."""
    return ZoneInfo(preferences.zone or "UTC")


def opened(visitor: Visitor) -> Opened:
    """The visitor's vault, as the accounts know it."""
    return Opened(visitor.owner, visitor.key)


def begin(vault: Opened) -> Visitor:
    """A new visit to a vault that was just opened."""
    idle = Diary(vault.owner, vault.key).desk().preferences.idle
    return visits.open_visit(vault.owner, vault.key, idle, clock.now(), settings.GUEST_HOURS)


def remember(response: HttpResponse, visitor: Visitor) -> HttpResponse:
    """The answer, with the visit's secret in a cookie: a guest's lives as long as an idle visit may."""
    response.set_cookie(
        COOKIE,
        urlsafe_b64encode(visitor.secret).decode(),
        max_age=settings.GUEST_HOURS * visits.HOUR if visitor.is_guest else None,
        secure=settings.VISIT_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to leaving: the visit is over (a guest's words with it), and what the browser kept is to go too.

    It is the same where the database refuses: nobody can be kept from leaving."""
    secret = _secret(request.COOKIES.get(COOKIE, ""))
    try:
        if secret:
            visits.end(secret)
    except (DatabaseError, InterfaceError) as error:
        log.error("a visit is over, and stays in the database for now:", exc_info=error)
    return forgotten(response, waits="waiting" in request.POST)


def _secret(cookie: str) -> bytes | None:
    try:
        secret = urlsafe_b64decode(cookie.encode())
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


class PrivatePages:
    """Every page is for one visitor: never in a cache, never indexed; and a door that is shut says how to go on.

    Once an hour, visits that are over are taken away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._purged: int | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, with the headers that keep it private."""
        timezone.deactivate()
        self._purge(request)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=()"
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What a visitor sees where a page cannot go on. Words that were sent are on it, so that none is lost. Where
        they wanted to leave, they have left all the same."""
        response = self._shown_instead(request, error)
        if request.resolver_match and request.resolver_match.url_name in LEAVING and not isinstance(error, NotOpen):
            return forgotten(response or _broken(request, error), waits="waiting" in request.POST)
        return response

    def _shown_instead(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotOpen):
            return _ask_to_sign_in(request)
        if isinstance(error, NotAsked):
            return redirect("logged", error.id)
        if isinstance(error, NotKept | Damaged):
            name = 404 if isinstance(error, NotKept) else "_damaged"  # urls.handler404, urls.handler_damaged
            return _error_page(name)(request, exception=error)
        if isinstance(error, TooMany):
            response = not_kept(request, 429, _("A moment, please"), _wait(error.seconds))
            response["Retry-After"] = str(error.seconds)
            return response
        if isinstance(error, Busy):
            detail = _("Many people are opening a diary here just now. Nothing is lost. Try again in a moment.")
            response = not_kept(request, 503, _("A moment, please"), detail)
            response["Retry-After"] = str(PATIENCE)
            return response
        if isinstance(error, DatabaseError | InterfaceError):
            log.error("the database refused:", exc_info=error)
            return not_kept(request, 507, _("This cannot be kept just now"), _refused(error))
        return None

    def _purge(self, request: HttpRequest) -> None:
        hour = timezone.now().hour
        if self._purged != hour and COOKIE in request.COOKIES:  # who keeps nothing opens no database
            self._purged = hour
            try:
                visits.purge(clock.now())
            except (DatabaseError, InterfaceError):
                self._purged = None


def _refused(error: Exception) -> str:
    """Why nothing can be kept, as far as whoever looks after the machine has to know it to help."""
    if is_damaged(error):
        why = _("The file that keeps all diaries here is damaged. A backup can be put back in its place.")
    elif is_full(error):
        why = _("The disk of this machine is full.")
    else:
        why = _("What keeps the diaries here does not answer, or its disk cannot be written to.")
    return f"{why} {_('Whoever looks after this machine can help.')}"


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("leaving broke:", exc_info=error)
    return _error_page(500)(request)


def _error_page(name: Any) -> Callable[..., HttpResponse]:
    return cast(Callable[..., HttpResponse], get_resolver().resolve_error_handler(name))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    context = {
        "form": SignInForm(),
        "next": request.path,
        **carried_along(request),
        "locked": COOKIE in request.COOKIES,
        "sign_up": settings.SIGN_UP,
    }
    return page(cast(Request, request), "sign-in.html", context=context, status=401)


def not_kept(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """The page for what cannot be kept: why, and all words that were sent, to be copied."""
    context: dict[str, Any] = {"title": title, "detail": detail, "words": words_of(request)}
    return page(cast(Request, request), "not-kept.html", context=context, status=status)


def _wait(seconds: int) -> str:
    """How long, in the unit that one waits in."""
    minutes = ceil(seconds / 60)
    return ngettext(
        "That was a lot at once. Try again in a minute.",
        "That was a lot at once. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, without what opens a diary: to be carried along, or shown again."""
    fields = ((name, value) for name in request.POST for value in request.POST.getlist(name))
    return [(name, value) for name, value in fields if name not in NOT_CARRIED]


def carried_along(request: HttpRequest) -> dict[str, Any]:
    """What the page that asks to sign in carries along of a form, and shows of it: none of it is kept yet."""
    return {"carried": sent(request), "words": words_of(request)}


def words_of(request: HttpRequest) -> list[str]:
    """The same as words alone, to be shown once more where they cannot be kept: so that none of them is lost."""
    said = (value for name, value in sent(request) if is_said(name))
    return [value for value in said if value.strip()] if request.method == "POST" else []
