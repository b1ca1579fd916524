"""What costs the machine something, or a guess, may be done only so often. Nobody is locked out: one waits."""

import secrets
import time
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

GUESTS, READINGS, GUESSES = range(3)  # in the order of AMENDS_LIMITS

_HASH_KEY = secrets.token_bytes(32)  # of this process: what is counted is a hash that means nothing elsewhere
_counter = MovingWindowRateLimiter(MemoryStorage())


class TooMany(Exception):
    """Too often. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take(what: int, whom: str) -> None:
    """Counts one. Raises TooMany where it is one too many."""
    check(what, whom)
    count(what, whom)


def check(what: int, whom: str) -> None:
    """Raises TooMany where the next one would be one too many; counts nothing."""
    limit, key = _limit(what), _hashed(what, whom)
    if not _counter.test(limit, key):
        reset = _counter.get_window_stats(limit, key).reset_time
        raise TooMany(max(1, round(reset - time.time())))


def count(what: int, whom: str) -> None:
    """Counts one."""
    _counter.hit(_limit(what), _hashed(what, whom))


def forget_all() -> None:
    """Starts anew, as after a restart."""
    _counter.storage.reset()


def address_of(request: HttpRequest) -> str:
    """Who asks, as far as a machine can tell: the nearest address that is not our own proxy's."""
    if settings.HTTPS:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or "?"
    return str(request.META.get("REMOTE_ADDR", "?"))


def _limit(what: int) -> RateLimitItem:
    return parse(settings.LIMITS.split()[what])


def _hashed(what: int, whom: str) -> str:
    return blake2b(f"{what} {whom}".encode(), key=_HASH_KEY, digest_size=16).hexdigest()
