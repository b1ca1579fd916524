"""What every form that gives something shares: to whom it can go, for how long, and what is said where it cannot."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import ngettext

from amends.process import Given, Person
from amends.store.giving import Giving
from amends.store.handed import Full, NotThere
from amends.store.shelf import Kept
from amends.vault import Busy
from amends.web.fields import Said
from amends.web.language import texts

WEEKS, USUAL = (1, 4, 12), 4


class LastingField(forms.ChoiceField):
    """For how many weeks: never more than this house keeps anything for others."""

    def __init__(self, label: Said) -> None:
        super().__init__(label=label, required=False, choices=_choices, widget=forms.RadioSelect, initial=_usual)

    def clean(self, value: object) -> int:
        """The number of weeks. Raises ValidationError for one that is not offered."""
        return int(super().clean(value) or _usual())


def offered() -> list[int]:
    """The weeks that can be chosen."""
    return sorted({min(weeks, settings.GIVEN_WEEKS) for weeks in WEEKS})


def lasting(form: forms.Form, now: datetime) -> datetime:
    """Until when it lies there."""
    return now + timedelta(weeks=form.cleaned_data["weeks"])


def known_here(giving: Giving, now: datetime) -> list[Kept[Person]]:
    """Those to whom something can be given now: who has answered meanwhile is among them, who has left is not."""
    giving.circle.invitations(now)
    giving.box(now)
    return [kept for kept in giving.circle.known() if not kept.entry.is_over]


def named(people: Iterable[Kept[Person]]) -> Iterator[tuple[str, str]]:
    """Each of them as a choice: by name, and where two have one name, by the day since when one knows them."""
    found = list(people)
    times = Counter(kept.entry.name for kept in found)
    for kept in found:
        since = "" if times[kept.entry.name] == 1 else f", {date_format(kept.entry.since, 'DATE_FORMAT')}"
        yield str(kept.id), kept.entry.name + since


def handed_over(form: forms.Form, name: str, give: Callable[[], Kept[Given]]) -> Kept[Given] | None:
    """What was given; None where it could not be, and the form says why: its words are still on it."""
    fault = texts().letters.fault
    try:
        return give()
    except Full:
        form.add_error(None, fault.full.format(name=name))
    except NotThere:
        form.add_error(None, fault.gone.format(name=name))
    except Busy:
        form.add_error(None, fault.busy)
    return None


def _choices() -> list[tuple[str, str]]:
    return [(str(weeks), ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}) for weeks in offered()]


def _usual() -> int:
    return min(USUAL, settings.GIVEN_WEEKS)
