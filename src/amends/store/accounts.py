"""Accounts: the key slots of a vault. To sign in is to open one; there is no other record of a parent."""

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings

from amends.store import slots
from amends.store.diary import Diary
from amends.store.disk import cut_the_log, writing
from amends.store.giving import Giving
from amends.store.models import KeySlot, Owner
from amends.store.names_key import names_key
from amends.store.opened import Vault
from amends.store.visits import drop
from amends.vault import (
    SALT_BYTES,
    WORKS,
    Damaged,
    Mistyped,
    Work,
    derive,
    is_unfolded,
    lock,
    new_key,
    new_recovery_code,
    open_first,
    open_slot,
    recovery_code,
    salt_of,
    work_of,
)


class InUse(Exception):
    """This name and this passphrase together open another diary here."""


class WrongWay(Exception):
    """No slot opens with this name and passphrase, or with this code. Which of them is wrong is not said."""


class Slot(NamedTuple):
    """A key slot that is made, and not kept yet."""

    owner: UUID
    kind: str
    tag: bytes
    slot: bytes


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of one house. `names_key` hides the names they are found by; `work` is what a new slot costs."""

    names_key: bytes = field(repr=False)
    work: Work

    def enrol(self, vault: Vault, name: str, phrase: str, first: Callable[[Vault], object] = bool) -> str:
        """Gives a guest's vault its passphrase and its recovery code, and returns the code. What is to be done `first`
        is kept with them, or none of it. Raises InUse, and what `first` raises.

        Several may have one name: whether somebody has it is not said, and takes no other time.
        """
        phrased, (code, coded) = self._phrased(vault, self._name(name), phrase), self._coded(vault)
        with writing():
            first(vault)
            _put(phrased, coded)
        return code

    def by_name(self, name: str, phrase: str) -> Vault:
        """Opens a vault by its name and passphrase. Raises WrongWay, after the same time for an unknown name."""
        tag = self._name(name)
        return self._open_one(slots.found(KeySlot.PASSPHRASE, tag), tag, phrase)

    def by_code(self, typed: str) -> Vault:
        """Opens a vault by its recovery code. Raises vault.Mistyped for what is no code, WrongWay for a wrong one."""
        code = recovery_code(typed)
        rows = slots.found(KeySlot.RECOVERY, _code(code))
        if not rows:
            raise WrongWay
        return self._open(rows, code)

    def change_phrase(self, vault: Vault, phrase: str, name: str = "") -> None:
        """Locks the same key under another passphrase, and where one is given under another name: every row stays as
        it is. Raises InUse; nothing has changed then."""
        row = KeySlot.objects.get(owner_id=vault.owner, kind=KeySlot.PASSPHRASE)
        _put(self._phrased(vault, self._name(name) if name else bytes(row.tag), phrase))

    def move(self, vault: Vault, phrase: str, now: datetime) -> tuple[Vault, str]:
        """Seals a whole diary anew under a fresh key, all or nothing: whoever has the key or a cookie of before opens
        nothing of it any more. Who had the key had the keys to everybody one is paired with, too: those are parted.
        Returns the new vault, which this passphrase opens, and its recovery code."""
        moved = Vault(uuid4(), new_key())
        tag = bytes(KeySlot.objects.get(owner_id=vault.owner, kind=KeySlot.PASSPHRASE).tag)
        phrased, (code, coded) = self._phrased(moved, tag, phrase, vault.owner), self._coded(moved)
        with writing():
            Giving(vault).part_all(now)
            Owner.objects.create(id=moved.owner)
            Diary(vault).copy_to(moved)
            drop([vault.owner])
            _put(phrased, coded)
        return moved, code

    def new_code(self, vault: Vault) -> str:
        """A new recovery code. The one before it opens nothing any more."""
        code, coded = self._coded(vault)
        _put(coded)
        return code

    def confirms(self, vault: Vault, words: str) -> bool:
        """Whether these are the passphrase, or the recovery code, of a vault that is open already."""
        row = KeySlot.objects.filter(owner_id=vault.owner, kind=KeySlot.PASSPHRASE).first()
        with suppress(WrongWay):
            if row is not None and self._open([row], words) == vault:
                return True
        with suppress(WrongWay, Mistyped):
            return self.by_code(words) == vault
        return False

    def is_code_of(self, vault: Vault, typed: str) -> bool:
        """Whether this recovery code would open this very vault, tried on its slot as signing in would; no row is
        changed, and no other vault is asked. Raises vault.Mistyped for what is no code."""
        code = recovery_code(typed)
        tag = _code(code)
        row = KeySlot.objects.filter(owner_id=vault.owner, kind=KeySlot.RECOVERY, tag=tag).first()
        with suppress(Damaged):
            return row is not None and open_slot(bytes(row.slot), code, _place(vault.owner, tag)) == vault.key
        return False

    def _try(self, neighbour: KeySlot | None, phrase: str) -> None:
        """Costs what some slot here costs: always the same one for a name, so that it answers as slowly as a known one
        whatever AMENDS_KEY_WORK was when that was made."""
        if neighbour is None:
            lock(new_key(), phrase, "nobody", self.work)
            return
        with suppress(Damaged):
            open_slot(bytes(neighbour.slot), phrase, "nobody")

    # Slots are made before anything is written: making them takes long, and may have to wait for others, and who holds
    # the pen meanwhile keeps everybody else's words waiting.

    def _phrased(self, vault: Vault, tag: bytes, phrase: str, before: UUID | None = None) -> Slot:
        """A passphrase slot; `before` is the owner whom this one takes the place of. Raises InUse."""
        with suppress(WrongWay):
            others = [row for row in slots.found(KeySlot.PASSPHRASE, tag) if row.owner_id not in (vault.owner, before)]
            self._open_one(others, tag, phrase)
            raise InUse
        return self._slot(vault, KeySlot.PASSPHRASE, tag, phrase, self._salt(tag))

    def _coded(self, vault: Vault) -> tuple[str, Slot]:
        """A new recovery code, and its slot."""
        code = new_recovery_code()
        return code, self._slot(vault, KeySlot.RECOVERY, _code(code), code)

    def _slot(self, vault: Vault, kind: str, tag: bytes, phrase: str, salt: bytes = b"") -> Slot:
        return Slot(vault.owner, kind, tag, lock(vault.key, phrase, _place(vault.owner, tag), self.work, salt))

    def _open_one(self, rows: Sequence[KeySlot], tag: bytes, phrase: str) -> Vault:
        """Opens one of them. Raises WrongWay, after the same time where there are none."""
        neighbour = slots.neighbour(tag)  # looked for where it is not needed, too: how many are asked takes time
        if not rows:
            self._try(neighbour, phrase)
            raise WrongWay
        return self._open(rows, phrase)

    def _open(self, rows: Sequence[KeySlot], phrase: str) -> Vault:
        try:
            number, key = open_first([(bytes(row.slot), _place(row.owner_id, bytes(row.tag))) for row in rows], phrase)
        except Damaged:
            raise WrongWay from None
        row = rows[number]
        vault = Vault(row.owner_id, key)
        if self._is_of_before(row):
            salt = self._salt(bytes(row.tag)) if row.kind == KeySlot.PASSPHRASE else b""
            _put(self._slot(vault, row.kind, bytes(row.tag), phrase, salt))
        return vault

    def _is_of_before(self, row: KeySlot) -> bool:
        """Whether a slot would be made otherwise today: dearer, of folded words, with the salt of its name."""
        slot = bytes(row.slot)
        has_own_salt = row.kind == KeySlot.PASSPHRASE and salt_of(slot) != self._salt(bytes(row.tag))
        return work_of(slot) < self.work or is_unfolded(slot) or has_own_salt

    def _salt(self, tag: bytes) -> bytes:
        """One salt for all who have one name: a guess at all of them costs what one does, and tells not how many."""
        return derive(self.names_key, f"salt/{tag.hex()}")[:SALT_BYTES]

    def _name(self, name: str) -> bytes:
        return derive(self.names_key, f"name/{plain_name(name)}")


def accounts() -> Accounts:
    """The accounts of this installation: its own key for names, and the work that its settings ask for."""
    return Accounts(names_key(), WORKS[settings.KEY_WORK])


def plain_name(name: str) -> str:
    """A name as it is looked up: upper and lower case and the number of spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _put(*made: Slot) -> None:
    """Keeps slots, each in place of the one before; what that one held would open with the words until now."""
    for one in made:
        slots.put(*one)
    cut_the_log()


def _code(code: str) -> bytes:
    """The code itself is 135 bits drawn by dice: its hash can be found by it alone, and leads nowhere."""
    return derive(sha256(code.encode()).digest(), "code/tag")


def _place(owner: UUID, tag: bytes) -> str:
    return f"{owner}/slot/{tag.hex()}"
