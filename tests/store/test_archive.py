import io
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from amends.process import Repair, Step
from amends.store import archive, visits
from amends.store.accounts import accounts
from amends.store.diary import Diary
from amends.store.models import Envelope, KeySlot, Owner, Visit
from amends.store.names_key import NamesKeyLost, check_names_key, fault_of_the_key
from amends.vault import WORKS, Damaged, Parcel, pack
from tests.rows import leaving
from tests.store.conftest import NOW, PHRASE, guest, parent

pytestmark = pytest.mark.django_db(transaction=True)  # a backup is one transaction of its own
BACKUP_PHRASE = "one for the drawer"


@pytest.fixture(autouse=True)
def _own_data_folder(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.NAMES_KEY = tmp_path / "names.key"
    settings.NAMES_KEY.write_text(bytes(range(32)).hex())


def _backup(tmp_path: Path, phrase: str = BACKUP_PHRASE) -> Path:
    file = tmp_path / "house.amends"
    with file.open("wb") as out:
        archive.backup(out, phrase)
    return file


def _full_house() -> Diary:
    ada, _ = parent("ada")
    kept = ada.diary.add(Repair(NOW).write(Step.PLAN, "words"))
    ada.diary.take(kept.id, leaving(Step.PLAN), NOW)
    guest().diary.add(Repair(NOW))
    return ada.diary


def _nothing_left() -> None:
    for table in (Visit, KeySlot, Envelope, Owner):
        table.objects.all().delete()


def test_a_backup_brings_every_account_back_and_no_guest_and_no_open_visit(tmp_path: Path) -> None:
    before = _full_house().whole()
    file = _backup(tmp_path)
    _nothing_left()
    archive.restore(file, BACKUP_PHRASE, replace=False)
    vault = accounts().by_name("ada", PHRASE)
    assert Diary(vault).whole() == before
    assert (Owner.objects.count(), Visit.objects.count()) == (1, 0)


def test_new_accounts_can_be_made_after_a_restore(tmp_path: Path) -> None:
    _full_house()
    file = _backup(tmp_path)
    _nothing_left()
    archive.restore(file, BACKUP_PHRASE, replace=False)
    parent("ben")
    assert archive.diaries() == 2


def test_names_are_found_on_another_machine_too(settings, tmp_path: Path) -> None:
    _full_house()
    file = _backup(tmp_path)
    _nothing_left()
    settings.NAMES_KEY.write_text(bytes(32).hex())
    archive.restore(file, BACKUP_PHRASE, replace=False)
    assert accounts().names_key == bytes(range(32))
    assert accounts().by_name("ada", PHRASE)


def _house_of(settings, folder: Path, key: bytes, name: str) -> Path:
    """Another house in a data folder of its own, in the same tables, and a backup of it for the drawer."""
    _nothing_left()
    folder.mkdir()
    settings.DATA, settings.NAMES_KEY = folder, folder / "names.key"
    settings.NAMES_KEY.write_text(key.hex())
    guest_with_account = guest()
    accounts().enrol(guest_with_account.vault, name, PHRASE)
    return _backup(folder)


def test_the_copy_of_a_house_that_was_replaced_by_another_opens_again(settings, tmp_path: Path) -> None:
    theirs = _house_of(settings, tmp_path / "theirs", bytes(range(1, 33)), "ben")
    _house_of(settings, tmp_path / "ours", bytes(range(32)), "ada")
    archive.restore(theirs, BACKUP_PHRASE, replace=True)
    assert accounts().by_name("ben", PHRASE)
    (aside,) = (tmp_path / "ours" / "backups").glob("before-restore-*.amends")
    archive.restore(aside, "", replace=True)
    assert accounts().by_name("ada", PHRASE)
    check_names_key()
    (ben,) = set((tmp_path / "ours" / "backups").glob("before-restore-*.amends")) - {aside}
    archive.restore(ben, "", replace=True)
    assert accounts().by_name("ben", PHRASE)


def test_the_key_of_a_house_where_nobody_is_left_stays_for_the_copies_of_it(settings, tmp_path: Path) -> None:
    theirs = _house_of(settings, tmp_path / "theirs", bytes(range(1, 33)), "ben")
    _nothing_left()
    settings.DATA, settings.NAMES_KEY = tmp_path, tmp_path / "names.key"
    archive.restore(theirs, BACKUP_PHRASE, replace=False)
    assert settings.NAMES_KEY.read_text() == bytes(range(1, 33)).hex()
    assert bytes(range(32)).hex() in {file.read_text() for file in (tmp_path / "backups").glob("names-*.key")}


def test_the_copy_opens_in_another_data_folder_with_the_key_that_lies_beside_it(settings, tmp_path: Path) -> None:
    theirs = _house_of(settings, tmp_path / "theirs", bytes(range(1, 33)), "ben")
    _house_of(settings, tmp_path / "ours", bytes(range(32)), "ada")
    archive.restore(theirs, BACKUP_PHRASE, replace=True)
    _house_of(settings, tmp_path / "third", bytes(range(2, 34)), "cleo")
    (aside,) = (tmp_path / "ours" / "backups").glob("before-restore-*.amends")
    archive.restore(aside, "", replace=True)
    assert accounts().by_name("ada", PHRASE)


def test_a_copy_of_before_keys_were_kept_opens_with_the_key_that_is_put_beside_it(settings, tmp_path: Path) -> None:
    _house_of(settings, tmp_path / "ours", bytes(range(32)), "ada")
    aside = archive.aside("before-restore")
    for key in aside.parent.glob("*.key"):
        key.unlink()
    settings.NAMES_KEY.write_text(bytes(range(1, 33)).hex())
    with pytest.raises(Damaged, match=r"put that beside it, as names-old\.key"):
        archive.restore(aside, "", replace=True)
    (aside.parent / "names-cut.key").write_text("00")  # one that is not whole is passed over
    (aside.parent / "names-old.key").write_text(bytes(range(32)).hex() + "\n")
    archive.restore(aside, "", replace=True)
    assert accounts().by_name("ada", PHRASE)


def test_a_restore_that_fails_leaves_the_key_that_names_are_found_by(settings, tmp_path: Path) -> None:
    theirs = _house_of(settings, tmp_path / "theirs", bytes(range(1, 33)), "ben")
    _house_of(settings, tmp_path / "ours", bytes(range(32)), "ada")
    theirs.write_bytes(theirs.read_bytes()[:-40])
    with pytest.raises(Damaged):
        archive.restore(theirs, BACKUP_PHRASE, replace=True)
    assert accounts().names_key == bytes(range(32))
    assert accounts().by_name("ada", PHRASE)


@pytest.mark.parametrize("broken", [None, "", "00" * 31, "no key at all", bytes(range(1, 33)).hex()])
def test_a_key_that_is_missing_broken_or_strange_stops_the_start_and_is_never_made_anew(
    broken: str | None, settings
) -> None:
    check_names_key()
    parent("ada")
    check_names_key()
    settings.NAMES_KEY.unlink() if broken is None else settings.NAMES_KEY.write_text(broken)
    with pytest.raises(NamesKeyLost, match="put it back"):
        check_names_key()
    assert settings.NAMES_KEY.exists() == (broken is not None)
    settings.NAMES_KEY.write_text(bytes(range(32)).hex())
    check_names_key()
    assert accounts().by_name("ada", PHRASE)


@pytest.mark.parametrize("broken", [None, ""])
def test_where_nobody_has_an_account_a_key_that_is_not_whole_is_made(broken: str | None, settings) -> None:
    settings.NAMES_KEY.unlink() if broken is None else settings.NAMES_KEY.write_text(broken)
    check_names_key()
    assert len(accounts().names_key) == 32
    assert settings.NAMES_KEY.stat().st_mode & 0o077 == 0


def test_a_backup_whose_names_key_is_not_whole_changes_nothing(tmp_path: Path) -> None:
    diary, out = _full_house(), io.BytesIO()
    before = diary.whole()
    file = tmp_path / "keyless"
    head = archive._Head(archive.FORMAT, archive._schema(), NOW, b"", archive.rows())
    pack(archive._pieces(head, bool), out, Parcel(phrase=BACKUP_PHRASE), WORKS["light"])
    file.write_bytes(out.getvalue())
    with pytest.raises(Damaged, match="not whole"):
        archive.restore(file, BACKUP_PHRASE, replace=True)
    assert diary.whole() == before


def test_progress_is_told_row_by_row_and_byte_by_byte(tmp_path: Path) -> None:
    _full_house()
    told: list[int] = []
    with (tmp_path / "b").open("wb") as out:
        archive.backup(out, BACKUP_PHRASE, told.append)
    assert sum(told) == archive.rows()
    told.clear()
    archive.restore(tmp_path / "b", BACKUP_PHRASE, True, told.append)
    assert 0 < sum(told) <= (tmp_path / "b").stat().st_size


def test_diaries_that_are_here_are_only_replaced_when_asked_and_go_into_a_backup_first(tmp_path: Path) -> None:
    before = _full_house().whole()
    file = _backup(tmp_path)
    parent("ben")
    with pytest.raises(archive.NotEmpty):
        archive.restore(file, BACKUP_PHRASE, replace=False)
    assert archive.diaries() == 2
    archive.restore(file, BACKUP_PHRASE, replace=True)
    assert archive.diaries() == 1
    (aside,) = (tmp_path / "backups").glob("*.amends")
    assert archive.is_own(aside)
    assert aside.stat().st_mode & 0o077 == 0
    assert not archive.is_own(file)
    archive.restore(aside, "", replace=True)
    assert archive.diaries() == 2
    vault = accounts().by_name("ada", PHRASE)
    assert Diary(vault).whole() == before


@pytest.mark.parametrize("damage", ["phrase", "cut", "edited", "strange"])
def test_a_backup_that_does_not_open_changes_nothing(damage: str, tmp_path: Path) -> None:
    diary = _full_house()
    file, before = _backup(tmp_path), diary.whole()
    content = file.read_bytes()
    broken = {"cut": content[:-40], "edited": content[:-9] + b"x" + content[-8:], "strange": b"PK" + content}
    file.write_bytes(broken.get(damage, content))
    with pytest.raises(Damaged):
        archive.restore(file, "another phrase" if damage == "phrase" else BACKUP_PHRASE, replace=True)
    assert diary.whole() == before
    assert Visit.objects.count() == 2


def test_a_backup_of_a_newer_version_is_told_apart(monkeypatch, tmp_path: Path) -> None:
    _full_house()
    monkeypatch.setattr(archive, "FORMAT", archive.FORMAT + 1)
    file = _backup(tmp_path)
    monkeypatch.undo()
    with pytest.raises(archive.NewerBackup):
        archive.restore(file, BACKUP_PHRASE, replace=True)


def test_a_backup_of_newer_tables_is_told_apart(monkeypatch, tmp_path: Path) -> None:
    _full_house()
    with monkeypatch.context() as later:
        later.setattr(archive, "_schema", lambda: "9999_of_another_year")
        file = _backup(tmp_path)
    with pytest.raises(archive.NewerBackup):
        archive.restore(file, BACKUP_PHRASE, replace=True)


@pytest.mark.parametrize("columns", [["owner"], ["id", "kind"]], ids=["unknown", "missing"])
def test_a_backup_whose_rows_fit_no_table_is_damaged(columns: list[str], monkeypatch, tmp_path: Path) -> None:
    diary = _full_house()
    before = diary.whole()
    real = archive._Piece
    monkeypatch.setattr(archive, "_Piece", lambda table, _columns, rows: real(table, columns, rows))
    file = _backup(tmp_path)
    monkeypatch.undo()
    with pytest.raises(Damaged, match="fit together"):
        archive.restore(file, BACKUP_PHRASE, replace=True)
    assert diary.whole() == before


def test_a_parcel_of_something_else_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "other"
    with file.open("wb") as out:
        pack([b"not ours"], out, Parcel(phrase=BACKUP_PHRASE), WORKS["light"])
    with pytest.raises(Damaged, match="fit together"):
        archive.restore(file, BACKUP_PHRASE, replace=True)


def test_nothing_is_set_aside_where_there_is_no_account(tmp_path: Path) -> None:
    guest()
    assert archive.aside("before-update") is None
    assert archive.before_migrating() is None
    assert not (tmp_path / "backups").exists()


def test_a_backup_is_made_before_the_tables_change(monkeypatch) -> None:
    _full_house()
    assert archive.before_migrating() is None
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["a change"])
    made = archive.before_migrating()
    assert made is not None
    assert made.name.startswith("before-update-")
    assert [one.name for one in (made.parent, *made.parent.iterdir()) if one.stat().st_mode & 0o077] == []


def test_guests_of_the_first_version_stay_open_after_the_tables_change() -> None:
    someone = guest()
    executor = MigrationExecutor(connection)
    executor.migrate([("store", "0001_initial")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_hour FROM store_visit")
            assert cursor.fetchone() == (int(NOW.timestamp()) // 3600,)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("store"))
    assert visits.returning(someone.secret, NOW, 24) is not None


def test_a_backup_holds_one_instant_whatever_is_written_meanwhile() -> None:
    from threading import Thread

    diary = _full_house()

    def write() -> None:
        diary.add(Repair(NOW))
        connection.close()

    def write_once(_rows: int) -> None:
        if not writers:
            writers.append(Thread(target=write))
            writers[0].start()
            writers[0].join(20)

    writers: list[Thread] = []
    before, out = archive.rows(), io.BytesIO()
    told: list[int] = []
    archive.backup(out, BACKUP_PHRASE, lambda rows: (told.append(rows), write_once(rows)))
    assert not writers[0].is_alive()
    assert sum(told) == before
    assert archive.rows() == before + 1


def test_a_copy_that_was_cut_or_is_not_ours_does_not_open_here(tmp_path: Path) -> None:
    _full_house()
    copy = archive.aside("before-update")
    assert archive.opens_here(copy)
    assert not archive.opens_here(_backup(tmp_path)), "it opens with a passphrase"
    assert not archive.opens_here(tmp_path / "none.amends")
    copy.write_bytes(copy.read_bytes()[:60])
    assert not archive.opens_here(copy)


def test_a_house_whose_keys_are_gone_opens_no_copy_and_gets_no_key_by_being_asked(settings, tmp_path) -> None:
    _full_house()
    copy = archive.aside("before-update")
    for key in (settings.NAMES_KEY, *copy.parent.glob("*.key")):
        key.unlink()
    assert not archive.opens_here(copy)
    assert "is missing" in fault_of_the_key()
    assert not settings.NAMES_KEY.exists()
