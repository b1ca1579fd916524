"""card: one opening sentence and three cue words, for the pocket."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from amends.coach import read
from amends.process import CUES, AgeBand, Card, Repair, card_from, heeded, message_of, tidy
from amends.store.language import texts
from amends.web.forms import HeardForm, ManyWordsField, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.stop import form_page
from amends.web.visit import diary_of, repair_of

YOUNG = (None, AgeBand.SMALL, AgeBand.SCHOOL)  # who may rather point to a face than say it


class CardForm(HeardForm):
    """The card's words: the parent may change all of them."""

    listens_to = ("opening", "cue")

    opening = WordsField(required=False, max_length=400, label=gettext_lazy("How I begin"))
    cue = ManyWordsField(max_length=400, most=CUES)

    def card(self) -> Card:
        """A card out of valid words."""
        cues = map(tidy, self.cleaned_data["cue"])
        return Card(tidy(self.cleaned_data["opening"]), tuple(cue for cue in cues if cue)[:CUES])


@form_view
def card(request: Request, id: UUID) -> HttpResponse:
    """Shows the card, and takes what the parent changes on it."""
    kept = repair_of(request, id)
    form = CardForm(posted(request))
    if form.is_valid():
        said = "said" in request.POST
        diary_of(request).amend(id, lambda newest: replace(newest, card=form.card(), said=newest.said or said))
        return redirect("rest") if said else redirect("card", id)
    context = card_context(kept.entry, form) | {"id": id, "here": reverse("card", args=[id])}
    return form_page(request, "card.html", form, context)


def card_context(repair: Repair, form: CardForm) -> dict[str, Any]:
    """What the page of a card shows."""
    card = repair.card or _first(repair)
    return {
        "card": card,
        "cues": _places(form["cue"].value() if form.is_bound else card.cues),
        "repair": repair,
        "form": form,
        "age": _age(repair),
        "young": YOUNG,
    }


def _first(repair: Repair) -> Card:
    if not repair.has_card:
        return Card()
    text = message_of(repair).text
    reading = heeded(read(text, repair.child.band), repair.overruled)
    return Card() if reading.alarms else card_from(text, reading)


def _places(cues: Sequence[str]) -> list[str]:
    return [*cues, *[""] * CUES][:CUES]


def _age(repair: Repair) -> object:
    return texts().ages[repair.child.band] if repair.child.band else None
