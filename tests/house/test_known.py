"""What msgspec builds of a type is built while one thread is there: two that are first at once can end the process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import amends

SOURCE = Path(amends.__file__).parent if amends.__file__ else Path("src/amends")
IN_FILES = "guidance"  # its shapes are all made known where its files are opened
AT_ONCE = """
import os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
import django; django.setup()
import amends.web.urls
from amends.coach import read
from amends.guidance import load
from amends.process import AgeBand, Repair, Setting
from amends.rehearsal import begin
from amends.store.shelves import Child, Desk, JournalEntry, Past
from amends.web.rehearsing import packed, unpacked
from datetime import UTC, datetime
import msgspec
sys.setswitchinterval(1e-6)
go = threading.Barrier(8)
sealed = msgspec.json.encode(Repair(datetime.now(UTC)))
parts = ("steps", "ages", "ruptures", "lessons", "labels", "safety", "library", "calm", "card", "after", "moments",
         "patterns", "letters", "rehearsal", "parents", "voice", "help", "sources")
def first():
    go.wait()
    for shape in (Repair, JournalEntry, Child, Desk, Past):
        msgspec.json.Decoder(shape)
    msgspec.json.decode(sealed, type=Repair)
    for part in parts:
        getattr(load(), part)
    unpacked(packed(begin(Setting(), 1)))
    read("I am sorry.")
threads = [threading.Thread(target=first) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
print("alive")
"""


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_type_that_is_read_from_bytes_is_made_known(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if "msgspec.Struct" in text and file.parent.name != IN_FILES and "class RuleFile" not in text:
        assert "\nknow(" in text


@pytest.mark.parametrize("time", range(3))
def test_eight_threads_that_are_first_at_once_all_come_back(time: int, tmp_path: Path) -> None:
    env = os.environ | {"AMENDS_DATA": str(tmp_path), "AMENDS_DATABASE": ""}
    done = subprocess.run([sys.executable, "-c", AT_ONCE], env=env, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]
