"""What the tests of the store share."""

from datetime import UTC, datetime, timedelta

from amends.store import visits
from amends.store.accounts import Accounts
from amends.store.visits import Visitor
from amends.vault import WORKS

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOURS = 24
PHRASE = "the tower fell at nine"
HOUSE = Accounts(bytes(range(32)), WORKS["light"])


def guest(now: datetime = NOW) -> Visitor:
    """Somebody new."""
    return visits.welcome(now, HOURS)


def back(secret: bytes, after: timedelta = timedelta()) -> Visitor | None:
    """Whoever holds this secret, some time later."""
    return visits.returning(secret, NOW + after, HOURS)


def parent(name: str = "ada") -> tuple[Visitor, str]:
    """Somebody with an account (an open visit of 15 minutes) and its recovery code."""
    visitor = guest()
    vault = visitor.vault
    code = HOUSE.enrol(vault, name, PHRASE)
    visits.end_all(visitor.owner)
    return visits.open_visit(vault, 15, NOW, HOURS), code
