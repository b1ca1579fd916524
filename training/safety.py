"""What the safety rules hear: of their own written set, and of voices that never saw them."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from amends.coach import alarms

WIDENED_ON = ("wa", "wu")
WRITTEN = Path(__file__).parents[1] / "tests" / "coach" / "safety"


def safety(corpus: Path) -> Iterator[str]:
    """The figures, as Markdown."""
    must, must_not = (_written(name) for name in ("must_flag", "must_not_flag"))
    missed = sum(not set(one["flags"]) <= _flags(one["text"]) for one in must)
    false = sum(bool(_flags(one["text"])) for one in must_not)
    yield "## Safety rules\n"
    yield f"Written set: {missed} of {len(must)} missed, {false} of {len(must_not)} near misses raised.\n"
    for name, seen in (("Voices that the rules were widened on", True), ("Voices that never met the rules", False)):
        found = [file for file in sorted((corpus / "voices").glob("*.jsonl")) if (file.stem in WIDENED_ON) is seen]
        yield f"{name}: {_heard(found)}\n"


def _heard(files: list[Path]) -> str:
    told = [msgspec.json.decode(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    heard = sum(len(set(one["flags"]) & _flags(one["text"])) for one in told)
    meant = sum(len(one["flags"]) for one in told)
    more = sum(len(_flags(one["text"]) - set(one["flags"])) for one in told)
    return f"{len(told)} messages, {heard} of the {meant} flags that the writers had in mind heard, {more} more raised."


def _written(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((WRITTEN / f"{name}.toml").read_text(encoding="utf-8"))["sentences"])


def _flags(text: str) -> set[str]:
    return {alarm.flag for alarm in alarms(text)}
