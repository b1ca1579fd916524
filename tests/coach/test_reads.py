"""Messages and the labels expected, as data: the guide's worked messages and hard cases, and many more."""

import tomllib
from pathlib import Path

import pytest

from amends.coach import read

FOLDER = Path(__file__).parent / "reads"
READS, NOT_YET = (
    tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["read"] for name in ("en.toml", "not_yet.toml")
)


def _heard(text: str) -> list[list[str]]:
    reading = read(text)
    return [sorted(reading.labels(sentence)) for sentence in reading.sentences]


@pytest.mark.parametrize("expected", READS, ids=lambda expected: expected["name"])
def test_a_message_reads_as_the_guide_says(expected: dict) -> None:
    assert _heard(expected["text"]) == [sorted(labels) for labels in expected["labels"]]
    if "flags" in expected:
        assert list(read(expected["text"]).flags) == expected["flags"]


@pytest.mark.parametrize("expected", NOT_YET, ids=lambda expected: expected["name"])
@pytest.mark.xfail(strict=True, reason="the coach does not hear this yet; when it does, the read moves to en.toml")
def test_a_message_the_coach_cannot_read_yet(expected: dict) -> None:
    assert _heard(expected["text"]) == [sorted(labels) for labels in expected["labels"]]


def test_all_worked_messages_and_hard_cases_are_read_exactly() -> None:
    names = [expected["name"] for expected in READS]
    assert all(f"M{number}" in names for number in range(2, 11))
    assert {name.split(",")[0] for name in names if name.startswith("hard")} == {f"hard case {n}" for n in range(1, 64)}


@pytest.mark.parametrize(
    "text",
    [
        "when too many people talk at once I get overwhelmed and yell; I am working on it",
        "When too many people talk at once I get overwhelmed and yell. I am working on it.",
        "Sometimes, when everyone talks at once, I get overwhelmed and I yell. I'm working on staying calmer.",
    ],
)
def test_explaining_oneself_beside_a_plan_is_never_an_excuse(text: str) -> None:
    heard = {label for labels in _heard(text) for label in labels}
    assert "excuse" not in heard
    assert "plan" in heard
