"""repair: one step at a time, in the parent's own words, read as they type and kept as they type."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from amends.process import HeldBack, Repair, Stay, Step, Turn, shown_step, take_turn
from amends.store.shelf import NotKept
from amends.vault import Damaged
from amends.web.answers import StepForm
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.steps import misfit_page, step_page
from amends.web.stop import stop_page
from amends.web.visit import begun_repair_of, desk_of, diary_of, repair_of
from amends.web.ways import address_of


@form_view
def repair(request: Request, id: UUID, step: Step) -> HttpResponse:
    """Shows a step; takes its words, keeps them, and goes where the parent wants to go."""
    if request.method != "POST":
        return _show(request, id, step, begun_repair_of(request, id).entry)
    form = StepForm(request.POST)
    if not form.is_valid():
        return misfit_page(request, step, repair_of(request, id).entry, form, _about(id, step))
    answer = form.answer(step)
    decide = partial(take_turn, step=step, answer=answer, alarms=form.alarms, cautions=form.cautions)
    turned = diary_of(request).take(id, decide, timezone.now())
    return _lead(request, id, step, turned)


def _show(request: Request, id: UUID, step: Step, kept: Repair) -> HttpResponse:
    shown = shown_step(kept, step)
    return _page(request, id, step, kept, Stay()) if shown is step else redirect("repair", id, shown)


def _lead(request: Request, id: UUID, step: Step, turned: Turn) -> HttpResponse:
    match turned.then:
        case HeldBack(alarms):
            return stop_page(request, alarms)
        case Stay() as stay:
            return _page(request, id, step, turned.draft, stay)
        case ahead:
            return redirect(address_of(ahead, id))


def _about(id: UUID, step: Step) -> dict[str, Any]:
    return {"id": id, "here": reverse("repair", args=[id, step])}


def _page(request: Request, id: UUID, step: Step, repair: Repair, stay: Stay) -> HttpResponse:
    eased = desk_of(request).eased if step is Step.CALM else {}
    said = {"unsaved": not stay.kept, "saved": request.method == "POST" and stay.kept}
    return step_page(request, step, repair, _about(id, step) | said | _earlier(request, repair, step), eased)


def _earlier(request: Request, repair: Repair, step: Step) -> dict[str, Any]:
    """What was written in this step the last time this kind of thing happened; what is grave is not held up again."""
    if repair.again is None:
        return {}
    try:
        earlier = diary_of(request).entry(repair.again).entry
    except (NotKept, Damaged):
        return {}
    return {} if earlier.heard else {"earlier": earlier.words.get(step, ""), "again": texts().after.again}
