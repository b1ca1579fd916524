"""diary: what was kept, by time; opened and searched in memory only."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.process import Past, Repair, evening_of
from amends.store.diary import Diary
from amends.store.shelf import Kept
from amends.vault import Damaged
from amends.web.entries import CHILD, LONGEST_SOUGHT, PAGES, Line, lines_of, said_in, sought_in
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.sent import words_of
from amends.web.visit import desk_of, diary_of, open_of, repair_of

ON_A_PAGE = 50
WEEK = timedelta(days=7)
MORNING, EVENING = 4, 17  # hours between which the day that is now is called today


@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: Request) -> HttpResponse:
    """The list, newest day first. What is looked for comes in a form: it stands in no address and no log."""
    desk_of(request)
    repairs, pages = diary_of(request).repairs.look(), diary_of(request).journal.look()
    lines = lines_of(repairs.kept, pages.kept)
    children = sorted({line.child for line in lines if line.child}, key=str.casefold)
    sought, only = request.POST.get("sought", "").strip()[:LONGEST_SOUGHT], request.POST.get("only", "")
    shown = Paginator(sought_in(lines, sought, only), ON_A_PAGE).get_page(request.POST.get("page") or 1)
    context = {
        "visitor": open_of(request),
        "shown": shown,
        "days": [(name, list(of_it)) for name, of_it in groupby(shown, key=_day_names(timezone.localtime()))],
        "sought": sought,
        "longest_sought": LONGEST_SOUGHT,
        "only": only,
        "chips": [("", _("All")), *((f"{CHILD}{name}", name) for name in children), (PAGES, _("Pages"))],
        "repairs": repairs.damaged,
        "pages": pages.damaged,
        "damaged": len(repairs.damaged) + len(pages.damaged),
        "latest": _latest(shown, repairs.kept),
    }
    return page(request, "diary.html", "found", context)


def _latest(shown: Iterable[Line], kept: Iterable[Kept[Repair]]) -> dict[str, Any] | None:
    """The newest repair of the list, as its own page tells it: on a desk it lies open beside the list."""
    newest = next((line.id for line in shown if line.repair), None)
    return next((_told(one) for one in kept if one.id == newest), None)


def _told(kept: Kept[Repair]) -> dict[str, Any]:
    """What the parent wrote in one repair, under the titles of the steps, and what came back."""
    guidance, repair = texts(), kept.entry
    response = repair.after.response
    return {
        "id": kept.id,
        "repair": repair,
        "name": guidance.ruptures[repair.rupture.kind].name,
        "answer": guidance.after.responses[response] if response else None,
        "texts": guidance.after,
        "words": [(guidance.steps[step].title, said) for step, said in repair.words.items() if said.strip()],
    }


@require_safe
def entry(request: Request, id: UUID) -> HttpResponse:
    """One repair, whole, with how it was each time a step was left."""
    desk_of(request)
    kept, back = repair_of(request, id), diary_of(request).look_back(id)
    context = _told(kept) | {
        "moment": texts().moments.named(kept.entry.rupture),
        "pasts": [_past(past) for past in back.kept],
        "damaged": len(back.damaged),
    }
    return page(request, "entry.html", context=context)


def damaged(request: Request, exception: Exception) -> HttpResponse:
    """An entry that is here and does not open: what can still be done, and what was just sent to it.

    Shown at the entry's own address, whichever that is; 409 where words were sent, which cannot be kept in it.
    """
    desk_of(request)
    diary, id = diary_of(request), cast(ResolverMatch, request.resolver_match).kwargs.get("id")
    context = {
        "id": id,
        "pasts": [_past(past) for past in diary.pasts(id)] if id else [],
        "words": words_of(request),
        "is_child": id and diary.children.holds(id),
    }
    return page(request, "damaged.html", context=context, status=200 if request.method in ("GET", "HEAD") else 409)


@require_POST
def restore(request: Request, id: UUID, past: UUID) -> HttpResponse:
    """Back to how the repair was then. How it is now is kept as one more past."""
    with suppress(Damaged):  # a past that does not open: the entry's page counts it
        diary_of(request).restore(id, past, timezone.now())
    return redirect("entry", id)


@require_POST
def forget_entry(request: Request, id: UUID) -> HttpResponse:
    """Takes an entry away at once. The page that follows holds the only copy, sealed, for as long as it is open."""
    desk_of(request)
    forgotten = diary_of(request).forget(id)
    return page(request, "forgotten.html", context={"forgotten": b64encode(forgotten).decode()})


@require_POST
def bring_back(request: Request) -> HttpResponse:
    """Undoes it, from that page."""
    try:
        id = diary_of(request).bring_back(b64decode(request.POST.get("forgotten", "").encode(), validate=True))
    except (Damaged, NotBase64, UnicodeEncodeError):
        raise BadRequest from None
    return redirect(_kind_of(diary_of(request), id), id)


def _kind_of(diary: Diary, id: UUID) -> str:
    """The name of the page that shows what has this id."""
    if diary.repairs.holds(id):
        return "entry"
    return "page" if diary.journal.holds(id) else "person"


def _day_names(now: datetime) -> Callable[[Line], str]:
    """How a day is called at `now`: tonight, this week, or its month."""
    tonight = evening_of(now)
    today = _("Today") if MORNING <= now.hour < EVENING else _("Tonight")

    def name(line: Line) -> str:
        if line.day >= tonight:
            return today
        if tonight - line.day < WEEK:
            return _("This week")
        return date_format(line.day, "F" if line.day.year == tonight.year else "YEAR_MONTH_FORMAT")

    return name


def _past(kept: Kept[Past]) -> dict[str, object]:
    past = kept.entry
    return {"id": kept.id, "left": past.left, "step": texts().steps[past.step].title, "words": said_in(past.repair)}
