"""One diary for a program that its owner let in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from msgspec import Meta

from amends.coach import alarms
from amends.known import know
from amends.process import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    Flag,
    JournalEntry,
    Scope,
)
from amends.store.diary import Diary
from amends.store.export import FORMAT, VERSION, DiaryFile
from amends.web.api.calls import Call
from amends.web.api.cut import ASKS, Cut, cut
from amends.web.api.tokens import REFUSES
from amends.web.steady import clock

# A letter that can be seen, in a pattern that Python and JavaScript (by which schemas are read) take for the same.
A_WORD = r"[^\s\x1c-\x1f\x85\ufeff]"
Next = Annotated[str, Meta(description="Send it as cursor for what comes after; empty at the end.")]


@dataclass(frozen=True, slots=True)
class Repairs:
    """Some repairs, newest first."""

    repairs: tuple[ExportedRepair, ...]
    next: Next


@dataclass(frozen=True, slots=True)
class Pages:
    """Some free pages, newest first."""

    pages: tuple[ExportedPage, ...]
    next: Next


@dataclass(frozen=True, slots=True)
class Children:
    """All children."""

    children: tuple[ExportedChild, ...]


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page to keep."""

    text: Annotated[
        str, Meta(description="The words.", max_length=LONGEST_TEXT, pattern=A_WORD, examples=["A quiet evening."])
    ]
    title: Annotated[str, Meta(max_length=LONGEST_TITLE, examples=["Sunday"])] = ""


@dataclass(frozen=True, slots=True)
class PageKept:
    """The page is kept. `flags` is danger in its words; then `help` is the page that says who to call: show it."""

    id: UUID
    flags: tuple[Flag, ...]
    help: str


know(Repairs, Pages, Children, PageAsked, PageKept)


def _repairs(request: HttpRequest, _none: object, diary: Diary) -> Repairs:
    found: Cut[Any] = cut(request, [(kept.entry.began, kept.id, kept.entry) for kept in diary.repairs.entries()])
    return Repairs(tuple(ExportedRepair(id, repair) for _at, id, repair in found.some), found.next)


def _repair(_request: HttpRequest, _none: object, diary: Diary, id: UUID) -> ExportedRepair:
    return ExportedRepair(id, diary.entry(id).entry, tuple(kept.entry for kept in diary.pasts(id)))


def _pages(request: HttpRequest, _none: object, diary: Diary) -> Pages:
    found: Cut[Any] = cut(request, [(kept.entry.written, kept.id, kept.entry) for kept in diary.journal.entries()])
    return Pages(tuple(ExportedPage(id, page) for _at, id, page in found.some), found.next)


def _children(_request: HttpRequest, _none: object, diary: Diary) -> Children:
    kept = sorted(diary.children.entries(), key=lambda one: (one.entry.name.casefold(), one.id))
    return Children(tuple(ExportedChild(one.id, one.entry) for one in kept))


def _export(_request: HttpRequest, _none: object, diary: Diary) -> DiaryFile:
    return DiaryFile(FORMAT, VERSION, clock.now(), diary.whole())


def _page(given: Any) -> PageAsked:
    """Raises ValueError that says what it must be."""
    if not isinstance(given, dict):
        raise ValueError('must be an object with "text" as a string')
    page = PageAsked(given.get("text", ""), given.get("title", ""))
    for name, value, longest in (("text", page.text, LONGEST_TEXT), ("title", page.title, LONGEST_TITLE)):
        if not isinstance(value, str):
            raise ValueError(f'"{name}" must be a string')
        if len(value) > longest:
            raise ValueError(f'"{name}" may have {longest} characters at most, not {len(value)}')
    if not re.search(A_WORD, page.text):
        raise ValueError('"text" must have a word at least')
    return page


def _keep(request: HttpRequest, page: PageAsked, diary: Diary) -> PageKept:
    """Words of danger are kept as all others are: a program cannot be shown help, so the answer says where it is."""
    kept = diary.journal.add(JournalEntry(clock.now(), page.text, page.title))
    flags = _flags([page.title, page.text])
    return PageKept(kept.id, flags, request.build_absolute_uri(reverse("help-now")) if flags else "")


def _flags(texts: Iterable[str]) -> tuple[Flag, ...]:
    return tuple(dict.fromkeys(alarm.flag for text in texts for alarm in alarms(text)))


def _reads(about: str, gives: Any, does: Any, **more: Any) -> Call:
    return Call("GET", about, gives, does, scope=Scope.READ, **{"refuses": REFUSES} | more)


PAGED = {"refuses": (*REFUSES, 422), "asks": ASKS}
REPAIRS = _reads("The repairs of a diary, newest first.", Repairs, _repairs, **PAGED)
REPAIR = _reads("One repair, with all it ever was.", ExportedRepair, _repair, refuses=(*REFUSES, 404))
PAGES = _reads("The free pages of a diary, newest first.", Pages, _pages, **PAGED)
CHILDREN = _reads("The children.", Children, _children)
KEEP = Call(
    "POST", "Keeps a free page.", PageKept, _keep, PageAsked, _page, (*REFUSES, 507), status=201, scope=Scope.WRITE
)
EXPORT = Call("GET", "All of a diary, as its export holds it.", DiaryFile, _export, refuses=REFUSES, scope=Scope.EXPORT)
