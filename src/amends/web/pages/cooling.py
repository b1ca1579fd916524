"""The first step: how hot it is, what the body can do about it, and then the child's eyes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from amends.process import COOLEST, HOTTEST, Calm, Eased, Manner, Near, Repair, Tool, offered
from amends.store.language import texts

HEAT, ON = "heat", "on"
DEGREES = range(COOLEST, HOTTEST + 1)
PACED = (Tool.LONG_EXHALE, Tool.SIGH)
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Cooling:
    """What the form of this step says. Everything may be left open."""

    degree: int | None
    after: Tool | None
    went_on: bool
    manner: Manner | None
    near: Near | None

    def changed(self, calm: Calm) -> Calm:
        """The first step, after this answer."""
        calm = replace(
            calm,
            went_on=calm.went_on or self.went_on,
            manner=self.manner or calm.manner,
            near=self.near or calm.near,
        )
        return calm if self.degree is None else calm.rated(self.degree, self.after)


def cooling_of(form: Mapping[str, str]) -> Cooling:
    """The answer in a form. What is no choice of ours counts as left open."""
    degree = form.get("degree", "")
    known = degree.isascii() and degree.isdigit() and int(degree) in DEGREES
    return Cooling(
        int(degree) if known else None,
        _one_of(Tool, form.get("tool", "")),
        form.get("go") == ON,
        _one_of(Manner, form.get("manner", "")),
        _one_of(Near, form.get("near", "")),
    )


def stays(before: Calm, after: Calm, go: str) -> bool:
    """Whether the page stays: a rating was given, the body comes first, or the child is not ready yet."""
    not_ready = after.near is Near.NOT_YET and before.near is not Near.NOT_YET
    return go == HEAT or after.waits or (go == "next" and not_ready)


def calm_context(repair: Repair, eased: Mapping[Tool, Eased]) -> dict[str, Any]:
    """What the page of the first step shows."""
    guidance = texts().calm
    return {
        "calm": repair.calm,
        "texts": guidance,
        "degrees": DEGREES,
        "tools": _tools(repair, eased),
        "minute": guidance.values if repair.began.minute % 2 else guidance.kind,
        "seen": {Manner.QUIET: guidance.quiet, Manner.FOUGHT: guidance.fought}.get(repair.calm.manner or Manner.UNSURE),
    }


def _tools(repair: Repair, eased: Mapping[Tool, Eased]) -> list[dict[str, Any]]:
    pages = texts().library.pages
    leaving = texts().calm.leavings.get(repair.child.band) if repair.child.band else None
    return [
        {
            "id": tool,
            "page": pages[tool],
            "helped": eased.get(tool, Eased()).each > 0,
            "leaving": leaving if tool is Tool.STEP_OUT else None,
            "paced": tool in PACED,
        }
        for tool in offered(eased)
    ]


def _one_of(choices: type[Choice], given: str) -> Choice | None:
    return next((choice for choice in choices if choice == given), None)
