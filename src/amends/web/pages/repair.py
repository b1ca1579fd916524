"""repair: one step at a time, in the parent's own words, read as they type and kept as they type."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends.process import Repair, Step, following
from amends.web.fragments import Request
from amends.web.pages.steps import answer_of, moved, newly_grave, step_page, written
from amends.web.visit import diary_of, repair_of

ONWARD = {"next", "skip"}


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: Request, id: UUID, step: Step) -> HttpResponse:
    """Shows a step; takes its words, keeps them, and goes where the parent wants to go."""
    kept = repair_of(request, id)
    if request.method != "POST":
        return _page(request, id, step, kept.entry)
    answer = answer_of(request.POST, step)
    draft = written(kept.entry, step, answer)
    if not answer.keep and newly_grave(draft, kept.entry):
        return _page(request, id, step, draft, unsaved=True)
    left = (step, timezone.now()) if answer.go in ONWARD and answer.words.strip() else None
    kept = diary_of(request).amend(id, lambda newest: moved(written(newest, step, answer), step, answer.go), left)
    if answer.go in ONWARD:
        return _onward(id, step, kept.entry)
    return _page(request, id, step, kept.entry)


def _onward(id: UUID, step: Step, repair: Repair) -> HttpResponse:
    ahead = following(step, repair.settled)
    return redirect("card", id) if ahead is None else redirect("repair", id, ahead)


def _page(request: Request, id: UUID, step: Step, repair: Repair, unsaved: bool = False) -> HttpResponse:
    saved = request.method == "POST" and not unsaved
    here = reverse("repair", args=[id, step])
    return step_page(request, step, repair, {"id": id, "here": here, "unsaved": unsaved, "saved": saved})
