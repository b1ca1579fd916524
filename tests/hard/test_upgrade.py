"""A data folder as an earlier version left it, opened by the program of today: from the command line."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.store.golden import __main__ as golden

HOUSES = sorted(golden.HERE.glob("*.zip"))


@pytest.fixture(params=HOUSES, ids=lambda file: file.stem)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that holds that house, its data in `data`, and the passphrases in files."""
    with zipfile.ZipFile(request.param) as files:
        files.extractall(tmp_path / "data")
    (tmp_path / "diary.txt").write_text(golden.PHRASE)
    (tmp_path / "backup.txt").write_text(golden.BACKUP_PHRASE)
    return tmp_path


def _amends(folder: Path, *words: str, data: str = "data") -> str:
    """What a command says that has to end well."""
    env = os.environ | {"AMENDS_DATA": str(folder / data), "AMENDS_DATABASE": ""}
    command = [sys.executable, "-m", "amends", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=folder, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _diary(folder: Path, data: str = "data") -> str:
    """All that Ada wrote, opened with her passphrase."""
    file = f"{data}.zip"
    _amends(folder, "export", file, "--name", golden.NAME, "--passphrase-file", "diary.txt", data=data)
    return zipfile.ZipFile(folder / file).read("diary.json").decode()


def _is_whole(diary: str) -> bool:
    return all(words in diary for words in (golden.WORDS, golden.BEFORE, golden.PAGE, golden.NICKNAME, golden.ZONE))


def test_a_data_folder_of_then_opens_today_after_a_copy_was_made_where_its_tables_change(folder: Path) -> None:
    said = _amends(folder, "manage", "showmigrations", "store", "--plan")
    assert _is_whole(_diary(folder))
    copies = list((folder / "data" / "backups").glob("before-update-*.amends"))
    assert bool(copies) == ("[ ]" in said)


@pytest.mark.parametrize("file", [golden.BACKUP, golden.KEPT_ASIDE])
def test_a_backup_of_then_is_restored_today_in_another_place(folder: Path, file: str) -> None:
    beside = folder / "data"
    if file == golden.KEPT_ASIDE:  # it opens with the key of its house, which lies beside it
        (beside / "names-then.key").write_bytes((beside / "names.key").read_bytes())
    way = ["--passphrase-file", "backup.txt"] if file == golden.BACKUP else []
    _amends(folder, "restore", str(beside / file), *way, data="other")
    assert _is_whole(_diary(folder, "other"))
