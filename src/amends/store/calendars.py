"""Calendar addresses: weekly moments that a program fetches by an address, and nothing else. It is no way into a diary:
the address opens one row of its own, and who made it the row does not say."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import IntegrityError

from amends.known import know
from amends.process import Nudges
from amends.store.disk import writing
from amends.store.handed import NotThere, Spot, lay_alone, lying, take_away
from amends.store.opened import Vault, decoded
from amends.store.shelf import Kept, NotKept, Shelf
from amends.vault import KEY_BYTES, Damaged, derive, seal, unseal

CALENDARS = "calendars"
MOST_CALENDARS = 5  # of one diary
know(Nudges)
_nudges_in = msgspec.json.Decoder(Nudges).decode


class TooManyCalendars(Exception):
    """There are as many as there can be. None was added."""


class Calendars:
    """The calendar addresses of one vault. The secret of each is drawn from the vault's key and the id of its note: so
    each can be taken back, where its note does not open, too."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._notes = Shelf(vault, CALENDARS, Nudges)

    def make(self, nudges: Nudges, once: str = "") -> str:
        """Lays weekly moments down, and returns the secret that an address holds: the same one for each name in `once`,
        while it lies there. Raises TooManyCalendars."""
        id = self._notes.id_of_once(once)
        secret = self._secret(id)
        spot = _spot(secret)
        if self._notes.holds(id):
            return secret.hex()
        with suppress(IntegrityError), writing():  # IntegrityError: the same form was faster
            if len(self.known(nudges.made)) >= MOST_CALENDARS:
                raise TooManyCalendars
            self._notes.put(id, nudges)
            lay_alone(spot, seal(msgspec.json.encode(nudges), derive(secret, "calendar/key"), spot.place), nudges.until)
        return secret.hex()

    def known(self, now: datetime) -> list[Kept[Nudges]]:
        """Those that can be fetched now, the newest first. What is over, lies there no more, or does not open, is let
        go."""
        look = self._notes.look()
        kept = [one for one in look.kept if not one.entry.is_over(now) and self._lies(one.id, now)]
        self._let_go({one.id for one in look.kept if one not in kept} | {*look.damaged})
        return sorted(kept, key=lambda one: one.entry.made, reverse=True)

    def revoke(self, id: UUID) -> None:
        """Takes an address back: nothing is there any more. Raises NotKept."""
        if not self._notes.holds(id):
            raise NotKept(id)
        self._let_go({id})

    def revoke_all(self) -> None:
        """Takes all of them back."""
        self._let_go(set(self._notes.rows().values_list("id", flat=True)))

    def _let_go(self, ids: set[UUID]) -> None:
        if ids:
            with writing():
                self._notes.rows().filter(id__in=ids).delete()
                take_away([_spot(self._secret(id)) for id in ids])

    def _lies(self, id: UUID, now: datetime) -> bool:
        with suppress(NotThere):
            return bool(lying(_spot(self._secret(id)), now))
        return False

    def _secret(self, id: UUID) -> bytes:
        return derive(self._vault.key, f"calendar/{id}")


def fetched(address: str, now: datetime) -> tuple[UUID, Nudges]:
    """What the secret in an address opens, and from what its entries draw their ids. Raises NotThere, whether it never
    was, is over, or was taken back."""
    try:
        secret = _secret_in(address)
        spot = _spot(secret)
        sealed = bytes(lying(spot, now).sealed)
        nudges = decoded(unseal(sealed, derive(secret, "calendar/key"), spot.place), _nudges_in)
    except Damaged:
        raise NotThere from None
    if nudges.is_over(now):  # its row may say otherwise
        raise NotThere
    return UUID(bytes=derive(secret, "calendar/entries")[:16]), nudges


def _secret_in(address: str) -> bytes:
    """Raises NotThere for what is none: each has one way to be written."""
    with suppress(ValueError):
        secret = bytes.fromhex(address)
        if len(secret) == KEY_BYTES and secret.hex() == address:
            return secret
    raise NotThere


def _spot(secret: bytes) -> Spot:
    return Spot.fetched(UUID(bytes=derive(secret, "calendar/box")[:16]))
