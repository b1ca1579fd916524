"""What costs the machine something, or a guess, may be done only so often. Nobody is locked out: one waits."""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Network, ip_address
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.strategies import MovingWindowRateLimiter

from amends.counting import Counts

GUESTS, READINGS, GUESSES = range(3)  # in the order of AMENDS_LIMITS
HOUSEHOLD = 64  # bits of an IPv6 address by which a provider tells its customers apart, at the least
FIRST_WAIT, LONGEST_WAIT = 4, 120  # seconds after one guess too many, each time twice as long

_HASH_KEY = secrets.token_bytes(32)  # of this process: what is counted is a hash that means nothing elsewhere
_counter = MovingWindowRateLimiter(Counts())
_guesses = Counts()
_one_at_a_time = Lock()


class TooMany(Exception):
    """Too often. `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take(what: int, whom: str) -> None:
    """Counts one. Raises TooMany where it is one too many."""
    limit, key = _limit(what), _hashed(what, whom)
    if not _counter.hit(limit, key):
        reset = _counter.get_window_stats(limit, key).reset_time
        raise TooMany(max(1, round(reset - time.time())))


@contextmanager
def guess(*whom: str) -> Iterator[None]:
    """Around one guess: it counts for all of `whom` before it is made, and no more where it was right.

    Raises TooMany before it is made, while one of them has to wait: after so many wrong ones as AMENDS_LIMITS says, a
    little, and twice as long after each further one. Whatever else goes wrong inside counts as a wrong guess.
    """
    keys = [_hashed(GUESSES, one) for one in whom]
    with _one_at_a_time:
        _check_waits(keys)
        for key in keys:
            _count_guess(key)
    yield
    with _one_at_a_time:
        for key in keys:
            _guesses.decr(key)
            _guesses.clear(_wait(key))


def _check_waits(keys: Sequence[str]) -> None:
    waits = [_guesses.get_expiry(_wait(key)) for key in keys if _guesses.get(_wait(key))]
    if waits:
        raise TooMany(max(1, round(max(waits) - time.time())))


def _count_guess(key: str) -> None:
    limit = _limit(GUESSES)
    over = _guesses.incr(key, limit.get_expiry()) - limit.amount
    if over >= 0:
        _guesses.incr(_wait(key), min(FIRST_WAIT * 2 ** min(over, 8), LONGEST_WAIT))


def _wait(key: str) -> str:
    return f"{key}/wait"


def forget_all() -> None:
    """Starts anew, as after a restart."""
    _counter.storage.reset()
    _guesses.reset()


def address_of(request: HttpRequest) -> str:
    """Who asks, as far as a machine can tell: the nearest address that is not our own proxy's; of IPv6 its network."""
    if settings.BEHIND_PROXY:
        return _counted(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or "?")
    return _counted(str(request.META.get("REMOTE_ADDR", "?")))


def _counted(address: str) -> str:
    """The address as it is counted: whoever has one of IPv6 has the other 2^64 of its network too. What is no address
    stays as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return address
    return str(known.ipv4_mapped or IPv6Network((int(known), HOUSEHOLD), strict=False))


def _limit(what: int) -> RateLimitItem:
    return parse(settings.LIMITS.split()[what])


def _hashed(what: int, whom: str) -> str:
    return blake2b(f"{what} {whom}".encode(), key=_HASH_KEY, digest_size=16).hexdigest()
