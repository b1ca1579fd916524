"""What every way through the six steps has in common, whether its words are kept or travel in the form."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amends.coach import alarms, read
from amends.guidance import load
from amends.process import (
    FILLS,
    AgeBand,
    Flag,
    Message,
    Plan,
    Reading,
    Repair,
    Step,
    fingerprint,
    following,
    message_of,
)
from amends.web.fragments import Request, page
from amends.web.pages.reading import shown

FALLBACK = AgeBand.SCHOOL  # whose words are asked when no age was given: the middle of childhood
DISMISS, USE, SETTLE = "dismiss:", "use:", "settle"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one form says: the words of this step, and what the parent wants to happen next.

    `hand` names the open page they were written on, `seen` is the fingerprint of the words it began from.
    """

    words: str
    plan: Plan | None
    go: str
    keep: bool
    hand: str
    seen: str


def answer_of(form: Mapping[str, str], step: Step) -> Answer:
    """The answer in a form."""
    plan = None
    words = form.get("words", "").replace("\r\n", "\n")
    if step is Step.PLAN:
        plan = Plan(form.get("when", "").strip(), form.get("will", "").strip())
        words = _sentence(plan)
    hand, seen = form.get("hand", "")[:32], form.get("seen", "")[:32]
    return Answer(words, plan, form.get("go", ""), "keep" in form, hand, seen)


def written(repair: Repair, step: Step, answer: Answer) -> Repair:
    """The repair with the words of one step."""
    if step is Step.CALM:
        return repair
    if answer.hand:
        repair = repair.write_from(step, answer.words, answer.hand, answer.seen)
    else:
        repair = repair.write(step, answer.words)
    return replace(repair, plan=answer.plan) if answer.plan else repair


def newly_grave(repair: Repair, kept: Repair) -> bool:
    """Whether these words raise what the kept ones do not: what was kept on purpose is not asked about again."""
    raised = _grave(repair)
    return bool(raised and raised - _grave(kept))


def moved(repair: Repair, step: Step, go: str) -> Repair:
    """The repair after what the parent chose to do."""
    if go.startswith(DISMISS):
        return repair.dismiss([go.removeprefix(DISMISS)])
    if go.startswith(USE):
        taken = repair.take(step, go.removeprefix(USE))
        return replace(taken, plan=Plan(will=taken.words.get(step, ""))) if step is Step.PLAN else taken
    if go == SETTLE:
        return repair.settle(step)
    if go == "skip":
        return repair.skip(step)
    if go == "next":
        return repair.finish(step) if step is Step.CALM or repair.words.get(step, "").strip() else repair.skip(step)
    return repair


def step_page(request: Request, step: Step, repair: Repair, extra: Mapping[str, Any]) -> HttpResponse:
    """One step as a page, or its reading alone when htmx asks."""
    message = message_of(repair)
    reading = read(message.text, repair.child.band)
    context = _frame(step, repair) | _reading(message, reading, repair, step) | dict(extra)
    return page(request, "repair.html", "reading", context)


def _sentence(plan: Plan) -> str:
    """The two halves joined: every word in them is the parent's."""
    if plan.is_whole:
        return _("When %(when)s, I will %(will)s.") % {"when": plan.when.rstrip(" ,."), "will": plan.will.rstrip(" .")}
    return plan.will or plan.when


def _grave(repair: Repair) -> set[Flag]:
    """The flags for which words are kept only when asked: some are dangerous to find on a shared device."""
    return {alarm.flag for alarm in alarms(message_of(repair).text) if alarm.stops_saving}


def _frame(step: Step, repair: Repair) -> dict[str, Any]:
    texts = load()
    cell = texts.steps[step].ages[repair.child.band or FALLBACK]
    words = repair.words.get(step, "")
    return {
        "step": step,
        "number": list(Step).index(step) + 1,
        "text": texts.steps[step],
        "cell": cell,
        "example": cell.example(repair.rupture.kind),
        "repair": repair,
        "words": words,
        "hand": secrets.token_hex(6),
        "seen": fingerprint(words),
        "others": _others(repair, step),
        "steps": [{"id": one, "text": texts.steps[one], "done": one in repair.done} for one in Step],
        "careful": texts.safety.tier_b if step is Step.RECONNECT and repair.rupture.needs_help_first else None,
        "is_last": following(step, repair.settled | {step}) is None,
    }


def _others(repair: Repair, step: Step) -> list[dict[str, str]]:
    """What other open pages wrote here, each version once."""
    versions = {words: hand for hand, words in repair.also.get(step, {}).items()}
    return [{"hand": hand, "words": words} for words, hand in versions.items() if words != repair.words.get(step, "")]


def _reading(message: Message, reading: Reading, repair: Repair, step: Step) -> dict[str, Any]:
    within = message.places.get(step)
    if within is None and not reading.alarms:
        return {}
    context = shown(message.text, reading, repair.dismissed, within, FILLS[step], repair.child.band)
    return context | {"band": load().ages[repair.child.band] if repair.child.band and reading.too_long else None}
