"""The restore drill: every backup and every export of then opens today, in an empty and in a full house, by page and by
command; and a file that cannot be used says so and changes nothing."""

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from amends.process import DiaryExport
from amends.store import archive, export, visits
from amends.store.accounts import accounts
from amends.store.diary import Diary
from amends.store.export import JSON
from amends.store.names_key import check_names_key
from amends.vault import WORKS, Parcel, pack, unpack
from tests.backups.drill import (
    EMPTY,
    FOLDERS,
    FULL,
    GUEST,
    PHRASE,
    FullHouse,
    Then,
    accounts_here,
    entries,
    everything,
    missing,
    opens_whole,
    says,
)
from tests.backups.house import BACKUP_PHRASE
from tests.people import Parent, brings, parent, words_on

pytestmark = pytest.mark.django_db(transaction=True)
MAKE = "No backup of this layout is kept. Make it and commit it: .venv/bin/python -m tests.backups.make"
ENDS = [FOLDERS[0], FOLDERS[-1]]
HOUSE = FullHouse()


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> Iterator[None]:
    """A data folder of its own; a command that runs in this process changes what others may do with new files."""
    settings.DATA, settings.NAMES_KEY = tmp_path / "data", tmp_path / "data" / "names.key"
    settings.DATA.mkdir(mode=0o700)
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def full_house(settings) -> FullHouse:
    """The house of today, with people in it."""
    HOUSE.stands(settings.NAMES_KEY)
    return HOUSE


@pytest.fixture
def someone() -> Parent:
    """A browser."""
    return parent("Somebody")


def _folders(folders: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "then", [Then.of(folder) for folder in folders], ids=[folder.name for folder in folders]
    )


def test_the_newest_layout_has_a_backup_here() -> None:
    told = [Then.of(folder).told for folder in FOLDERS]
    assert archive._schema() in {one["migration"] for one in told}, MAKE
    assert archive.FORMAT in {one["backup_format"] for one in told}, MAKE
    assert export.VERSION in {one["export_version"] for one in told}, MAKE


@_folders(FOLDERS)
def test_a_backup_of_then_opens_in_an_empty_house_and_in_a_full_one(
    then: Then, full_house: FullHouse, someone: Parent, settings, tmp_path: Path
) -> None:
    before, mine = everything(), accounts_here()
    refused = says("restore", then.backup, phrase=then.phrase, folder=tmp_path)
    assert (refused.exit_code, "Add --replace" in refused.output, everything()) == (1, True, before)

    assert says("restore", then.backup, "--replace", phrase=then.phrase, folder=tmp_path).exit_code == 0
    theirs = accounts_here()
    assert full_house.guest_writes_on()
    (copy,) = (settings.DATA / "backups").glob("before-restore-*.amends")

    assert says("restore", copy, "--replace", folder=tmp_path).exit_code == 0
    assert (accounts_here(), full_house.guest_writes_on()) == (mine, True)

    visits.leave_guests_alone()
    visits.end(full_house.guest)
    done = says("restore", then.backup, phrase=then.phrase, folder=tmp_path)
    assert done.output.splitlines()[-1] == "Diaries here now: 3."
    assert accounts_here() == theirs, "the same rows, whoever was here before"
    check_names_key()
    opens_whole(then, someone)
    assert GUEST not in str(everything())


@_folders(FOLDERS)
def test_the_copy_that_the_program_kept_opens_with_the_key_beside_it_and_with_no_other(
    then: Then, full_house: FullHouse, tmp_path: Path
) -> None:
    copy, before = Path(shutil.copy(then.aside, tmp_path)), everything()
    done = says("restore", copy, "--replace", folder=tmp_path)
    assert (done.exit_code, "names-old.key" in done.output, everything()) == (1, True, before)
    shutil.copy(then.key, tmp_path / "names-old.key")
    assert says("restore", copy, "--replace", folder=tmp_path).exit_code == 0
    ada = accounts().by_name("Ada", then.told["people"]["Ada"]["phrase"])
    assert entries(Diary(ada).whole()) == entries(then.diary)
    assert archive.diaries() == 3


@_folders(FOLDERS)
def test_an_export_of_then_comes_into_an_empty_diary_and_a_full_one_by_page_and_by_command(
    then: Then, full_house: FullHouse, someone: Parent, tmp_path: Path
) -> None:
    for name in (EMPTY[0], FULL[0]):
        diary = full_house.comes_back(name, someone)
        before = diary.whole()
        assert brings(someone, then.export.read_bytes(), then.export.name).status_code == 302
        _is_both(diary.whole(), before, then)
    for name in (EMPTY[1], FULL[1]):
        diary = full_house.comes_back(name, someone)
        before = diary.whole()
        done = says("import", then.export, "--name", name, phrase=PHRASE, folder=tmp_path)
        assert done.output.splitlines()[-1] == f"New entries: {then.diary.entries}. There already: 0."
        _is_both(diary.whole(), before, then)
        brings(someone, then.export.read_bytes(), then.export.name)
        _is_both(diary.whole(), before, then)


def _is_both(now: DiaryExport, before: DiaryExport, then: Then) -> None:
    """What was here is untouched, each word of the file is beside it, and nothing else."""
    assert missing(now, then.told["people"]["Ada"]["words"]) == []
    assert entries(now) == entries(before, then.diary)
    assert now.preferences == before.preferences


def _cut(file: Path) -> bytes:
    return file.read_bytes()[:-40]


def _flipped(file: Path) -> bytes:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    return bytes(content)


def _of_newer_tables(file: Path) -> bytes:
    """The same backup, as a version made it whose tables this one does not know."""
    way, out = Parcel(phrase=BACKUP_PHRASE), io.BytesIO()
    with file.open("rb") as source:
        head, *pieces = unpack(source, way)
    newer = msgspec.structs.replace(archive._read(head, archive._Head), schema="9999_of_another_year")
    pack(iter([msgspec.msgpack.encode(newer), *pieces]), out, way, WORKS["light"])
    return out.getvalue()


def _of_a_newer_version(file: Path) -> bytes:
    """The same export, as a version made it whose layout this one does not know."""
    out, content = io.BytesIO(), zipfile.ZipFile(file).read(JSON)
    with zipfile.ZipFile(out, "w") as files:
        files.writestr(JSON, content.replace(b'"version": 1', b'"version": 2', 1))
    return out.getvalue()


@_folders(ENDS)
@pytest.mark.parametrize(
    ("harm", "said"),
    [(_cut, "ends too early"), (_flipped, "changed"), (_of_newer_tables, "made by a newer Amends. Update first")],
)
def test_a_backup_of_then_that_cannot_be_used_says_so_and_changes_nothing(
    then: Then, harm: Callable[[Path], bytes], said: str, full_house: FullHouse, tmp_path: Path
) -> None:
    file, before = tmp_path / "harmed.amends", everything()
    file.write_bytes(harm(then.backup))
    done = says("restore", file, "--replace", phrase=then.phrase, folder=tmp_path)
    assert (done.exit_code, everything(), full_house.guest_writes_on()) == (1, before, True)
    assert said in done.output
    assert "othing was changed" in done.output
    check_names_key()


@_folders(ENDS)
@pytest.mark.parametrize(
    ("harm", "said"), [(_cut, "cut, changed"), (_flipped, "changed"), (_of_a_newer_version, "Update first")]
)
def test_an_export_of_then_that_cannot_be_used_says_so_and_changes_nothing(
    then: Then, harm: Callable[[Path], bytes], said: str, full_house: FullHouse, someone: Parent, tmp_path: Path
) -> None:
    file = tmp_path / "harmed.zip"
    file.write_bytes(harm(then.export))
    full_house.comes_back(FULL[0], someone)
    before = everything()
    answer = brings(someone, file.read_bytes(), file.name)
    assert (answer.status_code, said in words_on(answer)) == (422, True)
    done = says("import", file, "--name", FULL[0], phrase=PHRASE, folder=tmp_path)
    assert (done.exit_code, said in done.output, everything()) == (1, True, before)
