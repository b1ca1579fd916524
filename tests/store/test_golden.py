"""What was kept by an earlier version opens for good: each house here was made once, and is never made anew."""

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from amends.process import Child, Step
from amends.store import archive, slots, visits
from amends.store.accounts import accounts
from amends.store.diary import Diary
from amends.store.models import Envelope, KeySlot, Lookup, Owner, Visit
from tests.store.golden import __main__ as golden

HOUSES = sorted(golden.HERE.glob("*.zip"))
TABLES = {"owner": Owner, "keyslot": KeySlot, "envelope": Envelope, "visit": Visit}
NUMBERED = {"keyslot", "visit"}  # then; now they are led by their owner, and found over another table
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class House:
    """A house of then, unpacked: its folder, and what opened it."""

    folder: Path
    code: str
    visit: bytes
    repair: UUID


@pytest.fixture(params=HOUSES, ids=lambda file: file.stem)
def house(request: pytest.FixtureRequest, settings, tmp_path: Path) -> House:
    """The data folder of this run, with the files of that house; the database has no row yet."""
    with zipfile.ZipFile(request.param) as files:
        files.extractall(tmp_path)
    settings.DATA, settings.NAMES_KEY = tmp_path, tmp_path / "names.key"
    told = json.loads((tmp_path / golden.TOLD).read_text())
    return House(tmp_path, told["code"], bytes.fromhex(told["visit"]), UUID(told["repair"]))


@pytest.fixture
def rows(house: House) -> House:
    """The same, with the rows of its database, whichever database this run is on."""
    with closing(sqlite3.connect(house.folder / "amends.sqlite3")) as then:
        then.row_factory = sqlite3.Row
        for name, table in TABLES.items():
            found = [dict(row) for row in then.execute(f"SELECT * FROM store_{name}")]
            columns = [key for key in (found[0] if found else ()) if key != "id" or name not in NUMBERED]
            rows = [table(**{key: _whole(key, row[key]) for key in columns}) for row in found]
            table._default_manager.bulk_create(rows)
            slots.remember([_lookup(row) for row in rows if name in NUMBERED])
    return house


def _lookup(row: KeySlot | Visit) -> Lookup:
    return Lookup(tag=row.tag, owner_id=row.owner_id, kind=getattr(row, "kind", Lookup.VISIT))


def _whole(column: str, value: object) -> object:
    return UUID(value) if column in {"id", "owner_id"} and isinstance(value, str) else value


def _is_whole(diary: Diary, repair: UUID) -> bool:
    """Whether every kind of thing that was kept opens, by the name it was kept under."""
    whole = diary.whole()
    (one,) = whole.repairs
    (page,), (child,) = whole.journal, whole.children
    return (
        whole.damaged == 0
        and one.id == repair
        and one.repair.words[Step.ACKNOWLEDGE] == golden.WORDS
        and [past.repair.words[Step.ACKNOWLEDGE] for past in one.pasts] == [golden.BEFORE]
        and page.page.text == golden.PAGE
        and child.child == Child(golden.NICKNAME)
        and whole.preferences.zone == golden.ZONE
    )


def test_there_is_more_than_one_house_of_then() -> None:
    assert len(HOUSES) >= 2


def test_a_house_of_then_opens_with_its_passphrase_and_with_its_code(rows: House) -> None:
    by_name = accounts().by_name(golden.NAME, golden.PHRASE)
    assert accounts().by_code(rows.code) == by_name
    diary = Diary(by_name)
    assert _is_whole(diary, rows.repair)
    assert [glance.id for glance in diary.desk().waiting] == [rows.repair]


def test_a_diary_that_was_open_then_is_open_to_the_same_cookie(rows: House) -> None:
    back = visits.returning(rows.visit, golden.NOW, 24)
    assert back is not None
    assert _is_whole(back.diary, rows.repair)


@pytest.mark.parametrize("house", [golden.HERE / "2026-11-28.zip"], indirect=True, ids=["2026-11-28"])
def test_what_two_pages_wrote_stands_under_the_names_of_today(rows: House) -> None:
    back = visits.returning(rows.visit, golden.NOW, 24)
    repair = back.diary.entry(rows.repair).entry
    assert repair.writers == {Step.ACKNOWLEDGE: "tab"}
    assert repair.conflicts == {Step.ACKNOWLEDGE: {"other": "I screamed at you."}}


@pytest.mark.parametrize(("file", "phrase"), [(golden.BACKUP, golden.BACKUP_PHRASE), (golden.KEPT_ASIDE, "")])
def test_backups_of_then_are_restored_with_their_passphrase_or_with_the_key_of_the_house(
    house: House, file: str, phrase: str
) -> None:
    archive.restore(house.folder / file, phrase, replace=False)
    by_name = accounts().by_name(golden.NAME, golden.PHRASE)
    assert accounts().by_code(house.code) == by_name
    assert _is_whole(Diary(by_name), house.repair)
