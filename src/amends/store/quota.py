"""How much a guest may keep. Nobody knows who a guest is, so each has a room that no parent's words fill and no flood
outgrows. Who has an account is not counted."""

import time
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import Length
from limits import RateLimitItemPerHour
from limits.strategies import FixedWindowRateLimiter

from amends.counting import Counts
from amends.store.models import Envelope

MOST_ROWS = 1_000  # of one guest: each entry, each step that was left, each child
MOST_BYTES = 5_000_000  # of one guest, sealed: an hour of dictation in every step of a dozen repairs
MOST_AN_HOUR = 50_000_000  # bytes that are written for one guest: each saving writes its whole entry again

_written = FixedWindowRateLimiter(Counts())
_hour = RateLimitItemPerHour(MOST_AN_HOUR)


class Full(Exception):
    """This guest's room is full. Nothing was kept."""


class TooFast(Exception):
    """This guest had more written in one hour than anybody writes. Nothing was kept; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def ask_for_rows(owner: UUID, rows: Sequence[Envelope]) -> None:
    """Asks before new rows are written; those that are there already take no room. Raises TooFast or Full."""
    there = set(Envelope.objects.filter(owner_id=owner, id__in=[row.id for row in rows]).values_list("id", flat=True))
    new = [len(row.sealed) for row in rows if row.id not in there]
    _ask(owner, sum(new), sum(new), len(new))


def ask_for_change(owner: UUID, old: bytes, new: bytes) -> None:
    """Asks before a row is written anew. Raises TooFast, or where it is to grow, Full."""
    _ask(owner, len(new), len(new) - len(old))


def forget_all() -> None:
    """Starts the hour anew, as after a restart."""
    _written.storage.reset()


def _ask(owner: UUID, written: int, grown: int, rows: int = 0) -> None:
    _count(str(owner), written)
    if grown > 0 and _is_too_much(owner, grown, rows):
        raise Full


def _count(owner: str, written: int) -> None:
    if not _written.hit(_hour, owner, cost=written):
        reset = _written.get_window_stats(_hour, owner).reset_time
        raise TooFast(max(1, round(reset - time.time())))


def _is_too_much(owner: UUID, grown: int, rows: int) -> bool:
    there = Envelope.objects.filter(owner_id=owner).aggregate(rows=Count("id"), size=Sum(Length("sealed")))
    return there["rows"] + rows > MOST_ROWS or (there["size"] or 0) + grown > MOST_BYTES
