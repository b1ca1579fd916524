"""How a site starts, as somebody who runs one sees it: alone in its folder, on its port, and out of its own files."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import commands
from tests.running import Visitor, running

PLANTED = "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"

# Freed large blocks below one that stays: malloc keeps them, unless a worker tells it otherwise.
FREES = """
from pathlib import Path
from amends.cli.serve import _application
def held(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20
_application("")
bytearray(30_000_000)  # gone at once
before = held()
blocks = [bytearray(b"x" * 1_000_000) for _ in range(60)]
full = held()
del blocks[:-1]
print(full - before, held() - before)
"""


class watched(running):
    """A site of which coverage sees the start and the end."""

    def command(self) -> list[str]:
        return commands.amends("serve", "--port", str(self.port))


def serve(folder: Path, port: int, **settings: str) -> subprocess.CompletedProcess[str]:
    """Starts a site that is not expected to start."""
    env = os.environ | {"AMENDS_DATA": str(folder), "AMENDS_DATABASE": ""} | settings
    command = commands.amends("serve", "--port", str(port))
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)


def assert_said(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One sentence and a status, and nothing of the program's inside."""
    assert done.returncode == 1, done.stdout
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert "is running" not in done.stdout


def test_a_port_that_is_taken_stops_the_start(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]
        assert_said(serve(tmp_path, port), f"port {port}: something else listens there")


def test_a_second_server_on_the_same_port_or_the_same_data_does_not_start(tmp_path: Path) -> None:
    site = watched(tmp_path, AMENDS_DATABASE="")
    with site:
        assert_said(serve(tmp_path / "elsewhere", site.port), "something else listens there")
        assert_said(serve(tmp_path / "data", 9), "another Amends serves the data")
    with site, closing(Visitor(site.port)) as someone:
        assert someone.get("/").status == 200, "a site that was stopped has let go of both"


@pytest.mark.parametrize("damage", [0, 4096])
def test_a_damaged_database_is_named_with_the_way_out(tmp_path: Path, damage: int) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path), "AMENDS_DATABASE": ""}
    subprocess.run(commands.amends("manage", "migrate", "--verbosity", "0"), env=env, check=True)
    file = tmp_path / "amends.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(whole[:damage] + b"\x7f" * (len(whole) - damage))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "phrase.txt").write_text("one for the drawer\n")
    backup = commands.amends("backup", str(tmp_path / "b.amends"), "--passphrase-file", str(tmp_path / "phrase.txt"))
    for done in (serve(tmp_path, port), subprocess.run(backup, env=env, capture_output=True, text=True, timeout=60)):
        assert_said(done, "amends.sqlite3 is damaged")
        assert "amends restore" in done.stderr


def test_nothing_is_run_out_of_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnxruntime", "granian", "django", "click", "json"):
        (tmp_path / f"{name}.py").write_text(PLANTED)
    monkeypatch.chdir(tmp_path)
    site = running(tmp_path)
    with site, closing(Visitor(site.port)) as someone:
        assert someone.post("/read/", {"words": "I am sorry that I shouted."}).status == 200
    assert [file.name for file in tmp_path.glob("*.ran")] == []


@pytest.mark.sqlite
def test_what_a_new_data_folder_holds_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    site = running(tmp_path, AMENDS_DATABASE="")
    with site, closing(Visitor(site.port)) as someone:
        someone.begins()
        private = [one for one in (tmp_path / "data").iterdir() if one.name != "static"]
        assert {one.name for one in private} >= {"amends.sqlite3", "amends.sqlite3-wal", "forms.key", "names.key"}
        assert {one.name: oct(one.stat().st_mode & 0o077) for one in private} == {one.name: "0o0" for one in private}


@pytest.mark.skipif(sys.platform != "linux", reason="what glibc keeps")
def test_a_worker_gives_the_memory_of_large_things_back(tmp_path: Path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path), "AMENDS_DATABASE": ""}
    done = subprocess.run(commands.lines(FREES, tmp_path), env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    full, left = map(int, done.stdout.split())
    assert full > 50
    assert left < 10
