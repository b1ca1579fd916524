"""What every way through the six steps has in common, whether its words are kept or travel in the form."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amends.coach import alarms, read
from amends.process import (
    FILLS,
    AgeBand,
    Eased,
    Flag,
    Limit,
    Message,
    Place,
    Plan,
    Reading,
    Repair,
    Slip,
    Step,
    Tool,
    fingerprint,
    following,
    message_of,
    slips,
)
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.cooling import ON, Cooling, calm_context, cooling_of, stays
from amends.web.pages.reading import shown

FALLBACK = AgeBand.SCHOOL  # whose words are asked when no age was given: the middle of childhood
DISMISS, USE, SETTLE = "dismiss:", "use:", "settle"
LONGEST_LIMIT = 300  # characters a slot
ONWARD = {"next", "skip", ON}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one form says: the words of this step, and what the parent wants to happen next.

    `tab` names the open page they were written on, `base` is the fingerprint of the words it began from.
    """

    words: str
    plan: Plan | None
    go: str
    keep: bool
    tab: str
    base: str
    cooling: Cooling | None = None
    limit: Limit | None = None


def answer_of(form: Mapping[str, str], step: Step) -> Answer:
    """The answer in a form."""
    plan = None
    words = form.get("words", "").replace("\r\n", "\n")
    if step is Step.PLAN:
        plan = Plan(form.get("when", "").strip(), form.get("will", "").strip())
        words = _sentence(plan)
    tab, base = form.get("tab", "")[:32], form.get("base", "")[:32]
    cooling = cooling_of(form) if step is Step.CALM else None
    return Answer(words, plan, form.get("go", ""), "keep" in form, tab, base, cooling, _limit_of(form))


def _limit_of(form: Mapping[str, str]) -> Limit | None:
    """The two slots of a limit; None in a form that does not ask for them."""
    if "stands" not in form:
        return None
    taken_back, stands = (form.get(name, "").strip()[:LONGEST_LIMIT] for name in ("taken_back", "stands"))
    return Limit(taken_back, stands, "wrong_too" in form)


def written(repair: Repair, step: Step, answer: Answer) -> Repair:
    """The repair with the words of one step."""
    if answer.cooling:
        return replace(repair, calm=answer.cooling.changed(repair.calm))
    if answer.tab:
        repair = repair.write_from(step, answer.words, answer.tab, answer.base)
    else:
        repair = repair.write(step, answer.words)
    if answer.limit:
        repair = replace(repair, rupture=replace(repair.rupture, limit=answer.limit))
    return replace(repair, plan=answer.plan) if answer.plan else repair


def onward(repair: Repair, step: Step, answer: Answer) -> bool:
    """Whether this answer leads on to the next step: in the first one, the body may have to come down first."""
    staying = answer.cooling and stays(repair.calm, answer.cooling.changed(repair.calm), answer.go)
    return answer.go in ONWARD and not staying


def answered(repair: Repair, step: Step, answer: Answer) -> Repair:
    """The repair with the words of an answer, and after what the parent chose to do."""
    go = answer.go if answer.go not in ONWARD or onward(repair, step, answer) else ""
    return moved(written(repair, step, answer), step, go)


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
    if go in {"skip", ON}:
        return repair.skip(step)
    if go == "next":
        return repair.finish(step) if step is Step.CALM or repair.words.get(step, "").strip() else repair.skip(step)
    return repair


def step_page(
    request: Request, step: Step, repair: Repair, extra: Mapping[str, Any], eased: Mapping[Tool, Eased] | None = None
) -> HttpResponse:
    """One step as a page, or its reading alone when htmx asks. `eased` is what is known of this parent's tools."""
    if step is Step.CALM:
        context = _frame(step, repair) | calm_context(repair, eased or {}) | dict(extra)
        return page(request, "calm.html", context=context)
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
    guidance = texts()
    cell = guidance.steps[step].ages[repair.child.band or FALLBACK]
    words = repair.words.get(step, "")
    return {
        "step": step,
        "number": list(Step).index(step) + 1,
        "text": guidance.steps[step],
        "cell": cell,
        "example": cell.example(repair.rupture.kind),
        "repair": repair,
        "words": words,
        "tab": secrets.token_hex(6),
        "base": fingerprint(words),
        "others": _others(repair, step),
        "steps": [{"id": one, "text": guidance.steps[one], "done": one in repair.done} for one in Step],
        "careful": guidance.safety.tier_b if step is Step.RECONNECT and repair.rupture.needs_help_first else None,
        "limit": guidance.after.limit if step is Step.RESPONSIBILITY else None,
        "is_last": following(step, repair.settled | {step}) is None,
    }


def _others(repair: Repair, step: Step) -> list[dict[str, str]]:
    """What other open pages wrote here, each version once."""
    versions = {words: tab for tab, words in repair.conflicts.get(step, {}).items()}
    return [{"tab": tab, "words": words} for words, tab in versions.items() if words != repair.words.get(step, "")]


def _reading(message: Message, reading: Reading, repair: Repair, step: Step) -> dict[str, Any]:
    within = message.places.get(step)
    if within is None and not reading.alarms:
        return {}
    slip = _slip(message, reading, repair, within)
    context = shown(
        message.text, reading, repair.dismissed, within, FILLS[step], repair.child.band, repair.after_force, slip
    )
    return context | {"band": texts().ages[repair.child.band] if repair.child.band and reading.too_long else None}


def _slip(message: Message, reading: Reading, repair: Repair, within: Place | None) -> tuple[Place, str] | None:
    """The first sentence of this step in which apology and limit get in each other's way, and what is asked of it."""
    guidance = texts().after.limit
    asked = {Slip.CANCELS: guidance.cancels, Slip.SWALLOWS: guidance.swallows}
    for slip, place in slips(message.text, reading, repair.rupture.limit):
        if within and within.start <= place.start < within.end:
            return place, asked[slip]
    return None
