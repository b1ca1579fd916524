"""The short form of `make soak`: some seconds of all that may happen to a house; and that the look afterwards sees."""

import io
import json
import zipfile
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from tests.databases import TOOLS
from tests.running import Answer
from tests.soak.people import Person, Saves
from tests.soak.report import figures, page
from tests.soak.run import Plan, soaked
from tests.soak.tally import KEPT, MAY_GROW, MOST, REFUSED, Tally

SHORT = Plan(seconds=20, visitors=8, kill_every=4, pause=0.4, away=1, full=2, heavy=False, whole=False)


@pytest.mark.skipif(TOOLS is None, reason="no PostgreSQL here; to run this: apt install postgresql")
def test_nothing_answered_is_lost_whatever_happens_to_the_house(tmp_path: Path) -> None:
    tally = soaked(tmp_path, SHORT)
    print(f"\n{page(figures(tally, SHORT))}")
    assert tally.faults == []
    assert min(tally.answers[what][KEPT] for what in ("save", "page", "look", "help")) > 10
    assert sum(became[REFUSED] for became in tally.answers.values()), "nothing was ever refused: it was no soak"
    assert len(tally.happened) == 11


class _Server:
    port = 9


class _Houses:
    servers = [_Server()]


@pytest.fixture
def someone() -> Person:
    """A parent with three saves, two of them answered, and two pages, one of them answered."""
    person = Person(7, True, cast(Any, _Houses()), Tally(), Random(1))
    person.steps[("a repair", "acknowledge")] = Saves(sent=3, answered=2)
    person.pages = {1: True, 2: False}
    return person


def _file(person: Person, save: str, pages: list[str]) -> bytes:
    words = {"acknowledge": save} if save else {}
    diary = {
        "repairs": [{"id": "a repair", "repair": {"words": words}}],
        "journal": [{"page": {"text": text}} for text in pages],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("diary.json", json.dumps({"diary": diary}))
    return out.getvalue()


@pytest.mark.parametrize("save", [2, 3])
@pytest.mark.parametrize("pages", [[1], [1, 2]])
def test_a_save_or_a_page_that_was_cut_off_may_be_there_or_not(someone: Person, save: int, pages: list[int]) -> None:
    texts = [someone.words("page", number) for number in pages]
    someone.checks(_file(someone, someone.words("save", save), texts))
    assert someone.tally.faults == []


@pytest.mark.parametrize(
    ("save", "pages", "told"),
    [
        ("save 1 of parent 7: word end", ["page 1 of parent 7: word end"], "answered save 2 of 3"),
        ("", ["page 1 of parent 7: word end"], "answered save 2 of 3"),
        ("save 2 of parent 7: word wo", ["page 1 of parent 7: word end"], "answered save 2 of 3"),
        ("save 2 of parent 7: word word end", [], "page 1 is there 0 times"),
        ("save 2 of parent 7: word word end", ["page 1 of parent 7: word end"] * 2, "page 1 is there 2 times"),
        ("save 2 of parent 7: word word end", ["page 1 of parent 7: word end", "page 2 of"], "half of one"),
    ],
)
def test_what_is_lost_half_or_doubled_is_seen(someone: Person, save: str, pages: list[str], told: str) -> None:
    someone.checks(_file(someone, save, pages))
    assert len(someone.tally.faults) == 1
    assert told in someone.tally.faults[0]


class _Said(Answer):
    def __init__(self, status: int, text: str) -> None:
        self.status, self.location, self.content = status, "", text.encode()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_Said(200, "save 4 of guest 3: word end"), "sees words of ['guest 3']"),
        (_Said(507, "This cannot be kept just now"), "has not the words any more"),
        (_Said(500, "<title>A fault of ours</title>"), "answered with 500: A fault of ours"),
    ],
)
def test_other_peoples_words_a_refusal_without_the_words_and_a_fault_are_seen(
    someone: Person, answer: Answer, told: str
) -> None:
    someone.became("page", answer, is_kept=answer.status == 200, words="mine")
    assert [told in fault for fault in someone.tally.faults] == [True]


def test_memory_that_grows_or_is_too_much_is_seen() -> None:
    flat, leak, large = Tally(), Tally(), Tally()
    for second in range(100):
        flat.memory[0].append((second, 150 + second % 5))
        leak.memory[0].append((second, 100 + second))
        large.memory[1].append((second, MOST + 1))
    for tally in (flat, leak, large):
        tally.ask_about_memory(0)
    assert flat.faults == []
    assert leak.faults == [f"after 0 s, server 0 grows: 50 MiB, and {MAY_GROW} is the most"]
    assert large.faults == [f"after 0 s, server 1 held {MOST + 1} MiB, and {MOST} is the most"]
    assert round(leak.slope(0)) == 3600
