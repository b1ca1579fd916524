"""now: the same six steps for who wants nothing kept. The words travel in the form, and end with the page."""

import msgspec
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from amends.process import Ahead, HeldBack, Repair, Stay, Step, Turn, Wish, take_turn
from amends.web.answers import StepForm, wish_of
from amends.web.fragments import Request, form_view
from amends.web.pages.card import TO, CardForm, card_context
from amends.web.steps import misfit_page, step_page
from amends.web.stop import form_page, stop_page


@form_view
def now(request: Request, step: Step) -> HttpResponse:
    """Takes the words of one step and shows the next: no address leads back to them."""
    if request.method != "POST":
        return redirect("start")
    before = carried_in(request)
    form = StepForm(request.POST)
    if not form.is_valid():
        return misfit_page(request, step, before, form, _about(step, before))
    return _lead(request, step, take_turn(before, step, form.answer(step), form.alarms, form.cautions))


def _lead(request: Request, step: Step, turned: Turn) -> HttpResponse:
    match turned.then:
        case HeldBack(alarms):
            return stop_page(request, alarms)
        case Stay(kept):
            return now_page(request, step, turned.draft, unsaved=not kept)
        case Ahead(ahead):
            return now_page(request, ahead, turned.repair)
        case _:
            return unkept_card(request, turned.repair)


@form_view
def now_card(request: Request) -> HttpResponse:
    """The card of words that are not kept."""
    if request.method != "POST":
        return redirect("start")
    before = carried_in(request)
    form = CardForm(request.POST, known=before.overruled)
    if not form.is_valid():
        return unkept_card(request, before, form)
    if "said" in request.POST:
        return redirect("rest")
    go = request.POST.get("go", "")
    repair = form.changed(before, go)
    wish, step = wish_of(go) if go.startswith(TO) else (Wish.CARD, "")
    return now_page(request, Step(step), repair) if wish is Wish.TO else unkept_card(request, repair)


def now_page(request: Request, step: Step, repair: Repair, unsaved: bool = False) -> HttpResponse:
    """One step, with all other words along in the form."""
    return step_page(request, step, repair, _about(step, repair) | {"unsaved": unsaved})


def carried_in(request: Request) -> Repair:
    """The repair that travels in a form. 400 for anything else."""
    try:
        return msgspec.json.decode(request.POST.get("carried", ""), type=Repair)
    except msgspec.MsgspecError:
        raise BadRequest from None


def _about(step: Step, repair: Repair) -> dict[str, str]:
    return {"here": reverse("now", args=[step]), "carried": carry(repair)}


def unkept_card(request: Request, repair: Repair, form: CardForm | None = None) -> HttpResponse:
    """The card, with all words along in its form."""
    context = card_context(repair, form or CardForm()) | {"here": reverse("now-card"), "carried": carry(repair)}
    return form_page(request, "card.html", form or CardForm(), context)


def carry(repair: Repair) -> str:
    """The repair as it travels in a form: see carried_in."""
    return msgspec.json.encode(repair).decode()
