"""When it was, where, and what came before: three questions that any form may ask, and that may all stay open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from amends.guidance import WholeMoment
from amends.process import Rupture, Scene, Trigger, When, WrongDay, a_year_before, evening_of, happened
from amends.store.language import texts
from amends.web.clock import clock, is_known


@dataclass(frozen=True, slots=True)
class Choice:
    """One chip: what it sends, what it says, and whether it is the one that was tapped."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its chips; `name` is the field that answers it."""

    name: str
    text: str
    chips: tuple[Choice, ...]


class MomentForm(forms.Form):
    """A base for every form that asks for a moment; its page includes `parts/moment.html`, with `form` at hand.

    The day counts only with *a day*, or where it is all that was said. A hidden field `zone` (the device's clock) is
    heard where the parent has chosen no other.
    """

    when = forms.ChoiceField(required=False, choices=[(when, when) for when in When if when])
    day = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day, such as 2026-12-24.")},
    )
    where = forms.ChoiceField(required=False, choices=[(scene, scene) for scene in Scene if scene])
    cue = forms.ChoiceField(required=False, choices=[(trigger, trigger) for trigger in Trigger if trigger])

    def clean(self) -> dict[str, Any]:
        """Refuses a day that cannot be; a day that nobody asked for is no mistake."""
        answers = super().clean() or self.cleaned_data
        if answers.get("when") not in (None, "", When.A_DAY):
            self.errors.pop("day", None)
        elif "day" not in self.errors:
            self._refuse_a_wrong_day()
        return answers

    def rupture(self, rupture: Rupture, now: datetime) -> Rupture:
        """The rupture with what was said of its moment, told at `now` (any zone). For a valid form."""
        told = rupture.told(self._when(), self.cleaned_data.get("day"), self._local(now))
        return replace(told, where=Scene(self.cleaned_data["where"]), cue=Trigger(self.cleaned_data["cue"]))

    # What the page shows.

    @property
    def moment(self) -> WholeMoment:
        """The words around the questions."""
        return texts().moments.whole

    @property
    def questions(self) -> tuple[Question, ...]:
        """The three questions, with what was tapped."""
        moments = texts().moments
        whens = ((when, f"{name}{self._weekday(when)}") for when, name in moments.when.names.items())
        return (
            Question("when", moments.when.question, tuple(self._chips("when", whens))),
            Question("where", moments.where.question, tuple(self._chips("where", moments.where.names.items()))),
            Question("cue", moments.cue.question, tuple(self._chips("cue", moments.cue.names.items()))),
        )

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that can be given."""
        today = self._local(timezone.now()).date()
        return a_year_before(today), today

    @property
    def is_told(self) -> bool:
        """Whether any of the questions was answered, so that a page shown again shows them."""
        return any(self[name].value() for name in ("when", "day", "where", "cue"))

    def _chips(self, name: str, names: Iterable[tuple[str, str]]) -> Iterator[Choice]:
        chosen = self[name].value()
        return (Choice(value, text, value == chosen) for value, text in names)

    def _weekday(self, when: When) -> str:
        """At night *yesterday* could be two days: then the chip says which one it means."""
        now = self._local(timezone.now())
        is_clear = evening_of(now) == now.date() or not is_known()
        if is_clear or when not in (When.EARLIER_TODAY, When.YESTERDAY):
            return ""
        return f" ({date_format(happened(when, None, now), 'l')})"

    # What was meant.

    def _refuse_a_wrong_day(self) -> None:
        try:
            happened(self._when(), self.cleaned_data.get("day"), self._local(timezone.now()))
        except WrongDay as wrong:
            self.add_error("day", self.moment.faults[wrong.fault])

    def _when(self) -> When:
        when = When(self.cleaned_data.get("when", ""))
        return When.A_DAY if when is When.UNSAID and self.cleaned_data.get("day") else when

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(clock(self.data.get("zone", "")))
