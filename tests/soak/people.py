"""Guests and parents who write on and on, and know word for word what was answered as kept."""

import http.client
import io
import json
import random
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid5

from tests.running import Answer, Visitor
from tests.soak.houses import Houses
from tests.soak.tally import CUT, KEPT, LOCKED, REFUSED, Tally

PHRASE = "the tower fell at nine"
WHOSE = re.compile(r"(?:save|page) \d+ of ((?:guest|parent) \d+):")
STEPS = ("acknowledge", "responsibility", "validate")
SAID_SO = {503, 507}
STAYS = 0.7  # the share of requests that go to the server of the one before, as a proxy in front may choose
TWICE = 0.15  # the share of pages whose button is tapped twice


@dataclass
class Saves:
    """One field that is saved again and again: the number of the last save, and of the last that was answered."""

    sent: int = 0
    answered: int = 0


class Person:
    """Somebody at a browser without script, who meets another server each now and then."""

    def __init__(self, number: int, has_account: bool, houses: Houses, tally: Tally, dice: random.Random) -> None:
        self.name = f"{'parent' if has_account else 'guest'} {number}"
        self.has_account = has_account
        self._houses, self.tally, self._dice = houses, tally, dice
        self._visitor = Visitor(houses.servers[0].port)
        self.steps: dict[tuple[str, str], Saves] = {}
        self.pages: dict[int, bool] = {}  # by number: whether it was answered as kept
        self._waits: tuple[int, str] | None = None  # a page without an answer: sent again, with its name
        self._repair = ""

    def arrives(self) -> None:
        """Opens an account, where they have one, and a first repair."""
        if self.has_account:
            self._opens_account()
        self._begins()

    def acts(self) -> None:
        """One thing that a person does."""
        if not self._repair:
            return self._begins()
        does: list[Callable[[], None]] = [self._saves, self._writes_page, self._looks, self._begins]
        return self._dice.choices(does, (60, 20, 17, 3))[0]()

    def words(self, kind: str, number: int) -> str:
        """What a save or a page says, whole: half of it would not match."""
        return f"{kind} {number} of {self.name}: {'word ' * (number % 40)}end"

    def _begins(self) -> None:
        form = {"unsafe": "no", "kind": "raised-voice", "band": "6-9"}
        answer = self._sends("begin", lambda one: one.post("/start/", form), lambda one: one.status == 302)
        found = re.search(r"[0-9a-f-]{36}", answer.location) if answer else None
        self._repair = found[0] if found else self._repair

    def _saves(self) -> None:
        step = self._dice.choice(STEPS)
        saves = self.steps.setdefault((self._repair, step), Saves())
        saves.sent = number = saves.sent + 1
        form, address = {"words": self.words("save", number)}, f"/repair/{self._repair}/{step}/"
        kept = self._sends(
            "save",
            lambda one: one.post(address, form, HX_Request="true"),
            lambda one: one.status == 200 and "Kept." in one.text,
        )
        if kept:
            saves.answered = number

    def _writes_page(self) -> None:
        number, once = self._waits or (len(self.pages) + 1, str(uuid5(UUID(int=self._dice.getrandbits(128)), "once")))
        self.pages.setdefault(number, False)
        self._waits = number, once
        text = self.words("page", number)
        form = {"title": "", "text": text, "once": once}
        for _ in range(1 + (self._dice.random() < TWICE)):
            if self._sends("page", lambda one: one.post("/page/", form), lambda one: one.status == 302, text):
                self.pages[number] = True
                self._waits = None

    def _looks(self) -> None:
        address = self._dice.choice(["/", "/diary/", f"/repair/{self._repair}/acknowledge/"])
        self._sends("look", lambda one: one.get(address), lambda one: one.status == 200)

    def _sends(
        self, what: str, ask: Callable[[Visitor], Answer], is_kept: Callable[[Answer], bool], words: str = ""
    ) -> Answer | None:
        """The answer where it was done. All other answers have to say so; `words` that were sent are on the page."""
        began = time.perf_counter()
        if self._dice.random() > STAYS:
            self._goes_on()
        try:
            answer = ask(self._visitor)
        except (OSError, http.client.HTTPException):
            self.tally.count(what, CUT, 0)
            self._goes_on()
            return None
        became = self.became(what, answer, is_kept(answer), words)
        self.tally.count(what, became, time.perf_counter() - began)
        if became == LOCKED:
            self._signs_in()
        return answer if became == KEPT else None

    def became(self, what: str, answer: Answer, is_kept: bool, words: str) -> str:
        """In a word what became of it. Whatever breaks a promise is told."""
        others = set(WHOSE.findall(answer.text)) - {self.name}
        if others:
            self.tally.fault(f"{self.name} sees words of {sorted(others)}")
        if is_kept:
            return KEPT
        if answer.status == 507 and words not in answer.text:
            self.tally.fault(f"{self.name}: a page that was refused has not the words any more")
        if answer.status in SAID_SO:
            return REFUSED
        if answer.status == 401 and self.has_account:
            return LOCKED
        self.tally.fault(f"{self.name}: {what} was answered with {answer.status}: {_title(answer)}")
        return str(answer.status)

    def _goes_on(self) -> None:
        """To any of the servers."""
        self._visitor.close()
        self._visitor.port = self._dice.choice(self._houses.servers).port

    def _signs_in(self) -> None:
        form = {"known_as": self.name, "passphrase": PHRASE}
        self._sends("sign in", lambda one: one.post("/sign-in/", form), lambda one: one.status == 302)

    def _opens_account(self) -> None:
        form = {"known_as": self.name, "passphrase": PHRASE, "understood": "yes"}
        answer = self._visitor.post("/sign-up/", form)
        assert answer.status in {200, 302}, f"{answer.status}: {_title(answer)}"
        self.has_account = True

    def leaves(self) -> None:
        """Looks through everything once nothing happens any more: a guest opens an account first, words and all."""
        self._visitor.close()
        with self._patient():
            if not self.has_account:
                self._opens_account()
            else:
                self._signs_in()
            if self._waits:
                self._writes_page()
            self.checks(self._visitor.post("/account/export/", {"proof": PHRASE}).content)
        self._visitor.close()

    @contextmanager
    def _patient(self) -> Iterator[None]:
        self._visitor.port = self._houses.servers[0].port
        try:
            yield
        except (AssertionError, OSError, http.client.HTTPException, zipfile.BadZipFile) as error:
            self.tally.fault(f"{self.name} cannot look at their diary: {error!r}")

    def checks(self, file: bytes) -> None:
        """Looks through their diary's own file. Whatever breaks a promise is told."""
        diary = json.loads(zipfile.ZipFile(io.BytesIO(file)).read("diary.json"))["diary"]
        repairs = {one["id"]: one["repair"]["words"] for one in diary.get("repairs", [])}
        for (repair, step), saves in self.steps.items():
            self._checks_step(repairs.get(repair, {}).get(step, ""), saves)
        self._checks_pages(Counter(page["page"]["text"] for page in diary.get("journal", [])))

    def _checks_step(self, kept: str, saves: Saves) -> None:
        may_be = {self.words("save", number) for number in range(saves.answered, saves.sent + 1) if number}
        if kept not in may_be and (kept or saves.answered):
            self.tally.fault(f"{self.name}: answered save {saves.answered} of {saves.sent}, and kept is {kept!r}")

    def _checks_pages(self, kept: Counter[str]) -> None:
        for number, answered in self.pages.items():
            times = kept.pop(self.words("page", number), 0)
            if times > 1 or (answered and not times):
                self.tally.fault(f"{self.name}: page {number} is there {times} times")
        if kept:
            self.tally.fault(f"{self.name}: pages that nobody wrote, or half of one: {list(kept)[:3]}")


def _title(answer: Answer) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    return found[1].strip() if found else answer.text[:80]
