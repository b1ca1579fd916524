"""repair: one step at a time, in the parent's own words, read as they type."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.coach import alarms, read
from amends.guidance import load
from amends.process import FILLS, AgeBand, Flag, Message, Plan, Reading, Repair, Step, following, message_of
from amends.web.fragments import Request, page
from amends.web.pages.reading import shown
from amends.web.visit import diary_of, repair_of

FALLBACK = AgeBand.SCHOOL  # whose words are asked when no age was given: the middle of childhood
DISMISS = "dismiss:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one form says: the words of this step, and what the parent wants to happen next."""

    words: str
    plan: Plan | None
    go: str
    keep: bool


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: Request, id: UUID, step: Step) -> HttpResponse:
    """Shows a step; takes its words, keeps them, and goes where the parent wants to go."""
    kept = repair_of(request, id)
    if request.method != "POST":
        return _page(request, id, step, kept.entry)
    answer = _answer(request.POST, step)
    written = _written(kept.entry, step, answer)
    if not answer.keep and _newly_grave(written, kept.entry):
        return _page(request, id, step, written, unsaved=True)
    kept = diary_of(request).amend(id, lambda newest: _moved(_written(newest, step, answer), step, answer.go))
    if answer.go in {"next", "skip"}:
        return _onward(id, step, kept.entry)
    return _page(request, id, step, kept.entry)


def _answer(form: Mapping[str, str], step: Step) -> Answer:
    plan = None
    words = form.get("words", "").replace("\r\n", "\n")
    if step is Step.PLAN:
        plan = Plan(form.get("when", "").strip(), form.get("will", "").strip())
        words = _sentence(plan)
    return Answer(words, plan, form.get("go", ""), "keep" in form)


def _sentence(plan: Plan) -> str:
    """The two halves joined: every word in them is the parent's."""
    if plan.is_whole:
        return _("When %(when)s, I will %(will)s.") % {"when": plan.when.rstrip(" ,."), "will": plan.will.rstrip(" .")}
    return plan.will or plan.when


def _written(repair: Repair, step: Step, answer: Answer) -> Repair:
    if step is Step.CALM:
        return repair
    repair = repair.write(step, answer.words)
    return replace(repair, plan=answer.plan) if answer.plan else repair


def _grave(repair: Repair) -> set[Flag]:
    """The flags for which words are kept only when asked: some are dangerous to find on a shared device."""
    return {alarm.flag for alarm in alarms(message_of(repair).text) if alarm.stops_saving}


def _newly_grave(written: Repair, kept: Repair) -> bool:
    """Whether these words raise what the kept ones do not: what was kept on purpose is not asked about again."""
    raised = _grave(written)
    return bool(raised and raised - _grave(kept))


def _moved(repair: Repair, step: Step, go: str) -> Repair:
    if go.startswith(DISMISS):
        return repair.dismiss([go.removeprefix(DISMISS)])
    if go == "skip":
        return repair.skip(step)
    if go == "next":
        return repair.finish(step) if step is Step.CALM or repair.words.get(step, "").strip() else repair.skip(step)
    return repair


def _onward(id: UUID, step: Step, repair: Repair) -> HttpResponse:
    ahead = following(step, repair.settled)
    return redirect("card", id) if ahead is None else redirect("repair", id, ahead)


def _page(request: Request, id: UUID, step: Step, repair: Repair, unsaved: bool = False) -> HttpResponse:
    message = message_of(repair)
    reading = read(message.text, repair.child.band)
    context = _frame(id, step, repair) | {"unsaved": unsaved, "saved": request.method == "POST" and not unsaved}
    context |= _reading(message, reading, repair, step)
    return page(request, "repair.html", "reading", context)


def _frame(id: UUID, step: Step, repair: Repair) -> dict[str, Any]:
    texts = load()
    cell = texts.steps[step].ages[repair.child.band or FALLBACK]
    return {
        "id": id,
        "step": step,
        "number": list(Step).index(step) + 1,
        "text": texts.steps[step],
        "cell": cell,
        "example": cell.example(repair.rupture.kind),
        "repair": repair,
        "words": repair.words.get(step, ""),
        "steps": [{"id": one, "text": texts.steps[one], "done": one in repair.done} for one in Step],
        "careful": texts.safety.tier_b if step is Step.RECONNECT and repair.rupture.needs_help_first else None,
        "is_last": following(step, repair.settled | {step}) is None,
    }


def _reading(message: Message, reading: Reading, repair: Repair, step: Step) -> dict[str, Any]:
    within = message.places.get(step)
    if within is None and not reading.alarms:
        return {}
    context = shown(message.text, reading, repair.dismissed, within, hoped=FILLS[step])
    return context | {"band": load().ages[repair.child.band] if repair.child.band and reading.too_long else None}
