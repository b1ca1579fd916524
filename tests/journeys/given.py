"""Somebody whom a parent on a running site knows: paired, and with letters from them, by the store, in its own process.

python -m tests.journeys.given NAME OTHER ROLE [letters]: OTHER has a diary or gets one; what NAME and OTHER call each
other, and the letters that NAME got, are printed by their ids.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.running import running

ROOT = Path(__file__).parents[2]
PAGE = """<article class="given">
  <h1>A page from my diary</h1>
  <p class="soft">1 November 2026 – 28 November 2026. These are the moments I wrote down, not all there were.</p>
  <h2>What I noticed</h2>
  <p class="told" dir="auto">It is always at the door.</p>
</article>
"""


def knows(page: Page, name: str, other: str, role: str = "co-parent", *more: str) -> dict[str, str]:
    """The parent who is called `name` on the site that this page shows knows somebody from now on."""
    site = running.at["{0.scheme}://{0.netloc}".format(urlsplit(page.url))]
    command = [sys.executable, "-m", "tests.journeys.given", name, other, role, *more]
    done = subprocess.run(command, env=site.env, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _made(name: str, other: str, role: str, letters: bool) -> dict[str, str]:
    from datetime import timedelta
    from uuid import uuid4

    from django.utils import timezone

    from amends.process import Letter, LetterKind, Role
    from amends.store import visits
    from amends.store.accounts import WrongWay, accounts
    from amends.store.giving import Giving
    from tests.pairs import paired
    from tests.people import PHRASE

    mine = accounts().by_name(name, PHRASE)
    try:
        theirs = accounts().by_name(other, PHRASE)
    except WrongWay:
        theirs = visits.welcome(timezone.now(), 24).vault
        accounts().enrol(theirs, other, PHRASE)
    there, back = paired(mine, theirs, Role(role), other.split(" of ")[0], name)
    found = {"person": str(there.id), "back": str(back.id)}
    if not letters:
        return found
    now, together = timezone.now(), uuid4()

    def letter(kind: LetterKind, **more: object) -> Letter:
        return Letter(kind, now, now + timedelta(weeks=4), **more)  # type: ignore[arg-type]

    from_them = {
        "page": letter(LetterKind.PAGE, title="Four weeks in November", page=PAGE),
        "note": letter(LetterKind.NOTE, words="Thank you for Friday.\n\nShe slept through the night."),
        "exercise": letter(LetterKind.EXERCISE, exercise="sigh", words="At the door, before you go in."),
        "covered": letter(LetterKind.TOGETHER, title="Sunday, the shoes", words="I went out.", together=uuid4()),
        "both": letter(LetterKind.TOGETHER, title="Friday at the door", words="I went out.", together=together),
    }
    found |= {kind: str(Giving(theirs).give(back, one).id) for kind, one in from_them.items()}
    about = letter(LetterKind.TOGETHER, title="Friday at the door", words="I shouted at her.", together=together)
    found["mine"] = str(Giving(mine).give(there, about).id)
    return found


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
    import django

    django.setup()
    print(json.dumps(_made(*sys.argv[1:4], letters="letters" in sys.argv[4:])))
