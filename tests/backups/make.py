"""Makes the next backup fixture: `python -m tests.backups.make`. One that is there is never made anew.

It writes a folder beside this file, named after the newest migration: `house.amends` (sealed under BACKUP_PHRASE), the
copy that the program makes by itself (`before-update.amends`) with the key it opens under, Ada's diary as she exports
it (`ada.zip`), and `told.json`, which says what opens all that and what must be in it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BACKUP, ASIDE, KEY, EXPORT, TOLD = "house.amends", "before-update.amends", "names-then.key", "ada.zip", "told.json"


def main(more: str = "") -> None:
    """Writes the folder. Raises FileExistsError where there is one of this name; `more` is put behind the name."""
    with tempfile.TemporaryDirectory() as place:
        data, made = Path(place) / "data", Path(place) / "made"
        made.mkdir()
        os.environ |= {"AMENDS_DATA": str(data), "AMENDS_KEY_WORK": "light", "AMENDS_DATABASE": ""}
        from amends.cli.site import migrated

        migrated()
        told = _live_in(data, made)
        _by_command(made)
        _check(told, made)
        (made / TOLD).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        folder = HERE / "-".join(filter(None, (told["migration"], more)))
        folder.mkdir()
        for one in (BACKUP, ASIDE, KEY, EXPORT, TOLD):
            shutil.copyfile(made / one, folder / one)
        print(folder)


def _live_in(data: Path, made: Path) -> dict[str, Any]:
    """Everybody lives in the house. Returns what opens it, and what is in it."""
    from django.db import connection

    from amends.store import archive, export, visits
    from amends.store.accounts import accounts
    from tests.backups import house

    told: dict[str, Any] = {
        "commit": _commit(),
        "migration": archive._schema(),
        "backup_format": archive.FORMAT,
        "export_version": export.VERSION,
        "backup_phrase": house.BACKUP_PHRASE,
        "zone": house.ZONE,
        "guest": house.GUEST,
        "people": {},
    }
    vaults = {}
    for name, phrase in house.PHRASES.items():
        someone = visits.welcome(house.NOW, 24)
        vaults[name] = someone.vault
        code = accounts().enrol(someone.vault, name, phrase)
        house.live(name, someone.diary)
        told["people"][name] = {"phrase": phrase, "code": code, "words": house.WORDS[name]}
    told |= _together(vaults)
    guest = visits.welcome(house.NOW, 24)
    guest.diary.journal.add(house.made(house.JournalEntry, written=house.NOW, text=house.GUEST))
    kept = archive.aside("before-update")
    assert kept is not None
    shutil.copyfile(kept, made / ASIDE)
    shutil.copyfile(data / "names.key", made / KEY)
    connection.close()
    return told


def _together(vaults: dict[str, Any]) -> dict[str, Any]:
    """Ada and Ben know each other, a page was given by a link, and a program may read Ada's diary."""
    from amends.process import Letter, LetterKind, Role, Scope
    from amends.store.giving import Giving
    from amends.store.tokens import Programs
    from amends.vault import WORKS
    from tests.backups.house import NOW
    from tests.pairs import paired

    there, _back = paired(vaults["Ada"], vaults["Ben"], Role.CO_PARENT)
    week = NOW + timedelta(weeks=1)
    note = Letter(LetterKind.NOTE, NOW, week, "For Ben", words="I have read yours.")
    giving = Giving(vaults["Ada"])
    giving.give(there, note)
    page = Letter(LetterKind.PAGE, NOW, week, "For Dr Reed", "<p>It was late.</p>")
    giving.give_link("Dr Reed", page, "lamp river seven kettle moss", WORKS["light"])
    token = Programs(vaults["Ada"]).make("tablet", frozenset({Scope.READ}), NOW, NOW + timedelta(days=365))
    return {"knows": {"Ada": "Ben", "Ben": "Ada"}, "given": ["For Ben", "For Dr Reed"], "token": token}


def _by_command(made: Path) -> None:
    """The backup and the export, as whoever runs the house makes them."""
    from tests.backups import house

    (made / "backup.txt").write_text(house.BACKUP_PHRASE, encoding="utf-8")
    (made / "diary.txt").write_text(house.PHRASES["Ada"], encoding="utf-8")
    for words in (
        ("backup", BACKUP, "--passphrase-file", "backup.txt"),
        ("export", EXPORT, "--name", "Ada", "--passphrase-file", "diary.txt"),
    ):
        subprocess.run([sys.executable, "-m", "amends", *words], cwd=made, check=True)


def _check(told: dict[str, Any], made: Path) -> None:
    """What is told of Ada is in her export: what this version has no place for is no promise of it."""
    kept = zipfile.ZipFile(made / EXPORT).read("diary.json").decode()
    lost = [
        words for words in told["people"]["Ada"]["words"] if json.dumps(words, ensure_ascii=False)[1:-1] not in kept
    ]
    assert not lost, f"no place for {lost}"


def _commit() -> str:
    import amends

    command = ["git", "-C", str(Path(amends.__file__).parent), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
