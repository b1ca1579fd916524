"""The last answers of the models: the same as a new run, bounded, and without a word in them."""

import numpy as np
import pytest

from amends.coach import read, runs
from amends.coach.language import language
from amends.coach.neural import MODEL

FILE = language("en").weights(MODEL)


class Counted:
    """The session of a model, counting its runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs, opened = 0, runs.session

        def session(model):
            self.model = opened(model)
            return self

        monkeypatch.setattr(runs, "session", session)
        monkeypatch.setattr(runs, "_answers", type(runs._answers)())

    def run(self, *given):
        self.runs += 1
        return self.model.run(*given)


def test_an_answer_that_is_kept_is_that_of_a_new_run(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Counted(monkeypatch)
    owners = np.ones((1, 4), np.bool_)
    first, again = (runs.answer(FILE, [2, 500, 501, 502], owners) for _ in range(2))
    assert model.runs == 1
    assert all((one == other).all() for one, other in zip(first, again, strict=True))
    runs.answer(FILE, [2, 500, 501, 503], owners)
    runs.answer(FILE, [2, 500, 501, 503], owners & (np.arange(4) > 0))
    assert model.runs == 3


def test_going_on_typing_reads_what_changed_and_not_the_whole_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "".join(
        f"I shouted {number} times about the shoes, and went out to look for the cat. " for number in range(80)
    )
    model = Counted(monkeypatch)
    read(draft)
    at_first, model.runs = model.runs, 0
    read(f"{draft}I am sorry.")
    assert at_first > 6
    assert model.runs <= 2  # the last pass of the reader, and of the ear


def test_so_many_answers_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    Counted(monkeypatch)
    for number in range(runs.KEPT + 5):
        runs.answer(FILE, [2, 500 + number], np.ones((1, 2), np.bool_))
    assert len(runs._answers) == runs.KEPT


def test_what_is_kept_holds_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    Counted(monkeypatch)
    read("I shouted at you about the marmalade.")
    for digest, answer in runs._answers.items():
        assert len(digest) == 16
        assert all(kept.dtype == np.float32 for kept in answer)
