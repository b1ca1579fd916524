"""given-away: all that was ever given, what became of it, and how it is taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from amends.process import HERE, Letter, State
from amends.store.giving import Became, Giving
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.looked_at import shown, title_above
from amends.web.steady import clock
from amends.web.visit import desk_of, parent_of


@require_safe
def given_away(request: Request) -> HttpResponse:
    """All of it, newest first. `given` in the address is what was given just now."""
    desk_of(request)
    giving = Giving(parent_of(request).vault)
    found = giving.became(clock.now())
    just = request.GET.get("given", "")
    context = {
        "letters": texts().letters,
        "rows": [row(one) for one in found],
        "damaged": giving.circle.given.rows().count() - len(found),
        "just": next((one.kept.entry for one in found if str(one.kept.id) == just), None),
    }
    return page(request, "given-away.html", context=context)


@require_safe
def copy(request: Request, id: UUID) -> HttpResponse:
    """What I gave, as I gave it. Raises NotKept, Damaged."""
    desk_of(request)
    giving = Giving(parent_of(request).vault)
    kept = giving.circle.given.entry(id)
    one = next(one for one in giving.became(clock.now()) if one.kept.id == id)
    letter = kept.entry.letter
    context = {
        "letters": texts().letters,
        "row": row(one),
        "letter": letter,
        "title": title_above(letter),
        "article": shown(letter.page) if letter.page else "",
        "exercise": texts().library.pages.get(letter.exercise),
        "address": request.build_absolute_uri(reverse("given-link", args=[id])) if kept.entry.is_link else "",
    }
    return page(request, "given-copy.html", context=context)


@require_POST
def take_back(request: Request, id: UUID) -> HttpResponse:
    """From now on it opens for nobody. Raises NotKept."""
    Giving(parent_of(request).vault).take_back(id, clock.now())
    return redirect("given-away")


@require_POST
def forget(request: Request, id: UUID) -> HttpResponse:
    """Takes it back, and off the list. Raises NotKept."""
    Giving(parent_of(request).vault).forget(id, clock.now())
    return redirect("given-away")


def row(one: Became) -> dict[str, Any]:
    """One thing that was given, in words."""
    given = one.kept.entry
    times = one.lying.fetched if one.lying else 0
    became = texts().letters.states[one.state].format(day=_day(one), times=times)
    return {
        "id": one.kept.id,
        "given": given,
        "title": title_of(given.letter),
        "became": became,
        "is_here": one.state in HERE,
        "is_odd": one.state in (State.CHANGED, State.GONE),
    }


def title_of(letter: Letter) -> str:
    """What it is called in a list: its own title, or what kind of thing it is."""
    pages = texts().library.pages
    if letter.exercise in pages:
        return pages[letter.exercise].title
    kind = texts().letters.kinds.get(letter.kind)
    return letter.title or (kind.title if kind else texts().letters.give.page)


def _day(one: Became) -> str:
    """The day on which what became of it happened."""
    receipt = one.lying.receipt if one.lying else None
    days: dict[State, datetime | None] = {
        State.OPENED: receipt.opened if receipt else None,
        State.REMOVED: receipt.removed if receipt else None,
        State.TAKEN_BACK: one.kept.entry.taken_back,
    }
    found = days.get(one.state)
    return date_format(localtime(found), "DATE_FORMAT") if found else ""
