"""The words under a mark: whole words of one clause."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.coach import read
from amends.coach.language import language
from amends.coach.sentences import clauses
from amends.process import Place

READS = tomllib.loads((Path(__file__).parent / "reads" / "en.toml").read_text(encoding="utf-8"))["read"]
CROSSES = re.compile(r"[,;:](?!\w)|[—–…]|[.!?](?=\s)|\bbut\b|\band (?:i|you|we|he|she|it|they)\b", re.IGNORECASE)
HANGS = re.compile(r"\b(?:a|an|the|of|to|in|on|at|for|with|from|by)$", re.IGNORECASE)
PIECES = [
    "I was drunk a lot when you were small",
    "I screamed at you",
    "and",
    "but",
    ",",
    ";",
    " — ",
    "because you never listen to",
    "it was wrong of me in the",
    "I threw the",
    "and I'm so sorry for the",
    "don't ever do that to",
    "over and over",
    "?",
    ":",
]


def _faults(text: str) -> list[tuple[str, str]]:
    """Marks that cross a clause, hang on a small word, or cut a word; with the label."""
    found = []
    for span in read(text).spans:
        words = text[span.words.start : span.words.end]
        before, after = text[: span.words.start][-1:], text[span.words.end :][:1]
        cut = (before + words[0]).isalnum() and before or (words[-1] + after).isalnum() and after
        if CROSSES.search(words) or HANGS.search(words) or cut:
            found.append((words, span.label))
    return found


def test_every_mark_in_the_messages_we_know_is_whole_words_of_one_clause() -> None:
    assert [fault for expected in READS for fault in _faults(expected["text"])] == []


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_every_mark_in_clauses_joined_in_any_way_is_whole_words_of_one_clause(text: str) -> None:
    assert _faults(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I shouted, and you cried", ["I shouted", " ", " you cried"]),
        ("it was loud but short", ["it was loud ", " short"]),
        ("I paid 1,000 at 3.5 past", ["I paid 1,000 at 3.5 past"]),
        ("again and again", ["again and again"]),
        ("a well-known thing - mine — all mine", ["a well-known thing ", " mine ", " all mine"]),
    ],
)
def test_clauses_are_cut_at_stops_and_joining_words(text: str, parts: list[str]) -> None:
    found = clauses(text, Place(0, len(text)), language("en").grammar)
    assert [text[place.start : place.end] for place in found] == parts


def test_what_only_a_model_heard_is_shown_as_a_clause() -> None:
    text = "Grandpa built this house, and your drawing of it hung in my office for two years."
    for span in read(text).spans:
        assert text[span.words.start - 1 : span.words.start] in ("", " ")
        assert _faults(text) == []
