"""What is small and unpacks to much costs no more than a large diary does: in seconds, and in megabytes."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import UTC

import pytest

from amends.store import unpacked
from amends.store.door import NotReadable
from amends.store.formats.found import MOST_ENTRIES
from amends.store.imports import found
from tests.store.import_bombs import BOMBS

MEGABYTES, SECONDS = 300, 20  # a page of the site holds some 90 MB before; a slow machine is given time


@pytest.mark.parametrize("name", BOMBS)
def test_no_small_file_costs_much(name: str) -> None:
    command = [sys.executable, "-m", "tests.store.import_bombs", name]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), timeout=300, check=True)
    held, worked, said = done.stdout.strip().split(" ", 2)
    assert int(held) < MEGABYTES, done.stdout
    assert float(worked) < SECONDS, done.stdout
    assert "pages" in said or said.startswith((BOMBS[name][0], "There is no diary")), done.stdout


def _told(content: bytes) -> str:
    with pytest.raises(NotReadable) as error:
        found(content, UTC, "2026-05-20.txt")
    return str(error.value)


def _rows(number: int) -> bytes:
    return b"full_date,time,note\n" + b"2026-05-20,22:13,\n" * number


def test_as_many_entries_as_a_life_has_are_read_and_one_more_is_told() -> None:
    assert found(_rows(MOST_ENTRIES), UTC).days is None
    assert f"line {MOST_ENTRIES + 2}: From here on there are more than 50,000 entries" in f"l{_told(_rows(50_001))[1:]}"


def test_a_text_that_is_longer_or_has_more_lines_than_any_is_told() -> None:
    assert "more than 12 MB" in _told(b"x" * (unpacked.LARGEST_TEXT + 1))
    assert "Line 2: This line is longer than any page" in _told(b"2026-05-20\r" + b"x" * (unpacked.LONGEST_LINE + 1))
    assert "more than 500,000 lines" in _told(b"\r" * (unpacked.MOST_LINES + 1))
    assert "more than 500,000 lines" in _told(b"\n" * (unpacked.MOST_LINES + 1))


def test_a_file_that_is_larger_or_has_more_parts_than_any_is_told() -> None:
    assert "more than 100 MB" in _told(b"x" * (unpacked.LARGEST + 1))
    assert "more parts than any diary" in _told(b"[" * (unpacked.MOST_SIGNS + 1))


def test_a_month_of_more_days_than_any_is_told() -> None:
    with pytest.raises(NotReadable, match=r"Line 32: 2026-05 has more days"):
        found(b"".join(b"1: {text: x}\n" for _ in range(32)), UTC, "2026-05.txt")


def test_a_zip_of_more_files_than_any_is_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for number in range(unpacked.MOST_FILES + 1):
            files.writestr(f"{number}.jpg", b"")
    assert "more than 20,000 files" in _told(out.getvalue())


def test_more_journals_than_any_are_told_and_none_is_dropped() -> None:
    assert "more than 1,000 journals" in _told(b'{"export_version":"1","journals":[' + b"{}," * 1001 + b"{}]}")


def test_an_entry_that_never_ends_is_told_before_it_is_read_to_its_end() -> None:
    entry = b'{"metadata":{},"entries":[{"a":"' + b"x" * (4 << 20) + b'"}]}'
    assert "larger than any page" in _told(entry)
