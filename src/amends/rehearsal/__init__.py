"""The child in rehearsal: what a parent's words do to them."""

from collections.abc import Sequence

from amends.process import Reading, Setting
from amends.rehearsal.chance import drawn, new_seed
from amends.rehearsal.moves import WAITED, Heard, heard
from amends.rehearsal.run import (
    LONGEST_TURN,
    MOST_TURNS,
    REMEMBERED_RUNS,
    Run,
    Turn,
    answered,
    begun,
    ended,
    guessed,
    tried_again,
)
from amends.rehearsal.said import (
    MOST_VOICED,
    answering,
    asked_of_a_voice,
    exchanges,
    latest,
    line,
    lines_of,
    told,
    voiced,
)
from amends.rehearsal.spoken import spoken
from amends.rehearsal.state import State, at_first, moved
from amends.rehearsal.voice import Asked, word

__all__ = [
    "LONGEST_TURN",
    "MOST_TURNS",
    "MOST_VOICED",
    "REMEMBERED_RUNS",
    "WAITED",
    "Asked",
    "Heard",
    "Run",
    "State",
    "Turn",
    "answer",
    "answering",
    "asked_of_a_voice",
    "at_first",
    "begin",
    "drawn",
    "end",
    "exchanges",
    "guessed",
    "heard",
    "latest",
    "line",
    "moved",
    "new_seed",
    "spoken",
    "told",
    "tried_again",
    "voiced",
    "wait",
    "word",
]


def begin(setting: Setting, seed: int, lately: Sequence[int] = (), language: str = "en") -> Run:
    """The first look at the child. `lately` are the numbers of lines that this parent heard lately."""
    return begun(setting, seed, lately, lines_of(setting, language))


def answer(run: Run, words: str, reading: Reading, language: str = "en") -> Run:
    """The rehearsal after the parent said `words`, which read as `reading`."""
    return answered(run, spoken(words, reading, language), lines_of(run.setting, language))


def wait(run: Run, language: str = "en") -> Run:
    """The rehearsal after the parent said nothing: silence is a move."""
    return answered(run, Turn("", WAITED, run.line), lines_of(run.setting, language))


def end(run: Run, words: str = "", reading: Reading | None = None, language: str = "en") -> Run:
    """The rehearsal at its end, after one last turn of which nothing is noted; without words that one is left out."""
    alone = spoken(words, reading, language) if reading and words.strip() else None
    return ended(run, alone, lines_of(run.setting, language))
