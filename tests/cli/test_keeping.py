"""Backups and files from the command line, as somebody who runs a site would use them."""

import json
import os
import pty
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests import commands

PHRASE, BACKUP_PHRASE = "the tower fell at nine", "one for the drawer"
SAMPLES = Path(__file__).parents[1] / "store" / "samples"
MAKE_ADA = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from amends.process import Repair, Step
from amends.store import visits
from amends.store.accounts import accounts
call_command("migrate", verbosity=0)
now = datetime.now(UTC)
one = visits.welcome(now, 24)
one.diary.add(Repair(now).write(Step.PLAN, "marigold words"))
accounts().enrol(one.vault, "ada", "the tower fell at nine")
"""


@pytest.fixture(scope="module")
def adas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which Ada has a diary, and two passphrases in files beside it. Nobody but copies touch it."""
    folder = tmp_path_factory.mktemp("adas")
    (folder / "backup.txt").write_text(f"{BACKUP_PHRASE}\n")
    (folder / "diary.txt").write_text(f"{PHRASE}\n")
    subprocess.run([sys.executable, "-c", MAKE_ADA], env=_env(folder), check=True)
    return folder


@pytest.fixture
def home(adas: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    return shutil.copytree(adas, tmp_path, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def kept(adas: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an export, a backup, and files that are wrong in many ways."""
    folder = shutil.copytree(adas, tmp_path_factory.mktemp("kept"), dirs_exist_ok=True)
    (folder / "short.txt").write_text("short\n")
    (folder / "empty.txt").write_text(" \n")
    _backup(folder)
    whole = (folder / "house.amends").read_bytes()
    (folder / "cut.amends").write_bytes(whole[:-20])
    (folder / "newer.amends").write_bytes(whole[:7] + b"\x02" + whole[8:])
    assert _export(folder, file="before.zip").returncode == 0
    return folder


def _env(home: Path, data: str = "data") -> dict[str, str]:
    here = {key: value for key, value in os.environ.items() if key != "AMENDS_DATABASE"}
    return here | {"AMENDS_DATA": str(home / data), "DJANGO_SETTINGS_MODULE": "amends.settings"}


def amends(home: Path, *words: str, data: str = "data") -> subprocess.CompletedProcess[str]:
    """The command as a user runs it who answers nothing: in a session of its own, it has no terminal to ask at."""
    command, env = commands.amends(*words), _env(home, data)
    return subprocess.run(
        command, env=env, input="", capture_output=True, text=True, cwd=home, timeout=120, start_new_session=True
    )


def _backup(home: Path) -> None:
    done = amends(home, "backup", "house.amends", "--passphrase-file", "backup.txt")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Diaries in house.amends: 1.")


def _export(home: Path, data: str = "data", file: str = "mine.zip") -> subprocess.CompletedProcess[str]:
    return amends(home, "export", file, "--name", "ada", "--passphrase-file", "diary.txt", data=data)


def test_a_backup_restored_on_another_machine_opens_with_the_same_name_and_passphrase(home: Path) -> None:
    _backup(home)
    assert b"marigold" not in (home / "house.amends").read_bytes()
    assert (home / "house.amends").stat().st_mode & 0o077 == 0
    done = amends(home, "restore", "house.amends", "--passphrase-file", "backup.txt", data="other")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Diaries here now: 1.")
    assert _export(home, "other").returncode == 0
    assert b"marigold words" in zipfile.ZipFile(home / "mine.zip").read("diary.html")


@pytest.mark.parametrize("words", [("serve", "--port", "1"), ("backup", "b.amends", "--passphrase-file", "backup.txt")])
def test_a_lost_names_key_stops_the_start_with_one_sentence_that_says_how_to_put_it_back(
    home: Path, words: tuple[str, ...]
) -> None:
    (home / "data" / "names.key").unlink()
    done = amends(home, *words)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and "put it back from a copy" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "data" / "names.key").exists()


def test_an_export_can_be_brought_in_and_a_second_time_changes_nothing(home: Path) -> None:
    assert _export(home).returncode == 0
    for say in ("New entries: 0. There already: 1.",) * 2:
        done = amends(home, "import", "mine.zip", "--name", "ada", "--passphrase-file", "diary.txt")
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, say)


FLIP = """
import django; django.setup()
from amends.store.accounts import accounts
from amends.store.diary import Diary
from amends.store.models import Envelope
vault = accounts().by_name("ada", "the tower fell at nine")
(repair,) = Diary(vault).entries()
for row in Envelope.objects.filter(id=repair.id):
    Envelope.objects.filter(id=repair.id).update(sealed=bytes(row.sealed[:-1]) + bytes([row.sealed[-1] ^ 1]))
"""


def test_an_export_with_a_flipped_byte_goes_on_and_says_what_is_missing(home: Path) -> None:
    amends(home, "import", str(SAMPLES / "daylio.csv"), "--name", "ada", "--passphrase-file", "diary.txt")
    subprocess.run([sys.executable, "-c", FLIP], env=_env(home), check=True)
    done = _export(home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Entries in mine.zip: 3." in done.stdout
    assert "Could not be opened, and not in the file: 1." in done.stdout
    page = zipfile.ZipFile(home / "mine.zip").read("diary.html").decode()
    assert "1 entry could not be opened" in page
    assert "He shut the door." in page and "marigold" not in page


def test_a_damaged_entry_comes_back_from_an_export_of_before(home: Path) -> None:
    assert _export(home).returncode == 0
    subprocess.run([sys.executable, "-c", FLIP], env=_env(home), check=True)
    done = amends(home, "import", "mine.zip", "--name", "ada", "--passphrase-file", "diary.txt")
    assert "New entries: 1." in done.stdout
    assert "Could not be opened" not in _export(home, file="again.zip").stdout
    assert b"marigold words" in zipfile.ZipFile(home / "again.zip").read("diary.html")


@pytest.mark.parametrize(("sample", "number"), [("daylio.csv", 3), ("day-one.json", 1), ("journiv-1.5.json", 1)])
def test_other_diaries_can_be_brought_in(home: Path, sample: str, number: int) -> None:
    done = amends(home, "import", str(SAMPLES / sample), "--name", "ada", "--passphrase-file", "diary.txt")
    assert f"New entries: {number}." in done.stdout, done.stderr


def test_a_page_that_was_edited_in_another_diary_reads_as_it_does_there_and_as_it_was_before(home: Path) -> None:
    entry = '{"uuid": "A", "creationDate": "2026-05-20T14:30:00Z", "text": "%s"}'
    says = []
    for words in ("It rained.", "It snowed."):
        (home / "one.json").write_text('{"metadata": {}, "entries": [' + entry % words + "]}")
        done = amends(home, "import", "one.json", "--name", "ada", "--passphrase-file", "diary.txt")
        says += done.stdout.splitlines()[-2:]
    assert says[-2:] == [
        "New entries: 0. There already: 1.",
        "Of these, read otherwise now: 1. How they were before stands below each.",
    ]
    _export(home)
    page = zipfile.ZipFile(home / "mine.zip").read("diary.html").decode()
    assert page.index("It snowed.") < page.index("How it was before") < page.index("It rained.")


def test_a_look_at_a_file_prints_what_is_in_it_and_opens_no_diary(tmp_path: Path) -> None:
    done = amends(tmp_path, "import", "--look", str(SAMPLES / "day-one.json"))
    page = {
        "written": "2024-02-17T06:05:09+00:00",
        "zone": "Europe/Dublin",
        "title": "",
        "words": "I shouted. Then we talked (a bit).\n\n#family",
    }
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "format": "Day One",
        "journals": 1,
        "entries": 1,
        "from": "2024-02-17",
        "to": "2024-02-17",
        "left_behind": ["pictures", "pages without words"],
        "pages": [page],
    }
    assert not (tmp_path / "data" / "amends.sqlite3").exists()


def test_a_look_at_a_file_says_no_zone_where_the_file_says_none(tmp_path: Path) -> None:
    done = amends(tmp_path, "import", "--look", str(SAMPLES / "daylio.csv"))
    first = json.loads(done.stdout)["pages"][0]
    assert (first["written"], first["zone"]) == ("2026-11-20T21:14:00", None)


@pytest.mark.parametrize(
    "words", [("backup", "new.amends"), ("restore", "house.amends"), ("export", "new.zip"), ("import", "mine.zip")]
)
def test_where_nobody_answers_it_says_what_to_give_instead(kept: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    home = shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    (home / "mine.zip").touch()
    done = amends(home, *words)
    assert (done.returncode, "--passphrase-file" in done.stderr) == (1, True)
    assert not {"new.amends", "new.zip"} & {file.name for file in home.iterdir()}


def test_a_look_at_a_wrong_file_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("full_date,time,note\n2026-05-20,later,x\n")
    done = amends(tmp_path, "import", "--look", "wrong.csv")
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr, said["line"]) == (1, "", 2)
    assert said["error"].startswith("wrong.csv: Line 2: '2026-05-20 later' is not a date")


@pytest.mark.parametrize(
    ("words", "say"),
    [
        (("backup", "house.amends", "--passphrase-file", "short.txt"), "at least 12 characters"),
        (("backup", "diary.txt", "--passphrase-file", "backup.txt"), "is there already"),
        (("backup", "nowhere/house.amends", "--passphrase-file", "backup.txt"), "cannot be written"),
        (("restore", "house.amends", "--passphrase-file", "diary.txt", "--replace"), "passphrase is another one"),
        (("restore", "house.amends", "--passphrase-file", "backup.txt"), "Add --replace"),
        (("restore", "diary.txt", "--passphrase-file", "backup.txt", "--replace"), "not a backup of Amends"),
        (("restore", "cut.amends", "--passphrase-file", "backup.txt", "--replace"), "ends too early"),
        (("restore", "newer.amends", "--passphrase-file", "backup.txt", "--replace"), "newer Amends"),
        (("restore", "house.amends", "--passphrase-file", "empty.txt", "--replace"), "The passphrase is empty"),
        (("restore", "diary.txt", "--passphrase-file", "empty.txt", "--replace"), "not a backup of Amends"),
        (("restore", "empty.txt", "--passphrase-file", "backup.txt", "--replace"), "not a backup of Amends"),
        (("restore", "house.amends", "--passphrase-file", "cut.amends", "--replace"), "no text in UTF-8"),
        (("backup", "house.amends", "--passphrase-file", "empty.txt"), "The passphrase is empty"),
        (("export", "mine.zip", "--name", "ada", "--passphrase-file", "empty.txt"), "The passphrase is empty"),
        (("import", "diary.txt", "--name", "ada", "--passphrase-file", "empty.txt"), "The passphrase is empty"),
        (("export", "mine.zip", "--name", "ada", "--passphrase-file", "backup.txt"), "open no diary here"),
        (("export", "diary.txt", "--name", "ada", "--passphrase-file", "diary.txt"), "is there already"),
        (("import", "diary.txt", "--name", "ada", "--passphrase-file", "diary.txt"), "no columns"),
        (("import", "diary.txt", "--name", "zoe", "--passphrase-file", "diary.txt"), "open no diary here"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(
    kept: Path, tmp_path: Path, words: tuple[str, ...], say: str
) -> None:
    home = shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    if words[0] == "backup" and words[1] == "house.amends":
        (home / "house.amends").unlink()
    done = amends(home, *words)
    assert done.returncode != 0
    assert say in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "mine.zip").exists()
    assert _export(home, file="after.zip").returncode == 0
    assert _names(home / "after.zip") == _names(home / "before.zip")


def _names(file: Path) -> bytes:
    """The JSON of an export without the moment it was made."""
    return zipfile.ZipFile(file).read("diary.json").partition(b'"diary"')[2]


@pytest.mark.parametrize(("again", "made"), [(BACKUP_PHRASE, True), ("another one for it", False)])
def test_a_new_passphrase_is_asked_for_twice_and_has_to_be_the_same(home: Path, again: str, made: bool) -> None:
    command = commands.amends("backup", "asked.amends")
    given = f"{BACKUP_PHRASE}\n{again}\n"
    done = subprocess.run(command, env=_env(home), capture_output=True, text=True, cwd=home, input=given, timeout=60)
    assert (done.returncode == 0, (home / "asked.amends").exists()) == (made, made), done.stderr
    assert BACKUP_PHRASE not in done.stdout + done.stderr


def test_a_passphrase_is_not_shown_on_the_terminal_where_it_is_typed(home: Path) -> None:
    here, terminal = pty.openpty()
    ends = dict.fromkeys(("stdin", "stdout", "stderr"), terminal)
    command = commands.amends("backup", "asked.amends")
    with subprocess.Popen(command, env=_env(home), cwd=home, start_new_session=True, **ends) as running:
        os.close(terminal)
        shown = ""
        for asked in ("Passphrase for this backup", "Repeat for confirmation"):
            while asked not in shown:
                shown += os.read(here, 1000).decode()
            os.write(here, f"{BACKUP_PHRASE}\n".encode())
        with suppress(OSError):  # so a terminal says that nobody is there any more
            while more := os.read(here, 1000):
                shown += more.decode()
    os.close(here)
    assert running.returncode == 0, shown
    assert "Diaries in asked.amends: 1." in shown
    assert BACKUP_PHRASE not in shown
