"""Makes a golden house: a data folder as it is today, in one zip, which every later version must open.

`python -m tests.store.golden NAME` writes NAME.zip beside this file. One that is there is never made anew. The first of
them, 2026-11-28.zip, was made by the code of commit 2666816, with this script in the names of that day: `house` for
`accounts`, and with what two pages wrote, in `Repair.hands` and `also`, which are `writers` and `conflicts` now.
"""

import json
import os
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
NAME, PHRASE, BACKUP_PHRASE = "Ada", "the tower fell at nine", "one for the drawer"
WORDS, BEFORE, PAGE, NICKNAME, ZONE = "I shouted at you.", "I shoutd at you.", "A page.", "Juno", "Europe/Dublin"
KEPT_ASIDE, BACKUP, TOLD = "before-update.amends", "house.amends", "told.json"


def main(name: str) -> None:
    """Writes the house. Raises FileExistsError where there is one of this name."""
    file = HERE / f"{name}.zip"
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as out:
        data = Path(folder) / "data"
        os.environ |= {"AMENDS_DATA": str(data), "AMENDS_KEY_WORK": "light", "AMENDS_DATABASE": ""}
        from amends.cli.site import migrated

        migrated()
        told = _live_in(data)
        out.writestr(TOLD, json.dumps(told, indent=1))
        for one in sorted(data.rglob("*")):
            if one.is_file():
                out.write(one, one.relative_to(data))


def _live_in(data: Path) -> dict[str, str]:
    """Ada keeps one thing of each kind, and her diary stays open. Returns what opens it: the code, the cookie."""
    from django.db import connection

    from amends.process import Child, JournalEntry, Past, Preferences, Repair, Step
    from amends.store import archive, visits
    from amends.store.accounts import accounts

    guest = visits.welcome(NOW, 24)
    diary = guest.diary
    kept = diary.add(Repair(NOW, child=Child(NICKNAME)).write(Step.ACKNOWLEDGE, WORDS))
    diary._past(kept.id).add(Past(NOW, Step.ACKNOWLEDGE, Repair(NOW).write(Step.ACKNOWLEDGE, BEFORE)))
    diary.journal.add(JournalEntry(NOW, PAGE))
    diary.children.add(Child(NICKNAME))
    diary.prefer(Preferences(ZONE, 30))
    code = accounts().enrol(guest.vault, NAME, PHRASE)
    visits.end_all(guest.owner)
    visit = visits.open_visit(guest.vault, 30, NOW, 24)
    with (data / BACKUP).open("xb") as out:
        archive.backup(out, BACKUP_PHRASE)
    archive.aside("before-update").replace(data / KEPT_ASIDE)
    connection.close()
    return {"code": code, "visit": visit.secret.hex(), "repair": str(kept.id)}


if __name__ == "__main__":
    main(*sys.argv[1:])
