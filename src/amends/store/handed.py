"""What is laid down for one other person: the rows themselves, sealed. They are in no backup, so that nothing that was
taken back ever comes again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4, uuid5

from django.db.models import Count, F, Sum
from django.db.models.functions import Length

from amends.store.disk import cut_the_log, writing
from amends.store.models import Handed, Owner, minute_of

MOST_IN_A_BOX = 500  # letters that lie with one person at once
MOST_BYTES_IN_A_BOX = 20_000_000  # sealed, of all of them: each page of theirs opens all
# What lies with nobody begins with what it is: words that are said to a letter are no try at an invitation.
LINK, INVITATION = b"l", b"i"
_COUNTED = 10_000  # fetches; more are not told apart
T = TypeVar("T")


class NotThere(Exception):
    """Nothing lies there: it never did, is over, was taken back, or removed. Which of them is not said."""


class Full(Exception):
    """So much lies with this person already that nothing more is laid there. Nothing was given."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something lies: with whom, and its id there."""

    box: UUID
    id: UUID

    @property
    def place(self) -> str:
        """The place to which what lies there is bound."""
        return f"{self.box}/handed/{self.id}"

    @classmethod
    def alone(cls, id: UUID) -> "Spot":
        """The spot of something that lies with nobody: its address says all there is to know."""
        return cls(id, id)

    @classmethod
    def new_alone(cls) -> "Spot":
        """Such a spot where nothing lies yet."""
        return cls.alone(uuid4())

    @classmethod
    def fetched(cls, box: UUID) -> "Spot":
        """The spot of something that lies with nobody, and behind no words: nothing that is said can find it there."""
        return cls(box, uuid5(box, "fetched"))

    @property
    def has_own_box(self) -> bool:
        """Whether its owner is there for it alone."""
        return self.id == self.box or self == Spot.fetched(self.box)


def lay_alone(spot: Spot, sealed: bytes, until: datetime) -> None:
    """Lays something down with an owner of its own, who is new."""
    with writing():
        Owner.objects.create(id=spot.box)
        lay(spot, sealed, until)


def lay(spot: Spot, sealed: bytes, until: datetime) -> None:
    """Lays something down. Raises Full; and NotThere where nobody of that name is here any more."""
    with writing():
        if not Owner.objects.filter(id=spot.box).exists():
            raise NotThere
        rows = Handed.objects.filter(owner_id=spot.box)
        there = rows.aggregate(many=Count("id"), size=Sum(Length("sealed"), default=0))
        if there["many"] >= MOST_IN_A_BOX or there["size"] + len(sealed) > MOST_BYTES_IN_A_BOX:
            raise Full
        Handed.objects.create(owner_id=spot.box, id=spot.id, sealed=sealed, until=minute_of(until))


def lying(spot: Spot, now: datetime) -> Handed:
    """What lies there. Raises NotThere."""
    for row in Handed.objects.filter(owner_id=spot.box, id=spot.id, until__gt=minute_of(now)):
        return row
    raise NotThere


def lying_alone(spot: Spot, kind: bytes, now: datetime) -> tuple[Handed, bytes]:
    """What lies with nobody, and its sealed bytes. Raises NotThere, for anything of another kind too."""
    row = lying(spot, now)
    sealed = bytes(row.sealed)
    if not sealed.startswith(kind):
        raise NotThere
    return row, sealed[len(kind) :]


def some_alone(spot: Spot) -> bytes | None:
    """The sealed bytes of something else that lies with nobody: for one spot always the same, while it lies there."""
    rows = Handed.objects.filter(owner_id=F("id")).exclude(sealed=b"").order_by("id")
    row = rows.filter(id__gt=spot.id).first() or rows.first()
    return bytes(row.sealed)[1:] if row else None


def all_with(box: UUID, now: datetime) -> list[Handed]:
    """All that lies with one person."""
    return list(Handed.objects.filter(owner_id=box, until__gt=minute_of(now)))


def was_fetched(spot: Spot) -> None:
    """Counts that the address of it was asked for. It opens nothing, and changes nothing for anybody."""
    Handed.objects.filter(owner_id=spot.box, id=spot.id, fetched__lt=_COUNTED).update(fetched=F("fetched") + 1)


def try_once(spot: Spot, most: int) -> int:
    """Counts that words are said to it, before they are listened to. Returns how many tries are left after this one.

    Raises NotThere where there were as many as `most` already.
    """
    with writing():
        rows = Handed.objects.filter(owner_id=spot.box, id=spot.id, tries__lt=most)
        if not rows.update(tries=F("tries") + 1):
            raise NotThere
        return most - Handed.objects.get(owner_id=spot.box, id=spot.id).tries


def was_right(spot: Spot) -> None:
    """The last try does not count: the words were right."""
    Handed.objects.filter(owner_id=spot.box, id=spot.id, tries__gt=0).update(tries=F("tries") - 1)


def leave(spot: Spot, answer: bytes) -> None:
    """Leaves an answer, once: the first one stays. Raises NotThere."""
    if not Handed.objects.filter(owner_id=spot.box, id=spot.id, answer=b"").update(answer=answer):
        raise NotThere


def empty(spot: Spot, answer: bytes) -> None:
    """Takes away what lies there, and leaves only the answer that says who did."""
    Handed.objects.filter(owner_id=spot.box, id=spot.id).update(sealed=b"", answer=answer)
    cut_the_log()


def take_away(spots: Iterable[Spot]) -> None:
    """Takes all of it away for good. What is gone already stays gone."""
    for spot in spots:
        Handed.objects.filter(owner_id=spot.box, id=spot.id).delete()
        if spot.has_own_box:
            Owner.objects.filter(id=spot.box).delete()
    cut_the_log()


def purge_handed(now: datetime) -> None:
    """Takes away what is over."""
    over = Handed.objects.filter(until__lte=minute_of(now)).values_list("owner_id", "id")
    if spots := [Spot(owner, id) for owner, id in over]:
        take_away(spots)
