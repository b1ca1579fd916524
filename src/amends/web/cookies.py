"""Every cookie of ours, said once: what it is called, where it is sent, and who may read it."""

from django.conf import settings
from django.http import HttpResponse

YEAR = 365 * 24 * 3600  # seconds


def called(name: str) -> str:
    """The name under which a browser knows a cookie: over https it begins with a word that guards it."""
    return f"{settings.GUARDED}{name}"


def give(response: HttpResponse, name: str, value: str, seconds: int | None = None, path: str = "") -> None:
    """Puts a cookie into the answer, for `seconds` or until the browser is closed: no script reads it, no other site's
    form carries it, and it is sent to our addresses alone, or to those below `path`."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path or settings.PATH,
        secure=settings.VISIT_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_back(response: HttpResponse, name: str) -> None:
    """Has the browser forget a cookie that was given for all our addresses."""
    response.delete_cookie(name, path=settings.PATH, samesite="Lax")
