"""now: the same six steps for who wants nothing kept. The words travel in the form, and end with the page."""

from dataclasses import replace

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from amends.process import Repair, Step, following
from amends.web.fragments import Request, page
from amends.web.pages.card import CardForm, card_context
from amends.web.pages.steps import answer_of, answered, onward, step_page

TO, CARD = "to:", "to:card"


@require_http_methods(["GET", "HEAD", "POST"])
def now(request: Request, step: Step) -> HttpResponse:
    """Takes the words of one step and shows the next: no address leads back to them."""
    if request.method != "POST":
        return redirect("start")
    answer = answer_of(request.POST, step)
    before = carried_in(request)
    repair = answered(before, step, answer)
    if answer.go == CARD:
        return _card(request, repair)
    if answer.go.startswith(TO):
        return now_page(request, _step(answer.go.removeprefix(TO)), repair)
    if onward(before, step, answer):
        ahead = following(step, repair.settled)
        return _card(request, repair) if ahead is None else now_page(request, ahead, repair)
    return now_page(request, step, repair)


@require_http_methods(["GET", "HEAD", "POST"])
def now_card(request: Request) -> HttpResponse:
    """The card of words that are not kept."""
    if request.method != "POST":
        return redirect("start")
    form = CardForm(request.POST)
    if not form.is_valid():
        return _card(request, carried_in(request), form)
    if "said" in request.POST:
        return redirect("rest")
    repair = replace(carried_in(request), card=form.card())
    go = request.POST.get("go", "")
    return now_page(request, _step(go.removeprefix(TO)), repair) if go.startswith(TO) else _card(request, repair)


def now_page(request: Request, step: Step, repair: Repair) -> HttpResponse:
    """One step, with all other words along in the form."""
    return step_page(request, step, repair, {"here": reverse("now", args=[step]), "carried": _carry(repair)})


def carried_in(request: Request) -> Repair:
    """The repair that travels in a form. 400 for anything else."""
    try:
        return msgspec.json.decode(request.POST.get("carried", ""), type=Repair)
    except msgspec.MsgspecError:
        raise BadRequest from None


def _card(request: Request, repair: Repair, form: CardForm | None = None) -> HttpResponse:
    context = card_context(repair, form or CardForm()) | {"here": reverse("now-card"), "carried": _carry(repair)}
    return page(request, "card.html", context=context, status=422 if form else 200)


def _carry(repair: Repair) -> str:
    return msgspec.json.encode(repair).decode()


def _step(name: str) -> Step:
    try:
        return Step(name)
    except ValueError:
        raise BadRequest from None
