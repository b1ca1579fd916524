"""What this visitor may open during this visit; everything else is 404."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from amends.store import guests
from amends.store.diary import Diary, Kept, NotKept
from amends.store.guests import Guest
from amends.vault import Damaged

COOKIE = "visit"
SECRET_BYTES = 32


def guest_of(request: HttpRequest) -> Guest | None:
    """The guest behind this request, or None for somebody who has written nothing yet."""
    secret = _secret(request.COOKIES.get(COOKIE, ""))
    return guests.returning(secret, timezone.now()) if secret else None


def guest_or_new(request: HttpRequest) -> Guest:
    """The guest behind this request, or a new one: the answer must then `remember` them."""
    return guest_of(request) or guests.welcome(timezone.now())


def diary_of(request: HttpRequest) -> Diary:
    """What this visitor wrote. 404 for somebody without a visit."""
    guest = guest_of(request)
    if guest is None:
        raise Http404
    return guest.diary


def repair_of(request: HttpRequest, id: UUID) -> Kept:
    """One repair of this visitor. 404 for everybody else's, and for rows that do not open."""
    try:
        return diary_of(request).entry(id)
    except (NotKept, Damaged):
        raise Http404 from None


def remember(response: HttpResponse, guest: Guest) -> HttpResponse:
    """The answer, with the visit's secret in a cookie that lives as long as an idle visit may."""
    response.set_cookie(
        COOKIE,
        urlsafe_b64encode(guest.secret).decode(),
        max_age=int(settings.GUEST_HOURS) * guests.HOUR,
        secure=settings.VISIT_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def end(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to "forget now": the words are gone here, and whatever the browser kept is to go too."""
    secret = _secret(request.COOKIES.get(COOKIE, ""))
    if secret:
        guests.forget(secret)
    response.delete_cookie(COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _secret(cookie: str) -> bytes | None:
    try:
        secret = urlsafe_b64decode(cookie.encode())
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


class PrivatePages:
    """Every page is for one visitor: never in a cache, never indexed. Once an hour, guests long gone are taken away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._purged: int | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, with the headers that keep it private."""
        self._purge()
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=()"
        )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _purge(self) -> None:
        now = timezone.now()
        if self._purged != now.hour:
            self._purged = now.hour
            guests.purge(now, int(settings.GUEST_HOURS))
