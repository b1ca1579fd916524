"""One diary for a program that its owner let in."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from msgspec import Meta

from amends.known import know
from amends.process import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Child,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    Flag,
    JournalEntry,
    Scope,
)
from amends.store.diary import Diary
from amends.store.export import FORMAT, VERSION, DiaryFile
from amends.store.shelf import NotKept
from amends.web.api.asked import ONCE, Keep, Overrule, of, once_of
from amends.web.api.calls import Call
from amends.web.api.cut import ASKS, Cut, cut
from amends.web.api.held import COUNTRY, hear, help_page
from amends.web.api.tokens import GOES, REFUSES
from amends.web.entries import CHILD, LONGEST_SOUGHT, PAGES, Line, lines_of, sought_in
from amends.web.steady import clock
from amends.web.visit import zone_of

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
    keep: Keep = False
    overrule: Overrule = False


@dataclass(frozen=True, slots=True)
class PageKept:
    """The page is kept. `flags` is danger in its words that was kept on purpose; `help` is the page that says who to
    call then: show it."""

    id: UUID
    flags: tuple[Flag, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Removed:
    """It is gone for good."""

    id: UUID


@dataclass(frozen=True, slots=True)
class MomentsAsked:
    """What is looked for: it stands in no address, and so in no log."""

    sought: Annotated[
        str,
        Meta(description="Words that an entry holds.", max_length=LONGEST_SOUGHT, examples=["bedtime"]),
    ] = ""
    child: Annotated[str, Meta(description="The name of a child.", max_length=Child.LONGEST_NAME)] = ""
    pages: Annotated[bool, Meta(description="Free pages alone.")] = False


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry: read it by its id. `day` is the parent's own that it belongs to, `when` when it was written down."""

    id: UUID
    kind: Literal["repair", "page"]
    day: date
    when: datetime
    title: str
    child: str


@dataclass(frozen=True, slots=True)
class Moments:
    """Some entries, the newest first."""

    moments: tuple[Moment, ...]
    next: Next


know(Repairs, Pages, Children, PageAsked, PageKept, Removed, MomentsAsked, Moments)


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
    texts = {"text": given.get("text", ""), "title": given.get("title", "")}
    for (name, value), longest in zip(texts.items(), (LONGEST_TEXT, LONGEST_TITLE), strict=True):
        if not isinstance(value, str):
            raise ValueError(f'"{name}" must be a string')
        if len(value) > longest:
            raise ValueError(f'"{name}" may have {longest} characters at most, not {len(value)}')
    if not re.search(A_WORD, texts["text"]):
        raise ValueError('"text" must have a word at least')
    return PageAsked(**texts, **_choices(given))  # type: ignore[arg-type]


def _choices(given: dict[str, Any]) -> dict[str, bool]:
    """What is to happen with words of danger. Raises ValueError."""
    chosen = {name: given.get(name, False) for name in ("keep", "overrule")}
    for name, value in chosen.items():
        if not isinstance(value, bool):
            raise ValueError(f'"{name}" must be true or false')
    return chosen


def _keep(request: HttpRequest, page: PageAsked, diary: Diary) -> PageKept:
    """Words of danger are held back, as on the page of the site."""
    _overruled, fresh = hear(request, [page.title, page.text], (), keep=page.keep, overrule=page.overrule)
    entry = JournalEntry(clock.now(), page.text, page.title)
    kept = diary.journal.add(entry, once_of(request, (page.title, page.text)))
    flags = tuple(dict.fromkeys(alarm.flag for alarm in fresh))
    return PageKept(kept.id, flags, help_page(request) if flags else "")


def _one_page(_request: HttpRequest, _none: object, diary: Diary, id: UUID) -> ExportedPage:
    return ExportedPage(id, diary.journal.entry(id).entry)


def _remove_repair(_request: HttpRequest, _none: object, diary: Diary, id: UUID) -> Removed:
    return _removed(diary, id, is_here=diary.repairs.holds(id))


def _remove_page(_request: HttpRequest, _none: object, diary: Diary, id: UUID) -> Removed:
    return _removed(diary, id, is_here=diary.journal.holds(id))


def _removed(diary: Diary, id: UUID, *, is_here: bool) -> Removed:
    if not is_here:
        raise NotKept(id)
    diary.forget(id)
    return Removed(id)


def _moments(request: HttpRequest, asked: MomentsAsked, diary: Diary) -> Moments:
    """Days are told by the parent's own clock."""
    timezone.activate(zone_of(diary.desk().preferences))
    only = PAGES if asked.pages else f"{CHILD}{asked.child}" if asked.child else ""
    lines = sought_in(lines_of(diary.repairs.entries(), diary.journal.entries()), asked.sought, only)
    found: Cut[Line] = cut(request, [(line.when, line.id, line) for line in lines])
    return Moments(tuple(map(_moment, (line for _at, _id, line in found.some))), found.next)


def _moment(line: Line) -> Moment:
    return Moment(line.id, "repair" if line.repair else "page", line.day, line.when, line.title, line.child)


def _reads(about: str, gives: Any, does: Any, **more: Any) -> Call:
    return Call("GET", about, gives, does, scope=Scope.READ, **{"refuses": REFUSES} | more)


PAGED = {"refuses": (*REFUSES, 422), "asks": ASKS}
REPAIRS = _reads("The repairs of a diary, newest first.", Repairs, _repairs, **PAGED)
REPAIR = _reads("One repair, with all it ever was.", ExportedRepair, _repair, refuses=(*REFUSES, 404))
ALL_PAGES = _reads("The free pages of a diary, newest first.", Pages, _pages, **PAGED)
CHILDREN = _reads("The children.", Children, _children)
PAGE = _reads("One free page.", ExportedPage, _one_page, refuses=(*REFUSES, 404))
MOMENTS = Call(
    "POST",
    "What a diary holds: all of it, or what is looked for.",
    Moments,
    _moments,
    MomentsAsked,
    of(MomentsAsked),
    REFUSES,
    scope=Scope.READ,
    asks=ASKS,
)
KEEP = Call(
    "POST",
    "Keeps a free page.",
    PageKept,
    _keep,
    PageAsked,
    _page,
    (*REFUSES, 409, 507),
    status=201,
    scope=Scope.WRITE,
    asks=COUNTRY,
    heads=ONCE,
    at="pages/{id}",
)
REMOVE_REPAIR, REMOVE_PAGE = (
    Call("DELETE", about, Removed, does, refuses=GOES, scope=Scope.REMOVE)
    for about, does in (("Removes a repair for good.", _remove_repair), ("Removes a free page for good.", _remove_page))
)
EXPORT = Call("GET", "All of a diary, as its export holds it.", DiaryFile, _export, refuses=REFUSES, scope=Scope.EXPORT)
