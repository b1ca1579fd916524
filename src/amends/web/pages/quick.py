"""quick: one sentence, and the card is there."""

from dataclasses import replace

from django import forms
from django.http import HttpResponse

from amends.process import (
    EVERYDAY,
    AgeBand,
    Answer,
    Child,
    Repair,
    RuptureKind,
    Step,
    Unsafe,
    Wish,
    band_used,
    come_down,
    take_turn,
)
from amends.web.answers import Degree, WayForm
from amends.web.forms import HeardForm, WordsField, posted
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.pages.start import Beginning, open_repair
from amends.web.stop import form_page
from amends.web.visit import visitor_of

LONGEST = 2000  # characters


class Quick(Beginning, HeardForm):
    """The parent's own sentence, and what may be said beside it. Only the safety question must be answered."""

    listens_to = ("words",)

    degree = Degree(required=False)
    cooler = forms.BooleanField(required=False)
    words = WordsField(required=False, max_length=LONGEST)
    slow = forms.BooleanField(required=False)

    def quick_repair(self, band: AgeBand | None) -> Repair:
        """A new repair with the sentence in it, out of valid answers; `band` is what was said of the child before."""
        given = self.cleaned_data
        new = replace(self.repair([]), quick=not given["slow"])
        rated = come_down(new, given["degree"], given["cooler"])
        rated = rated if rated.child.band else replace(rated, child=replace(rated.child, band=band))
        answer = Answer(Wish.CARD, words=given["words"], keep="keep" in self.data)
        known = replace(rated, overruled=frozenset(self.overruled))
        return take_turn(known, Step.ACKNOWLEDGE, answer, self.alarms, self.cautions).repair


@form_view
def quick(request: Request) -> HttpResponse:
    """The safety question was answered on the page before: else it is asked here. Words that are too hot wait."""
    form = Quick(posted(request))
    band = band_used(_children(request))
    if form.is_valid():
        return open_repair(request, form.quick_repair(band), form)
    return form_page(request, "quick.html", form, _page(request) | {"bands": () if band else texts().ages.values()})


def quick_page(request: Request, words: str) -> HttpResponse:
    """The same page with a sentence that was found elsewhere. Nothing of it is kept yet."""
    bands = () if band_used(_children(request)) else texts().ages.values()
    return page(
        request, "quick.html", context=_page(request) | {"form": Quick(initial={"words": words}), "bands": bands}
    )


def _children(request: Request) -> list[Child]:
    visitor = visitor_of(request)
    return [kept.entry.child for kept in visitor.diary.entries()] if visitor else []


def _page(request: Request) -> dict[str, object]:
    """What travels along, from the address on the first look and from the form after that."""
    guidance, told = texts(), request.POST if request.method == "POST" else request.GET
    way = WayForm(told)
    return {
        "kinds": [guidance.ruptures[kind] for kind in (*EVERYDAY, RuptureKind.SOMETHING_ELSE)],
        "gate": guidance.safety.gate,
        "asked": told.get("unsafe") == Unsafe.NO,
        "way": way,
    }
