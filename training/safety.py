"""What the safety rules hear: of their own written set, and of voices that never saw them."""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from amends.coach import alarms
from training.corpus import Message, part

WRITTEN = Path(__file__).parents[1] / "tests" / "coach" / "safety"


def safety() -> Iterator[str]:
    """The figures, as Markdown."""
    must, must_not = (_written(name) for name in ("must_flag", "must_not_flag"))
    missed = sum(not set(one["flags"]) <= _flags(one["text"]) for one in must)
    false = sum(bool(_flags(one["text"])) for one in must_not)
    yield "## Safety rules\n"
    yield f"Written set: {missed} of {len(must)} missed, {false} of {len(must_not)} near misses raised.\n"
    yield f"Voices that the rules were widened on: {_heard([*part('train'), *part('dev')])}\n"
    yield f"Voices that never met the rules: {_heard(part('test'))}\n"


def _heard(found: Sequence[Message]) -> str:
    heard = sum(len(one.flags & _flags(one.text)) for one in found)
    meant = sum(len(one.flags) for one in found)
    more = sum(len(_flags(one.text) - one.flags) for one in found)
    return (
        f"{len(found)} messages, {heard} of the {meant} flags that the writers had in mind heard, {more} more raised."
    )


def _written(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((WRITTEN / f"{name}.toml").read_text(encoding="utf-8"))["sentences"])


def _flags(text: str) -> set[str]:
    return {str(alarm.flag) for alarm in alarms(text)}
