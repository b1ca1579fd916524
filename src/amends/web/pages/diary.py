"""diary: what was kept, by time; opened and searched in memory only."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.process import JournalEntry, Past, Repair, message_of
from amends.store.diary import Diary
from amends.store.language import texts
from amends.store.shelf import Kept, NotKept
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.visit import desk_of, diary_of, repair_of

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
    lines = _lines(diary_of(request))
    sought = request.POST.get("sought", "").strip()
    if sought:
        lines = [line for line in lines if sought.casefold() in f"{line.title} {line.words}".casefold()]
    shown = Paginator(lines, ON_A_PAGE).get_page(request.POST.get("page") or 1)
    return page(request, "diary.html", "found", {"shown": shown, "sought": sought})


@require_safe
def entry(request: Request, id: UUID) -> HttpResponse:
    """One repair, whole, with how it was each time a step was left."""
    desk_of(request)
    kept = repair_of(request, id)
    guidance = texts()
    words = [(guidance.steps[step].title, said) for step, said in kept.entry.words.items() if said.strip()]
    pasts = [_past(one) for one in diary_of(request).pasts(id)]
    response = kept.entry.after.response
    context = {
        "id": id,
        "repair": kept.entry,
        "name": guidance.ruptures[kept.entry.rupture.kind].name,
        "moment": guidance.moments.named(kept.entry.rupture),
        "answer": guidance.after.responses[response] if response else None,
        "texts": guidance.after,
    }
    return page(request, "entry.html", context=context | {"words": words, "pasts": pasts})


@require_POST
def restore(request: Request, id: UUID, past: UUID) -> HttpResponse:
    """Back to how the repair was then. How it is now is kept as one more past."""
    repair_of(request, id)
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
    return redirect("entry", id) if _is_repair(diary_of(request), id) else redirect("page", id)


def _lines(diary: Diary) -> list[Line]:
    lines = [_repair_line(kept) for kept in diary.repairs.entries()]
    lines += [_page_line(kept) for kept in diary.journal.entries()]
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


def _is_repair(diary: Diary, id: UUID) -> bool:
    try:
        diary.entry(id)
    except NotKept:
        return False
    return True
