"""diary: what was kept, by time; opened and searched in memory only."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.process import JournalEntry, Past, Repair, message_of
from amends.store.language import texts
from amends.store.shelf import Kept
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.visit import desk_of, diary_of, repair_of, words_of

ON_A_PAGE = 50
A_FEW_WORDS = 140  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the list shows it."""

    id: UUID
    when: datetime
    title: str
    words: str
    is_page: bool
    repair: Repair | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: Request) -> HttpResponse:
    """The list, newest first. What is looked for comes in a form: it stands in no address and no log."""
    desk_of(request)
    repairs, pages = diary_of(request).repairs.look(), diary_of(request).journal.look()
    lines = _lines(repairs.kept, pages.kept)
    sought = request.POST.get("sought", "").strip()
    if sought:
        lines = [line for line in lines if sought.casefold() in f"{line.title} {line.words}".casefold()]
    shown = Paginator(lines, ON_A_PAGE).get_page(request.POST.get("page") or 1)
    context = {"shown": shown, "sought": sought, "repairs": repairs.damaged, "pages": pages.damaged}
    return page(request, "diary.html", "found", context | {"damaged": len(repairs.damaged) + len(pages.damaged)})


@require_safe
def entry(request: Request, id: UUID) -> HttpResponse:
    """One repair, whole, with how it was each time a step was left."""
    desk_of(request)
    kept = repair_of(request, id)
    guidance = texts()
    words = [(guidance.steps[step].title, said) for step, said in kept.entry.words.items() if said.strip()]
    back = diary_of(request).look_back(id)
    response = kept.entry.after.response
    context = {
        "id": id,
        "repair": kept.entry,
        "name": guidance.ruptures[kept.entry.rupture.kind].name,
        "moment": guidance.moments.named(kept.entry.rupture),
        "answer": guidance.after.responses[response] if response else None,
        "texts": guidance.after,
        "words": words,
        "pasts": [_past(past) for past in back.kept],
        "damaged": len(back.damaged),
    }
    return page(request, "entry.html", context=context)


def damaged(request: Request, exception: Exception) -> HttpResponse:
    """An entry that is here and does not open: what can still be done, and what was just sent to it.

    Shown at the entry's own address, whichever that is; 409 where words were sent, which cannot be kept in it.
    """
    desk_of(request)
    diary, id = diary_of(request), cast(ResolverMatch, request.resolver_match).kwargs["id"]
    context = {
        "id": id,
        "pasts": [_past(past) for past in diary.pasts(id)],
        "words": words_of(request),
        "is_child": diary.children.holds(id),
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
    return redirect("entry" if diary_of(request).repairs.holds(id) else "page", id)


def _lines(repairs: Iterable[Kept[Repair]], pages: Iterable[Kept[JournalEntry]]) -> list[Line]:
    lines = [_repair_line(kept) for kept in repairs]
    lines += [_page_line(kept) for kept in pages]
    return sorted(lines, key=lambda line: line.when, reverse=True)


def _repair_line(kept: Kept[Repair]) -> Line:
    name = texts().ruptures[kept.entry.rupture.kind].name
    about = " · ".join(part for part in (name, kept.entry.child.name) if part)
    return Line(kept.id, kept.entry.began, about, _said(kept.entry), False, kept.entry)


def _page_line(kept: Kept[JournalEntry]) -> Line:
    return Line(kept.id, kept.entry.written, kept.entry.title or kept.entry.brought_from, kept.entry.text, True)


def _said(repair: Repair) -> str:
    return "\n".join(words for words in (message_of(repair).text, repair.after.words) if words)


def _past(kept: Kept[Past]) -> dict[str, object]:
    past = kept.entry
    return {"id": kept.id, "left": past.left, "step": texts().steps[past.step].title, "words": _said(past.repair)}
