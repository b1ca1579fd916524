"""A parent who gives by a link, and looks what became of it: in a process of its own, beside a site that runs."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.running import running

WORDS = "lamp river seven kettle moss"
PAGE = """<article class="given">
  <h1>A page from my diary</h1>
  <p class="soft">1 November 2026 – 28 November 2026. These are the moments I wrote down, not all there were.</p>
  <h2>What I noticed</h2>
  <p class="told" dir="auto">It is later in the evening than I thought, and I am mostly tired.</p>
  <section class="chart" aria-labelledby="days">
    <h2 id="days">The moments</h2>
    <table>
      <tbody>
        <tr><td>26 November 2026</td><td>I raised my voice</td><td>J</td></tr>
        <tr><td>19 November 2026</td><td>I was not there</td><td>J</td></tr>
      </tbody>
    </table>
  </section>
</article>"""
CODE = """
import json, sys
import django; django.setup()
from datetime import datetime
from uuid import UUID
from django.utils import timezone
from amends.process import Letter, LetterKind
from amends.store.giving import Giving
from amends.store.models import Owner
from amends.store.opened import Vault
from amends.vault import WORKS
told = json.loads(sys.argv[1])
key = bytes.fromhex(told["key"])
owner = Owner.objects.get_or_create(id=UUID(bytes=key[:16]))[0]
giving, now = Giving(Vault(owner.id, key)), timezone.now()
if told["act"] == "give":
    letter = Letter(LetterKind.PAGE, now, datetime.fromisoformat(told["until"]), told["title"], told["page"])
    print(giving.give_link("Dr Reed", letter, told["words"], WORKS["light"]).id)
if told["act"] == "take-back":
    giving.take_back(UUID(told["id"]), now)
if told["act"] == "states":
    for kept, state in giving.given(now):
        print(kept.id, state, giving._lying(kept, now).fetched if giving._lying(kept, now) else "-")
"""


class Giver:
    """One who gives at this house."""

    def __init__(self, house: running, number: int = 1) -> None:
        self._house, self._key = house, bytes([number]) * 32

    def gives(self, title: str = "", page: str = PAGE, words: str = WORDS, lasts: float = 28 * 24 * 3600) -> UUID:
        """Lays a page behind these words, for so many seconds. Returns the id in its address."""
        until = datetime.now(UTC) + timedelta(seconds=lasts)
        told = {"title": title, "page": page, "words": words, "until": until.isoformat()}
        return UUID(self._acts("give", **told).strip())

    def takes_back(self, id: UUID) -> None:
        """From now on it opens for nobody."""
        self._acts("take-back", id=str(id))

    def sees(self, id: UUID) -> tuple[str, str]:
        """What became of it, and how often its address was asked for."""
        lines = (line.split() for line in self._acts("states").splitlines())
        return next((state, fetched) for one, state, fetched in lines if one == str(id))

    def _acts(self, act: str, **told: str) -> str:
        words = json.dumps({"act": act, "key": self._key.hex()} | told)
        env = self._house.env | {"DJANGO_SETTINGS_MODULE": "amends.settings"}
        done = subprocess.run([sys.executable, "-c", CODE, words], env=env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout
