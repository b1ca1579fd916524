"""At most three sentences about what was written down, each of which leads to something that can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from amends.insights.moments import FEW, Rhythm, Time
from amends.insights.repairs import Cooled, LeftOut, PlanMet
from amends.process import Step, Tool, Trigger

SENTENCES = 3  # on the page at most
TWICE = 2  # a tool that helped once may have been chance
OFTEN = 3  # times that make something worth a sentence
SHARE = 3  # and it must be one in so many of all


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that stands there so many `times` `of` so many. One of the other fields says what it is about."""

    times: int
    of: int
    tool: Tool | None = None
    plan: UUID | None = None
    time: Time | None = None
    cue: Trigger | None = None
    step: Step | None = None


def sayings(
    cooled: tuple[Cooled, ...], plans: tuple[PlanMet, ...], rhythm: Rhythm, left_out: tuple[LeftOut, ...]
) -> tuple[Saying, ...]:
    """What is worth a sentence, in the order of the page. Below five moments nothing is said of when or where."""
    found = (*_of_tools(cooled), *_of_plans(plans), *_of_moments(rhythm), *_of_steps(left_out))
    return tuple(islice(found, SENTENCES))


def _of_tools(cooled: tuple[Cooled, ...]) -> Iterator[Saying]:
    helped = [one for one in cooled if one.fell >= TWICE and one.fell * 2 > len(one.uses)]
    if helped:
        best = max(helped, key=lambda one: one.fell)
        yield Saying(best.fell, len(best.uses), tool=best.tool)


def _of_plans(plans: tuple[PlanMet, ...]) -> Iterator[Saying]:
    missed = next((one for one in plans if len(one.times) - one.did >= TWICE), None)
    if missed:
        yield Saying(len(missed.times) - missed.did, len(missed.times), plan=missed.id)


def _of_moments(rhythm: Rhythm) -> Iterator[Saying]:
    told = len(rhythm.moments)
    if told < FEW:
        return
    if rhythm.times and _is_often(rhythm.times[0][1], told):
        yield Saying(rhythm.times[0][1], told, time=rhythm.times[0][0])
    if rhythm.cues and _is_often(rhythm.cues[0][1], told):
        yield Saying(rhythm.cues[0][1], told, cue=rhythm.cues[0][0])


def _of_steps(left_out: tuple[LeftOut, ...]) -> Iterator[Saying]:
    most = next((one for one in left_out if _is_often(one.times, one.of)), None)
    if most:
        yield Saying(most.times, most.of, step=most.step)


def _is_often(times: int, of: int) -> bool:
    return times >= OFTEN and times * SHARE >= of
