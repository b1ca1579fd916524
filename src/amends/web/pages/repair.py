"""repair: one step at a time, in the parent's own words, read as they type and kept as they type."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends.process import Repair, Step, following
from amends.store.language import texts
from amends.store.shelf import NotKept
from amends.vault import Damaged
from amends.web.fragments import Request
from amends.web.pages.steps import answer_of, answered, newly_grave, onward, step_page, written
from amends.web.visit import desk_of, diary_of, repair_of


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: Request, id: UUID, step: Step) -> HttpResponse:
    """Shows a step; takes its words, keeps them, and goes where the parent wants to go."""
    kept = repair_of(request, id)
    if request.method != "POST":
        waits = kept.entry.calm.waits and step is not Step.CALM
        return redirect("repair", id, Step.CALM) if waits else _page(request, id, step, kept.entry)
    answer = answer_of(request.POST, step)
    draft = written(kept.entry, step, answer)
    if not answer.keep and newly_grave(draft, kept.entry):
        return _page(request, id, step, draft, unsaved=True)
    leads_on = onward(kept.entry, step, answer)
    left = (step, timezone.now()) if leads_on and answer.words.strip() else None
    kept = diary_of(request).amend(id, lambda newest: answered(newest, step, answer), left)
    if answer.cooling and answer.cooling.degree is not None:
        diary_of(request).learn(kept.entry.calm)
    return _onward(id, step, kept.entry) if leads_on else _page(request, id, step, kept.entry)


def _onward(id: UUID, step: Step, repair: Repair) -> HttpResponse:
    ahead = following(step, repair.settled)
    return redirect("card", id) if ahead is None else redirect("repair", id, ahead)


def _page(request: Request, id: UUID, step: Step, repair: Repair, unsaved: bool = False) -> HttpResponse:
    saved = request.method == "POST" and not unsaved
    here = reverse("repair", args=[id, step])
    eased = desk_of(request).eased if step is Step.CALM else {}
    extra = {"id": id, "here": here, "unsaved": unsaved, "saved": saved} | _earlier(request, repair, step)
    return step_page(request, step, repair, extra, eased)


def _earlier(request: Request, repair: Repair, step: Step) -> dict[str, Any]:
    """What was written in this step the last time the same kind of thing happened."""
    if repair.again is None:
        return {}
    try:
        words = diary_of(request).entry(repair.again).entry.words.get(step, "")
    except (NotKept, Damaged):
        return {}
    return {"earlier": words, "again": texts().after.again}
