"""A look at an installation: what is well, what to do, and nothing is touched."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amends.cli.doctor import EXTRAS, _coach, _extra
from amends.cli.found import Found, looked
from tests import commands
from tests.cli.test_keeping import MAKE_ADA
from tests.running import running

pytestmark = pytest.mark.sqlite
SECRET = "hunter2hunter2"
SET_ASIDE = """
from amends.store import archive
from amends.store.names_key import check_names_key
check_names_key()
archive.aside("before-update")
"""


def free_port() -> str:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def look(data: Path, *words: str, port: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    env = os.environ | {"AMENDS_DATA": str(data), "AMENDS_DATABASE": ""} | settings
    command = commands.amends("doctor", "--port", port or free_port(), *words)
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def to_do(data: Path, **more: str) -> dict[str, str]:
    """What is to be done, by what was looked at."""
    done = look(data, "--json", **more)
    told = json.loads(done.stdout)
    assert (done.returncode, told["well"]) == ((0, True) if all(one["well"] for one in told["found"]) else (1, False))
    return {one["what"]: f"{one['says']} {one['do']}" for one in told["found"] if not one["well"]}


def runs(code: str, data: Path) -> None:
    """Lines of Python in the house."""
    env = os.environ | {"AMENDS_DATA": str(data), "AMENDS_DATABASE": "", "DJANGO_SETTINGS_MODULE": "amends.settings"}
    subprocess.run([sys.executable, "-c", f"import os; os.umask(0o077)\n{code}"], env=env, check=True)


def everything(folder: Path) -> dict[str, tuple[int, int, int]]:
    """All files of a folder, as they were last written."""
    found = {one: one.stat() for one in folder.rglob("*")}
    return {str(one): (now.st_mtime_ns, now.st_size, now.st_mode) for one, now in found.items()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder in which Ada has a diary, with a copy from before an update."""
    runs(MAKE_ADA + SET_ASIDE, tmp_path / "data")
    return tmp_path / "data"


def test_where_nothing_is_yet_nothing_is_made(tmp_path: Path) -> None:
    done = look(tmp_path / "data")
    assert done.returncode == 0
    assert "the first start makes it" in done.stdout
    assert "All is well." in done.stdout
    assert not (tmp_path / "data").exists()


def test_a_house_is_looked_at_and_left_as_it_was(home: Path) -> None:
    before = everything(home)
    done = look(home)
    assert done.returncode == 0, done.stdout
    for says in ("answers, and is whole", "as this version wants them", "of this house", "0 days old, and opens here"):
        assert says in done.stdout
    assert everything(home) == before


def test_a_house_that_answers_is_looked_at_too(home: Path) -> None:
    site = running(home.parent, AMENDS_DATABASE="")
    with site:
        before = {name for name in everything(home) if "/static/" not in name}
        done = look(home, port=str(site.port))
        assert {name for name in everything(home) if "/static/" not in name} == before
    assert "an Amends answers there" in done.stdout
    assert done.returncode == 0, done.stdout


def test_something_else_on_the_port_is_told_apart(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        found = to_do(tmp_path, port=port)
    assert "something else listens there" in found[f"Port {port}"]


def test_wrong_settings_are_named_all_of_them_and_never_their_values(tmp_path: Path) -> None:
    wrong = {name: SECRET for name in ("AMENDS_HTTPS", "AMENDS_KEY_WORK", "AMENDS_DATABASE", "AMENDS_VOICE")}
    wrong["AMENDS_COUNTRY"] = SECRET
    done = look(tmp_path / "data", **wrong)
    assert done.returncode == 1
    assert all(f"{name}: cannot be used" in done.stdout for name in wrong)
    assert SECRET not in done.stdout + done.stderr
    assert "The database" not in done.stdout, "it is not known which one is meant"
    assert "data is not there yet" in done.stdout


def test_what_others_may_read_is_named_with_what_to_do(home: Path) -> None:
    home.chmod(0o755)
    (home / "names.key").chmod(0o640)
    found = to_do(home)
    assert f"chmod 700 {home}" in found["The data folder"]
    assert "chmod 600 names.key" in found["Its files"]


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert "is no folder" in to_do(tmp_path / "data")["The data folder"]


@pytest.mark.parametrize("damage", [0, 8192])
def test_a_damaged_database_is_said_with_the_way_out(damage: int, home: Path) -> None:
    file = home / "amends.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(whole[:damage] + b"\x7f" * (len(whole) - damage))
    assert "amends restore" in to_do(home)["The database"]


def test_a_server_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    done = look(tmp_path, AMENDS_DATABASE=f"postgresql://ada:{SECRET}@127.0.0.1:{free_port()}/amends")
    assert "The database: does not answer. Start it" in done.stdout
    assert SECRET not in done.stdout + done.stderr
    assert done.returncode == 1


def lost(home: Path) -> None:
    (home / "names.key").unlink()


def strange(home: Path) -> None:
    (home / "names.key").write_text(bytes(32).hex())


def short(home: Path) -> None:
    (home / "forms.key").write_text("ab")


def broken(home: Path) -> None:
    (home / "forms.key").write_bytes(b"\xff\xfe")


def ahead(home: Path) -> None:
    os.utime(
        home / "serving.lock" if (home / "serving.lock").exists() else home / "forms.key", (time.time() + 9e5,) * 2
    )


def cut(home: Path) -> None:
    (copy,) = home.glob("backups/*.amends")
    copy.write_bytes(copy.read_bytes()[:60])


def newer(home: Path) -> None:
    with closing(sqlite3.connect(home / "amends.sqlite3")) as rows, rows:
        rows.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_x', '2030-01-01')")


@pytest.mark.parametrize(
    ("harm", "what", "says"),
    [
        (lost, "names.key", "is missing, or is not whole"),
        (strange, "names.key", "belongs to another house"),
        (short, "forms.key", "Take it away"),
        (broken, "AMENDS_DATA", "amends serve says what is wrong"),
        (ahead, "The clock", "15,000 minutes behind"),
        (cut, "Backups", "does not open here"),
        (newer, "Tables", "Update Amends"),
    ],
)
def test_each_harm_is_found_alone(harm: Callable[[Path], None], what: str, says: str, home: Path) -> None:
    harm(home)
    found = to_do(home)
    assert says in found.pop(what)
    assert found == {} or (harm is lost and "Backups" not in found)


def test_changes_that_wait_are_no_harm(tmp_path: Path) -> None:
    runs("import django; django.setup()\nfrom django.core.management import call_command as c\n"
         "c('migrate', 'store', '0003', verbosity=0)", tmp_path)  # fmt: skip
    tmp_path.chmod(0o700)
    done = look(tmp_path)
    assert "changes wait" in done.stdout
    assert done.returncode == 0, done.stdout


def test_a_coach_that_lost_its_weights_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amends.guidance.CONTENT", tmp_path)
    (found,) = _coach()
    assert "reader.onnx" in found.says
    assert not found.is_well


def test_a_look_that_fails_is_a_finding_and_says_no_more_than_its_kind() -> None:
    def fails() -> Iterator[Found]:
        yield Found("One", "well.")
        raise KeyError(SECRET)

    one, two = looked("Two", fails)
    assert one.is_well
    assert (two.what, two.says, two.is_well) == ("Two", "could not be looked at (KeyError).", False)


def test_an_extra_that_is_not_here_is_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRAS, "voice", ("no_such_module", "AMENDS_VOICE"))
    found = _extra("voice")
    assert found.is_well
    assert "only AMENDS_VOICE needs it" in found.says
