"""patterns: what the diary shows, counted in memory and kept nowhere."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from amends.insights import CameBack, Cooled, Patterns, Rhythm, Saying, Time, patterns
from amends.process import Step
from amends.store.shelf import nothing_collected
from amends.web.charts import USES, seam, sheet, tools
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.visit import desk_of, diary_of, zone_of

ROWS, ANSWERS, PLANS, NEWEST = 4, 12, 3, 12  # of a table; of what children did; plans; moments in a list
PAGES = {  # of the library, where a step can be looked at in peace
    Step.ACKNOWLEDGE: "name-the-act",
    Step.RESPONSIBILITY: "own-it",
    Step.VALIDATE: "their-side",
    Step.RECONNECT: "one-breath",
    Step.PLAN: "small-promise",
}
HARD_HOURS, EARLY_SIGNS = "hard-hours", "early-signs"


@require_safe
def show(request: Request) -> HttpResponse:
    """All that was written down, as pictures with their tables, and at most three sentences that lead somewhere."""
    zone = zone_of(desk_of(request).preferences)
    with nothing_collected():
        look = diary_of(request).repairs.look()
        found = patterns(((kept.id, kept.entry) for kept in look.kept), zone)
    return page(request, "patterns.html", context=shown(found) | {"damaged": len(look.damaged)})


def shown(found: Patterns) -> dict[str, Any]:
    """What the pictures and tables need."""
    guidance = texts()
    return {
        "texts": guidance.patterns,
        "sections": guidance.patterns.sections,
        "sayings": [_said(one) for one in found.sayings],
        "plans": [(one, seam(one)) for one in found.plans[:PLANS]],
        "left_out": [(guidance.steps[one.step].title, one) for one in found.left_out],
        "came_back": [(one, _response(one)) for one in found.came_back[:ANSWERS]],
        **_heat(found.cooled),
        **_moments(found.rhythm),
    }


def _heat(cooled: tuple[Cooled, ...]) -> dict[str, Any]:
    """The picture of the tools, and its table."""
    names = {one.tool: texts().library.pages[one.tool].title for one in cooled}
    return {"tools": tools(cooled, names), "cooled": [(names[one.tool], one, one.newest(USES)) for one in cooled]}


def _moments(rhythm: Rhythm) -> dict[str, Any]:
    """The sheet of the week, its table, places and cues; and the newest moments, for who has too few for a sheet."""
    moments, ruptures = texts().moments, texts().ruptures
    return {
        "rhythm": rhythm,
        "sheet": sheet(rhythm),
        "times": list(_times(rhythm)),
        "rooms": [(moments.where.names[room], times) for room, times in rhythm.rooms],
        "cues": [(moments.cue.names[cue], times) for cue, times in rhythm.cues],
        "kinds": [(one, ruptures[one.kind].name) for one in rhythm.moments[: -NEWEST - 1 : -1]],
    }


def _response(one: CameBack) -> str:
    return texts().after.responses[one.response].name if one.response else ""


def _times(rhythm: Rhythm) -> Iterator[tuple[str, int]]:
    """The rows of the table of times: the most frequent, all others together, and those without an hour."""
    words = texts().patterns
    shown = rhythm.times[:ROWS]
    yield from ((_time(time), times) for time, times in shown)
    others = sum(times for _time, times in rhythm.times[ROWS:])
    rest = ((words.others, others), (words.no_hour, rhythm.without_hour))
    yield from ((name, times) for name, times in rest if times)


def _time(time: Time) -> str:
    begins, ends = time.hours
    return f"{_days(time)}, {begins}–{ends or 24}"


def _days(time: Time) -> str:
    words = texts().patterns
    return words.weekends if time.is_weekend else words.weekdays


def _said(one: Saying) -> dict[str, str]:
    """One sentence, and where it leads."""
    kind, name, address = _about(one)
    text = texts().patterns.sayings[kind]
    begins, ends = one.time.hours if one.time else (0, 0)
    said = text.text.format(times=one.times, of=one.of, name=name, begins=begins, ends=ends or 24)
    return {"text": said, "act": text.act, "address": address}


def _about(one: Saying) -> tuple[str, str, str]:
    """What a sentence is about, how that is called, and the address of what can be done."""
    guidance = texts()
    if one.tool:
        return "tool", guidance.library.pages[one.tool].title, reverse("breathe-body", args=[one.tool])
    if one.plan:
        return "plan", "", reverse("repair", args=[one.plan, Step.PLAN])
    if one.time:
        return "time", _days(one.time), reverse("exercise", args=[HARD_HOURS])
    if one.cue:
        return "cue", guidance.moments.cue.names[one.cue], reverse("exercise", args=[EARLY_SIGNS])
    step = one.step or Step.ACKNOWLEDGE
    return "step", guidance.steps[step].title, reverse("exercise", args=[PAGES[step]])
