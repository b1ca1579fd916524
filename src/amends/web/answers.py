"""The form of a step, parsed once into the answer that `process.turn` decides over."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from amends.process import COOLEST, HOTTEST, Answer, Cooling, Limit, Manner, Near, Plan, Step, Tool, Wish
from amends.web.forms import BACK, OVERRULE, ChoiceOf, HearingForm, WordsField

LONGEST_HALF = 200  # characters of each half of a plan
LONGEST_LIMIT = 300  # characters of each half of a limit
MOST_SAVES = 1_000_000  # of one open page
LONGEST_NAME = 64  # characters of what a form says about itself


class Degree(forms.Field):
    """A heat from 0 to 10; anything else counts as left open."""

    def to_python(self, value: Any) -> int | None:
        """Degrees, or None."""
        given = str(value or "")
        return int(given) if given in map(str, range(COOLEST, HOTTEST + 1)) else None


class WayForm(forms.Form):
    """What is known on the way from the first door to the sentence: it travels in the address, and is kept nowhere."""

    degree = Degree(required=False)
    cooler = forms.BooleanField(required=False)

    @property
    def degree_told(self) -> int | None:
        """How hot it was, where that was told."""
        return self.cleaned_data["degree"] if self.is_valid() else None

    def query(self, **more: str) -> str:
        """The same, and `more`, as the end of an address: with its question mark, or empty."""
        degree = "" if self.degree_told is None else str(self.degree_told)
        cooler = "yes" if self.is_valid() and self.cleaned_data["cooler"] else ""
        told = {"degree": degree, "cooler": cooler} | more
        query = urlencode({name: value for name, value in told.items() if value})
        return f"?{query}" if query else ""


class StepForm(HearingForm):
    """One step: its words, and what the parent wants to happen. Whether its words are held back, the turn decides."""

    listens_to = ("words", "when", "will", "taken_back", "stands")

    words = WordsField(required=False, strip=False)
    when = WordsField(required=False, max_length=LONGEST_HALF)
    will = WordsField(required=False, max_length=LONGEST_HALF)
    taken_back = WordsField(required=False, max_length=LONGEST_LIMIT)
    stands = WordsField(required=False, max_length=LONGEST_LIMIT)
    wrong_too = forms.BooleanField(required=False)
    degree = Degree(required=False)
    tool = ChoiceOf(Tool)
    manner = ChoiceOf(Manner)
    near = ChoiceOf(Near)
    go = forms.CharField(required=False)
    keep = forms.BooleanField(required=False)
    stopped = forms.CharField(required=False)
    tab = forms.CharField(required=False, max_length=LONGEST_NAME)
    base = forms.CharField(required=False, max_length=LONGEST_NAME)
    limit_base = forms.CharField(required=False, max_length=LONGEST_NAME)
    save = forms.IntegerField(required=False, min_value=0, max_value=MOST_SAVES)

    def said(self, cleaned: Mapping[str, Any]) -> Iterable[str]:
        """The fields, and the sentence of a plan: "it gets too much" and "end it" say it only together."""
        when, will = cleaned.get("when", ""), cleaned.get("will", "")
        together = [words_of_plan(Plan(when, will))] if when and will else []
        return (*super().said(cleaned), *together)

    def answer(self, step: Step) -> Answer:
        """The answer in a valid form. Raises BadRequest for a wish that no page of ours offers."""
        given = self.cleaned_data
        wish, about = wish_of(given["go"], given["stopped"])
        plan = Plan(given["when"], given["will"]) if step is Step.PLAN else None
        return Answer(
            wish=wish,
            about=about,
            words=words_of_plan(plan) if plan else given["words"],
            plan=plan,
            limit=self._limit(),
            cooling=self._cooling() if step is Step.CALM else None,
            keep=given["keep"],
            tab=given["tab"],
            base=given["base"],
            limit_base=given["limit_base"],
            save=given["save"] or 0,
        )

    def _cooling(self) -> Cooling:
        given = self.cleaned_data
        return Cooling(given["degree"], given["tool"], given["manner"], given["near"])

    def _limit(self) -> Limit | None:
        """The two halves of a limit; None in a form that does not ask for them."""
        given = self.cleaned_data
        return Limit(given["taken_back"], given["stands"], given["wrong_too"]) if "stands" in self.data else None


def words_of_plan(plan: Plan) -> str:
    """The two halves of a plan as the words of its step."""
    return plan.sentence(_("When %(when)s, I will %(will)s."))


def wish_of(go: str, stopped: str = "") -> tuple[Wish, str]:
    """What the pressed button says: a wish, or `wish:about`. Raises BadRequest for what no button of ours says."""
    if stopped in (BACK, OVERRULE):
        return Wish(stopped), ""
    name, _colon, about = go.partition(":")
    if name == "to" and about == "card":
        return Wish.CARD, ""
    try:
        return Wish(name or Wish.STAY), str(Step(about)) if name == Wish.TO else about
    except ValueError:
        raise BadRequest from None


def form_error(form: forms.Form) -> str:
    """The first thing that stands in the way, in words."""
    errors: Mapping[str, Any] = form.errors
    return str(next(iter(errors.values()))[0])
