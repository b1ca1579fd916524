"""A disk that is full or cannot be written to: a clear message, and the words still on the page."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.running import Answer, Visitor, running

WORDS = "I shouted at you about the shoes. " * 300


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this test mounts a small disk, which takes root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            return


def test_on_a_full_disk_the_words_stay_on_the_page_and_are_kept_once_there_is_room(small_disk: Path) -> None:
    site = running(small_disk, AMENDS_DATABASE="")
    with site:
        someone = Visitor(site.port)
        address = f"/repair/{someone.begins()}/acknowledge/"
        assert "Kept." in someone.post(address, {"words": "First words."}, HX_Request="true").text
        _fill(small_disk / "filler")
        answers = [someone.post(address, {"words": f"{WORDS} {number}"}) for number in range(30)]
        full = [answer for answer in answers if answer.status == 507]
        assert full, {answer.status for answer in answers}
        assert all("cannot be kept just now" in answer.text and WORDS in answer.text for answer in full)
        assert all("The disk of this machine is full." in answer.text for answer in full)
        assert someone.post(address, {"words": f"{WORDS} again"}, HX_Request="true").status == 507
        assert someone.get(address).status == 200
        (small_disk / "filler").unlink()
        assert someone.post(address, {"words": "There is room."}).status == 200
        assert "There is room." in someone.get(address).text
        someone.close()
    assert "Traceback" not in (small_disk / "log.txt").read_text()


def test_on_a_disk_that_cannot_be_written_to_the_words_stay_on_the_page(tmp_path: Path) -> None:
    site = running(tmp_path, AMENDS_DATABASE="")
    with site:
        someone = Visitor(site.port)
        address = f"/repair/{someone.begins()}/acknowledge/"
        someone.post(address, {"words": "First words."})
        for worker in site.workers:
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        answer = someone.post(address, {"words": WORDS})
        assert answer.status == 507
        assert WORDS in answer.text
        assert "is full" not in answer.text
        assert "is damaged" not in answer.text
        assert "First words." in someone.get(address).text
        for worker in site.workers:
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert someone.post(address, {"words": WORDS}).status == 200
        someone.close()


def test_a_database_that_is_torn_is_not_called_a_full_disk_and_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    site = running(tmp_path, AMENDS_DATABASE="")
    with site:
        someone = Visitor(site.port)
        address = f"/repair/{someone.begins()}/acknowledge/"
        someone.post(address, {"words": "First words."})
        for file in (tmp_path / "data").glob("amends.sqlite3*"):
            with file.open("r+b") as torn:
                torn.write(b"torn" * (file.stat().st_size // 4))
        for worker in site.workers:  # the next one has to read it from the disk
            os.kill(worker, signal.SIGKILL) if worker != site.process.pid else None
        answer = _once_it_answers(someone, address)
        assert answer.status == 507
        assert "is damaged" in answer.text
        assert WORDS in answer.text
        assert someone.post("/leave/", {}).status == 302
        assert not someone.cookies["visit"]
        someone.close()


def _once_it_answers(someone: Visitor, address: str) -> Answer:
    for _ in range(100):
        with suppress(OSError, HTTPException):
            return someone.post(address, {"words": WORDS})
        time.sleep(0.1)
    raise AssertionError("nobody answers")


def test_a_read_only_disk_stops_the_start_with_one_plain_line(small_disk: Path) -> None:
    site = running(small_disk, AMENDS_DATABASE="")
    with site:
        pass
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    command = [sys.executable, "-m", "amends", "serve", "--port", "9"]
    done = subprocess.run(command, env=site.env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "AMENDS_DATA" in done.stderr
    assert "cannot be written to" in done.stderr
    assert "Traceback" not in done.stderr
