"""sheet: a page for somebody one trusts, to be looked at and printed. To give it is a form of its own (`give`)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from amends.insights import Moment, patterns
from amends.process import evening_of
from amends.store.shelf import nothing_collected
from amends.web.forms import HeardForm, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.pages.give import to_give
from amends.web.pages.patterns import shown
from amends.web.stop import form_page
from amends.web.visit import desk_of, diary_of, open_of, zone_of

ASKED = ("noticed", "around", "changed")
PARTS = ("moments", "cooled", "plans", "left_out", "came_back")
WEEKS = (4, 2, 8, 12)  # the first is offered
LONGEST_LINE = 600  # characters of each of the three lines
DAYS = 60  # rows of the list of days, the newest: two printed pages


class SheetForm(HeardForm):
    """What stands on the page: three lines of one's own, and nothing else that was not chosen."""

    listens_to = ASKED

    noticed = WordsField(required=False, max_length=LONGEST_LINE)
    around = WordsField(required=False, max_length=LONGEST_LINE)
    changed = WordsField(required=False, max_length=LONGEST_LINE)
    weeks = forms.ChoiceField(required=False, choices=[(str(weeks), weeks) for weeks in WEEKS])
    parts = forms.MultipleChoiceField(required=False, choices=[(part, part) for part in PARTS])
    names = forms.BooleanField(required=False)


@form_view
def sheet(request: Request) -> HttpResponse:
    """The questions; and, once they are answered, the page itself above them, as it prints."""
    desk = desk_of(request)
    diary_of(request)
    form = SheetForm(posted(request))
    context: dict[str, Any] = {"texts": texts().patterns, "sections": texts().patterns.sections, "all_weeks": WEEKS}
    if form.is_valid():
        since = evening_of(timezone.localtime()) - timedelta(weeks=int(form.cleaned_data["weeks"] or WEEKS[0]))
        article = render_to_string("parts/sheet-page.html", _page(request, form, since, zone_of(desk.preferences)))
        context |= to_give(open_of(request), article)
    return form_page(request, "sheet.html", form, context)


def _page(request: Request, form: SheetForm, since: date, zone: Any) -> dict[str, Any]:
    """What stands on it: of the days since then alone, and only what was chosen, as one says it to who reads it."""
    with nothing_collected():
        kept = ((one.id, one.entry) for one in diary_of(request).repairs.entries())
        recent = [(id, one) for id, one in kept if one.rupture.evening(one.began, zone) > since]
        found = patterns(recent, zone)
    given = form.cleaned_data
    chosen = set(given["parts"])
    return (
        shown(found)
        | {
            "title": texts().letters.give.page,
            "sections": texts().patterns.given_sections,
            "left_out": [(texts().steps[one.step].short, one) for one in found.left_out],  # a title says "you"
            "since": since + timedelta(days=1),
            "until": evening_of(timezone.localtime()),
            "lines": [(getattr(texts().patterns.sheet, name), given[name]) for name in ASKED if given[name].strip()],
            "chosen": {part: part in chosen for part in PARTS},
            "days": list(_days(found.rhythm.moments[-DAYS:], given["names"])),
            "earlier": max(0, len(found.rhythm.moments) - DAYS),
        }
    )


def _days(moments: tuple[Moment, ...], in_full: bool) -> Iterator[tuple[date, str, str]]:
    """The day, what it was, and with whom: one letter, unless names were chosen."""
    for one in moments:
        yield one.day, texts().ruptures[one.kind].name, one.child if in_full else one.child[:1]
