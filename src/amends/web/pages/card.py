"""card: one opening sentence and three cue words, for the pocket."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.coach import read
from amends.process import CUES, AgeBand, Card, Repair, card_from, message_of, tidy
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.reading import held_back, raised_by
from amends.web.visit import diary_of, repair_of

YOUNG = (None, AgeBand.SMALL, AgeBand.SCHOOL)  # who may rather point to a face than say it


class CardForm(forms.Form):
    """The card's words: the parent may change all of them."""

    opening = forms.CharField(required=False, max_length=400, label=gettext_lazy("How I begin"))
    cue = forms.CharField(required=False, max_length=60)

    def words(self) -> list[str]:
        """All that is written on it."""
        return [self.cleaned_data["opening"], *self.data.getlist("cue")]  # type: ignore[attr-defined]

    def card(self) -> Card:
        """A card out of valid words."""
        cues = (tidy(cue)[:60] for cue in self.data.getlist("cue"))  # type: ignore[attr-defined]
        return Card(tidy(self.cleaned_data["opening"]), tuple(cue for cue in cues if cue)[:CUES])


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: Request, id: UUID) -> HttpResponse:
    """Shows the card, and takes what the parent changes on it."""
    kept = repair_of(request, id)
    form = CardForm(request.POST if request.method == "POST" else None)
    held = held_back(request.POST, *form.words()) if form.is_valid() else {}
    if form.is_valid() and not held:
        said = "said" in request.POST
        diary_of(request).amend(id, lambda newest: replace(newest, card=form.card(), said=newest.said or said))
        return redirect("rest") if said else redirect("card", id)
    context = card_context(kept.entry, form) | held | {"id": id, "here": reverse("card", args=[id])}
    return page(request, "card.html", context=context, status=422 if form.errors else 200)


def card_context(repair: Repair, form: CardForm) -> dict[str, Any]:
    """What the page of a card shows."""
    card = repair.card or _first(repair)
    return raised_by(message_of(repair).text, card.opening, *card.cues) | {
        "card": card,
        "cues": _places(card),
        "repair": repair,
        "form": form,
        "age": _age(repair),
        "young": YOUNG,
    }


def _first(repair: Repair) -> Card:
    text = message_of(repair).text
    reading = read(text, repair.child.band)
    return Card() if reading.alarms else card_from(text, reading)


def _places(card: Card) -> list[str]:
    return [*card.cues, *[""] * (CUES - len(card.cues))]


def _age(repair: Repair) -> object:
    return texts().ages[repair.child.band] if repair.child.band else None
