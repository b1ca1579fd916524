"""What a drill asks: the fixtures, the full house they are brought to, and whether each diary opens with each word."""

import json
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner, Result
from django.db import models
from django.test import RequestFactory
from django.utils import timezone

from amends.cli import main
from amends.process import DiaryExport, JournalEntry, Repair, Step
from amends.store import visits
from amends.store.accounts import Accounts
from amends.store.circle import Circle
from amends.store.diary import Diary
from amends.store.export import JSON, own
from amends.store.models import Envelope, Handed, House, KeySlot, Lookup, Owner, Visit
from amends.store.names_key import check_names_key
from amends.store.opened import Vault
from amends.store.tokens import by_token
from amends.vault import WORKS
from amends.web.visit import visitor_of
from tests.backups import house
from tests.backups.make import ASIDE, BACKUP, EXPORT, HERE, KEY, TOLD
from tests.people import Parent

FOLDERS = sorted(file.parent for file in HERE.glob(f"*/{TOLD}"))
HOUSE_KEY = bytes(range(32))
PHRASE = "a kettle nobody switched off"
FULL, EMPTY = ("Dora", "Ada"), ("Emil", "Ben")  # who live in the full house: these have written, and these not yet
GUEST = "A guest is writing."


@dataclass(frozen=True)
class Then:
    """A house of then: its folder, and what was told of it."""

    folder: Path
    told: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> "Then":
        """The house in a folder of fixtures."""
        return cls(folder, json.loads((folder / TOLD).read_text(encoding="utf-8")))

    @property
    def backup(self) -> Path:
        """Sealed under `backup_phrase`."""
        return self.folder / BACKUP

    @property
    def aside(self) -> Path:
        """What the program kept by itself, which opens with the key in `key` alone."""
        return self.folder / ASIDE

    @property
    def key(self) -> Path:
        """The key that hid names."""
        return self.folder / KEY

    @property
    def export(self) -> Path:
        """All of Ada's diary, opened."""
        return self.folder / EXPORT

    @property
    def diary(self) -> DiaryExport:
        """The same, as values of today."""
        return own(zipfile.ZipFile(self.export).read(JSON))

    @property
    def phrase(self) -> str:
        """What the backup opens with."""
        return str(self.told["backup_phrase"])


def says(*words: str | Path, folder: Path, phrase: str = "") -> Result:
    """What a command answers; its passphrase is given in a file."""
    (folder / "phrase.txt").write_text(phrase, encoding="utf-8")
    way = ["--passphrase-file", str(folder / "phrase.txt")] if phrase else []
    done = CliRunner().invoke(main, [*map(str, words), *way])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def rows(*tables: type[models.Model]) -> list[list[tuple[object, ...]]]:
    """All that these tables hold, in one order: but the numbers that the database counts."""
    return [_sorted(table, table._default_manager.all()) for table in tables]


def everything() -> list[list[tuple[object, ...]]]:
    """All that is here: but until when a visit is open, which each use of it moves."""
    return rows(Owner, House, KeySlot, Visit, Lookup, Handed, Envelope)


def accounts_here() -> list[list[tuple[object, ...]]]:
    """All who have an account, and all of theirs."""
    theirs = models.Q(owner_id__in=KeySlot.objects.values("owner_id"))
    return [*rows(KeySlot), _sorted(Envelope, Envelope.objects.filter(theirs))]


def _sorted(table: type[models.Model], found: models.QuerySet[Any]) -> list[tuple[object, ...]]:
    return sorted(map(_plain, found.values_list(*_columns(table))))


def _columns(table: type[models.Model]) -> Iterator[str]:
    fields = (field for field in table._meta.concrete_fields if not isinstance(field, models.AutoField))
    return (field.attname for field in fields if field.attname != "until")


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value) for value in row)


def missing(whole: DiaryExport, words: list[str]) -> list[str]:
    """Of these words, those that a diary does not have; and a line for what does not open in it."""
    text = msgspec.json.encode(whole).decode()
    gone = [one for one in words if msgspec.json.encode(one).decode()[1:-1] not in text]
    return gone + ([f"{whole.damaged} do not open"] if whole.damaged else [])


def entries(*diaries: DiaryExport) -> list[list[Any]]:
    """All that these diaries hold, each kind in one order: the store promises none for what has one time."""
    kinds = ("repairs", "journal", "children")
    return [sorted((one for each in diaries for one in getattr(each, kind)), key=lambda one: one.id) for kind in kinds]


def opens_whole(then: Then, someone: Parent) -> None:
    """By page, every diary of then opens with its passphrase and with its code, and has each word."""
    vaults = {}
    for name, told in then.told["people"].items():
        for way in ({"known_as": name, "passphrase": told["phrase"]}, {"code": told["code"]}):
            someone.browser.cookies.clear()
            assert someone.browser.post("/sign-in/", way).status_code == 302, (name, list(way))
            vaults[name] = opened_in(someone)
            assert missing(Diary(vaults[name]).whole(), told["words"]) == []
            assert someone.browser.get("/diary/").status_code == 200
    whole = Diary(vaults["Ada"]).whole()
    assert entries(whole) == entries(then.diary), "the backup and the export of one diary hold the same"
    assert whole.preferences.zone == then.told["zone"]
    _knows_whom_it_knew(then, vaults)


def _knows_whom_it_knew(then: Then, vaults: dict[str, Vault]) -> None:
    for name, other in then.told["knows"].items():
        assert [kept.entry.name for kept in Circle(vaults[name]).known()] == [other]
    given = Circle(vaults["Ada"]).given.entries()
    assert sorted(kept.entry.letter.title for kept in given) == then.told["given"]
    if then.told["token"]:
        assert by_token(then.told["token"], house.NOW)[0] == vaults["Ada"]


def opened_in(someone: Parent) -> Vault:
    """The vault that is open in a browser."""
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = someone.browser.cookies["visit"].value
    return visitor_of(request).vault


class FullHouse:
    """A house of today in which people live, and a guest is writing: made once, laid down whenever it is asked for."""

    def __init__(self) -> None:
        self.guest, self.visits = b"", dict[str, bytes]()
        self._rows: list[models.Model] = []

    def stands(self, key: Path) -> None:
        """From now on it stands here, and nobody else does; `key` is where its names are found by."""
        key.write_text(HOUSE_KEY.hex())
        if not self._rows:
            self._live_in()
            check_names_key()
            tables = (Owner, House, KeySlot, Visit, Lookup, Envelope)
            self._rows = [row for table in tables for row in table._default_manager.all()]
            return
        for row in self._rows:
            type(row)._default_manager.bulk_create([row])

    def guest_writes_on(self) -> bool:
        """Whether the guest's cookie still opens what they wrote."""
        back = visits.returning(self.guest, timezone.now(), 24)
        return back is not None and [kept.entry.text for kept in back.diary.journal.entries()] == [GUEST]

    def comes_back(self, name: str, someone: Parent) -> Diary:
        """Somebody who lives here has their diary open in this browser."""
        someone.browser.cookies.clear()
        someone.browser.cookies["visit"] = urlsafe_b64encode(self.visits[name]).decode()
        return Diary(opened_in(someone))

    def _live_in(self) -> None:
        here, now = Accounts(HOUSE_KEY, WORKS["light"]), timezone.now()
        for name in FULL + EMPTY:
            someone = visits.welcome(now, 24)
            if name in FULL:
                someone.diary.add(Repair(now).write(Step.ACKNOWLEDGE, f"{name} writes here."))
            here.enrol(someone.vault, name, PHRASE)
            visits.end_all(someone.owner)
            self.visits[name] = visits.open_visit(someone.vault, 60, now, 24).secret
        guest = visits.welcome(now, 24)
        guest.diary.journal.add(JournalEntry(now, GUEST))
        self.guest = guest.secret
