"""invited: somebody was sent an address. Who says its five words sees who invites, and may say yes."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from amends.process import Person
from amends.store.accounts import InUse
from amends.store.circle import Circle, TooManyPeople
from amends.store.handed import NotThere, Spot
from amends.store.invitations import Heard, hear_invitation
from amends.store.links import WrongWords
from amends.store.opened import Vault
from amends.store.shelf import Kept
from amends.store.visits import Visitor
from amends.vault import new_words
from amends.web.fields import SpokenForm
from amends.web.forms import HeardForm, posted
from amends.web.fragments import Request, form_view, page
from amends.web.instead import NotOpen
from amends.web.language import texts
from amends.web.pages.invite import person_field
from amends.web.pages.sign_up import IN_USE, SignUpForm, enrol
from amends.web.steady import clock
from amends.web.stop import form_page
from amends.web.throttle import address_of, guess
from amends.web.visit import visitor_of

ACCEPT, SIGN_IN, STOPPED = "accept", "sign-in", "stopped"


class AcceptForm(HeardForm):
    """How who accepts wants to be called."""

    listens_to = ("called",)

    called = person_field(gettext_lazy("What do they call you?"), gettext_lazy("They see this name."))


@form_view
def invited(request: Request, id: UUID) -> HttpResponse:
    """Asks for the words, of an invitation and of none alike; then who they are from, and whether one says yes."""
    spoken = SpokenForm(posted(request))
    heard = _heard(request, id, spoken)
    if heard is None:
        return _asked(request, spoken)
    visitor = visitor_of(request)
    try:
        if visitor is None or visitor.is_guest:
            return _newcomer(request, heard, has_words=visitor is not None)
        return _parent(request, heard, visitor)
    except NotThere:
        spoken.add_error("spoken", texts().circle.invited.nothing)
        return _asked(request, spoken)


def _heard(request: Request, id: UUID, form: SpokenForm) -> Heard | None:
    """The invitation whose words these are; None where they are not, and why in the form. Raises TooMany, Busy."""
    if form.is_valid():
        try:
            with guess(f"invitations from {address_of(request)}"):
                return hear_invitation(Spot.alone(id), form.cleaned_data["spoken"], clock.now())
        except NotThere:
            form.add_error("spoken", texts().circle.invited.nothing)
        except WrongWords as wrong:
            form.add_error("spoken", _wrong(wrong.left or 0))
    return None


def _wrong(left: int) -> str:
    """What is said of wrong words, by how many tries are left."""
    said = texts().circle.invited
    return (said.burnt, said.one, said.two)[left]


def _asked(request: Request, form: SpokenForm) -> HttpResponse:
    context = {"form": form, "texts": texts().circle.invited}
    return page(request, "invited.html", context=context, status=422 if form.is_bound else 200)


def _parent(request: Request, heard: Heard, visitor: Visitor) -> HttpResponse:
    """Who has a diary here says yes, by a name. Raises NotThere where somebody else did meanwhile."""
    if heard.is_of_the_house or heard.is_from(visitor.owner):
        said = texts().circle.invited
        why = said.needless if heard.is_of_the_house else said.own
        return page(request, "invited-needless.html", context={"why": why})
    form = _accept_form(request, heard)
    if form.is_valid():
        try:
            kept = _accepted(visitor.vault, heard, form)
        except TooManyPeople:
            form.add_error("called", texts().circle.people.full)
        else:
            return redirect("person", cast(Kept[Person], kept).id)
    return _shown(request, heard, form)


def _newcomer(request: Request, heard: Heard, has_words: bool) -> HttpResponse:
    """Who has none makes one, where that may be, and says yes; or signs in. Raises NotOpen for that, and NotThere."""
    if request.POST.get("go") == SIGN_IN:
        raise NotOpen
    form = _accept_form(request, heard)
    sign_up = SignUpForm(posted(request) if _is_answered(request) else None) if settings.INVITATIONS else None
    if sign_up and all([form.is_valid(), sign_up.is_valid()]):
        try:
            return enrol(request, sign_up, reverse("circle"), lambda vault: _accepted(vault, heard, form))
        except InUse:
            sign_up.add_error("passphrase", IN_USE)
    return _shown(request, heard, form, {"sign_up": sign_up, "has_words": has_words, "words": new_words()})


def _accept_form(request: Request, heard: Heard) -> AcceptForm:
    """Filled in where it was answered; else with what was typed before somebody signed in."""
    is_sent = _is_answered(request) or STOPPED in request.POST
    form = AcceptForm(posted(request) if is_sent else None, initial=request.POST.dict())
    form.fields["called"].required = not heard.is_of_the_house  # nobody is paired by that
    return form


def _is_answered(request: Request) -> bool:
    return request.POST.get("go") == ACCEPT or "keep" in request.POST


def _accepted(vault: Vault, heard: Heard, form: AcceptForm) -> Kept[Person] | None:
    return Circle(vault).accept(heard, form.cleaned_data["called"], clock.now())


def _shown(request: Request, heard: Heard, form: AcceptForm, newcomer: dict[str, Any] | None = None) -> HttpResponse:
    """Who invites, as what, and what that means; and what is asked of who says yes."""
    said = texts().circle
    context = {
        "heard": heard,
        "spoken": request.POST.dict()["spoken"],
        "meaning": said.meanings[heard.hello.role],
        "texts": said.invited,
        **(newcomer or {}),
    }
    answer = form_page(request, "invited-by.html", form, context)
    if newcomer and newcomer["sign_up"] and newcomer["sign_up"].errors:
        answer.status_code = 422
    return answer
