"""What this visitor may open during this visit; everything else is 404, or asks them to sign in."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amends.process import Desk, Preferences, Repair
from amends.store import visits
from amends.store.diary import Diary
from amends.store.opened import Vault
from amends.store.shelf import Kept
from amends.store.visits import Visitor
from amends.web.cookies import give
from amends.web.country import write_days_as_there
from amends.web.faults import log
from amends.web.instead import NotAsked, NotOpen, broken, said_at_last, shown_instead
from amends.web.leaving import COOKIE, LEAVING, forgotten
from amends.web.steady import clock
from amends.web.throttle import GUESTS, address_of, take

SECRET_BYTES = 32


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


def begin(vault: Vault) -> Visitor:
    """A new visit to a vault that was just opened."""
    idle = Diary(vault).desk().preferences.idle
    return visits.open_visit(vault, idle, clock.now(), settings.GUEST_HOURS)


def remember(response: HttpResponse, visitor: Visitor) -> HttpResponse:
    """The answer, with the visit's secret in a cookie: a guest's lives as long as an idle visit may."""
    seconds = settings.GUEST_HOURS * visits.HOUR if visitor.is_guest else None
    give(response, COOKIE, urlsafe_b64encode(visitor.secret).decode(), seconds)
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
        write_days_as_there(request)
        self._purge(request)
        response = said_at_last(request, self.get_response(request))
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
        response = shown_instead(request, error)
        if request.resolver_match and request.resolver_match.url_name in LEAVING and not isinstance(error, NotOpen):
            return forgotten(response or broken(request, error), waits="waiting" in request.POST)
        return response

    def _purge(self, request: HttpRequest) -> None:
        hour = timezone.now().hour
        if self._purged != hour and COOKIE in request.COOKIES:  # who keeps nothing opens no database
            self._purged = hour
            try:
                visits.purge(clock.now())
            except (DatabaseError, InterfaceError):
                self._purged = None
