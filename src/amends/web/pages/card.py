"""card: whole sentences for the pocket, all of them the parent's own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.coach import read
from amends.process import (
    SPOKEN,
    AgeBand,
    Ask,
    Card,
    Laid,
    Repair,
    Step,
    card_from,
    change_card,
    clauses,
    fingerprint,
    heeded,
    kept_card,
    lay_anew,
    message_of,
    settle_alarms,
    tidy,
)
from amends.web.cookies import give
from amends.web.country import country_of
from amends.web.forms import HeardForm, ManyWordsField, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.pages.pattern import pattern_context
from amends.web.stop import form_page
from amends.web.visit import begun_repair_of, diary_of

YOUNG = (None, AgeBand.SMALL, AgeBand.SCHOOL)  # who may rather point to a face than say it
USE, FIRST, TO, ANEW = "use-as-is:", "first:", "to:", "anew"
LONGEST = 4000  # characters a line: a whole sentence as it was dictated
LINES = 40
GLANCE = 90  # characters of an opening that is read in one glance; a longer one is set smaller
SEEN = "seam"  # a cookie of the card's own address: the seam was seen to fill in this browser
FIELDS = ("opening", "taken_back", "stands", "plan")  # with one line each; `cue` has as many as there are


class CardForm(HeardForm):
    """The card's words: the parent may change all of them. `shown` is the fingerprint of the card it began from."""

    listens_to = (*FIELDS, "cue")

    opening = WordsField(required=False, max_length=LONGEST)
    cue = ManyWordsField(max_length=LONGEST, most=LINES)
    taken_back = WordsField(required=False, max_length=LONGEST)
    stands = WordsField(required=False, max_length=LONGEST)
    plan = WordsField(required=False, max_length=LONGEST)
    shown = forms.CharField(required=False, max_length=32)

    def card(self) -> Card:
        """A card out of valid words."""
        opening, taken_back, stands, plan = (tidy(self.cleaned_data[name]) for name in FIELDS)
        cues = tuple(tidy(cue) for cue in self.cleaned_data["cue"] if cue.strip())
        return Card(opening, cues, taken_back, stands, plan)

    def changed(self, repair: Repair, go: str) -> Repair:
        """The repair after this form: its card, a sentence to use as it is, the part to begin with, or a way back."""
        if go == ANEW:
            return lay_anew(repair)
        use, first = (go.removeprefix(kind) if go.startswith(kind) else "" for kind in (USE, FIRST))
        settled = settle_alarms(repair, self.overruled, self.fresh)
        shown, leaves = self.cleaned_data["shown"], go.startswith(TO)
        return change_card(settled, self.card(), shown, use, first, leaves=leaves, cautions=self.cautions)


@form_view
def card(request: Request, id: UUID) -> HttpResponse:
    """Shows the card, and takes what the parent changes on it."""
    kept = begun_repair_of(request, id)
    form = CardForm(posted(request), known=kept.entry.overruled)
    if form.is_valid():
        return _take(request, id, form)
    country = country_of(request)
    below = pattern_context(diary_of(request), kept, timezone.now(), country.code if country else "")
    context = card_context(kept.entry, form) | {"id": id, "here": reverse("card", args=[id])} | below
    context["made"] = context["made"] and SEEN not in request.COOKIES
    answer = form_page(request, "card.html", form, context)
    if context["made"]:
        give(answer, SEEN, "yes", path=context["here"])
    return answer


def _take(request: Request, id: UUID, form: CardForm) -> HttpResponse:
    said, go = "said" in request.POST, request.POST.get("go", "")
    diary_of(request).amend(id, lambda newest: replace(form.changed(newest, go), said=newest.said or said))
    return redirect("rest") if said else redirect("card", id)


def card_context(repair: Repair, form: CardForm) -> dict[str, Any]:
    """What the page of a card shows. A form that was sent shows its own words in its fields."""
    laid = laid_card(repair)
    return {
        "card": laid.card,
        "is_long": len(laid.card.opening) > GLANCE,
        "made": _is_new(repair, form),
        "lines": _lines(laid),
        "asks": [_asked(ask, laid.card) for ask in laid.asks],
        "parts": _parts(repair, laid.card),
        "shown": fingerprint(laid.card.text),
        "fields": _fields(laid.card, form),
        "all_words": _all_words(repair),
        "text": texts().card,
        "limit": texts().after.limit,
        "repair": repair,
        "young": YOUNG,
    }


def _is_new(repair: Repair, form: CardForm) -> bool:
    """Whether nothing was done to the card yet: only then does its seam fill before one's eyes."""
    return repair.is_open and repair.card is None and not repair.used and not form.is_bound


def laid_card(repair: Repair) -> Laid:
    """The card of a repair: as the parent left it, else laid out of what was written."""
    reading = heeded(read(message_of(repair).text, repair.child.band), repair.overruled)
    if repair.card is None:
        return card_from(repair, reading)
    return kept_card(repair, repair.card, reading, read(repair.card.text, repair.child.band))


def _lines(laid: Laid) -> dict[str, Any]:
    """What stands on the card, as it is shown: what is asked about is underlined."""
    asked = [ask.words for ask in laid.asks]
    own = {name: _marked(getattr(laid.card, name), asked) for name in FIELDS}
    return own | {"cues": [_marked(cue, asked) for cue in laid.card.cues]}


def _marked(line: str, asked: list[str]) -> SafeString:
    """A line of the card, with a mark around each sentence that is asked about."""
    words = next((words for words in asked if words in line), None)
    if words is None:
        return conditional_escape(line)
    before, _, after = line.partition(words)
    return format_html('{}<mark class="may-hurt">{}</mark>{}', _marked(before, asked), words, _marked(after, asked))


def _asked(ask: Ask, card: Card) -> dict[str, Any]:
    """One question about the card: what its words may land as, and the shortest thing to ask oneself instead."""
    label = texts().labels[ask.label]
    return {"ask": ask, "label": label, "question": min(label.questions, key=len), "field": _field(ask, card)}


def _field(ask: Ask, card: Card) -> str:
    """The id of the field in which the sentence can be changed."""
    at = next((number for number, cue in enumerate(card.cues, start=1) if ask.words in cue), 0)
    if ask.opens or not at:
        return next((name for name in FIELDS if ask.words in getattr(card, name)), "opening")
    return f"cue{at}"


def _parts(repair: Repair, card: Card) -> list[dict[str, str]]:
    """The parts of a long opening, the whole last; none where the parent has already said how the card begins."""
    parts = clauses(card.opening) if repair.card is None else ()
    whole = {"mark": fingerprint(card.opening), "words": ""}
    return [*({"mark": fingerprint(part), "words": part} for part in parts), whole] if parts else []


def _fields(card: Card, form: CardForm) -> dict[str, Any]:
    """What stands in the fields: at least three for cues, one of them empty."""
    sent = form.data if form.is_bound else None
    cues = sent.getlist("cue") if isinstance(sent, QueryDict) else list(card.cues)
    own = {name: (sent.get(name, "") if sent else getattr(card, name)) for name in FIELDS}
    return own | {"cues": [*cues, *[""] * max(1, 3 - len(cues))]}


def _all_words(repair: Repair) -> list[dict[str, str]]:
    """Everything that was written, under the names of the steps."""
    guidance, limit = texts(), repair.rupture.limit
    said = [(guidance.steps[step].title, repair.words.get(step, "")) for step in SPOKEN]
    if limit:
        after = SPOKEN.index(Step.RESPONSIBILITY) + 1
        names = guidance.after.limit
        said[after:after] = [(names.taken_back, limit.taken_back), (names.stands, limit.stands)]
    if repair.card and not repair.has_card:  # what was typed on a card that words like these do not have
        said.append((_("What I wrote on the card"), repair.card.text))
    return [{"title": title, "words": words} for title, words in said if words.strip()]
