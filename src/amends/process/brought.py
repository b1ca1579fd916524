"""A file of a diary that comes in: which of its pages are here already, under whatever id, and how they read now."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from amends.process.export import ExportedPage
from amends.process.journal import JournalEntry

_Keys = Callable[[ExportedPage], Iterator[Hashable]]


@dataclass(frozen=True, slots=True)
class Brought:
    """How many entries were kept: new ones, and pages that are here and took on the words of a newer file."""

    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """The pages of a file beside those that are here: what is `new`, and how a page that is here stands from now on.

    `changed` are those that read otherwise now; `named` only learn by what name their own diary knows them.
    """

    new: tuple[ExportedPage, ...] = ()
    changed: tuple[ExportedPage, ...] = ()
    named: tuple[ExportedPage, ...] = ()


def meet(here: Sequence[ExportedPage], coming: Iterable[ExportedPage], is_ours: bool) -> Meeting:
    """Knows pages again by every name that they have, the surest first. One page here is one page there.

    A file of ours (`is_ours`) takes no words back: a page that is here stays as it is. An older version kept no names
    of other diaries, and the clock of that day: its pages are known by when they were written.
    """
    unnamed = [one for one in here if not one.page.known_as]
    theirs = [(here, _by_words), (here, _by_name), (unnamed, _by_instant), (unnamed, _by_clock)]
    left, pairs = list(coming), []
    taken: set[UUID] = set()
    for pool, keys in [(here, _by_id), (here, _by_words)] if is_ours else theirs:
        left, found = _paired(pool, left, keys, taken)
        pairs += found
    if is_ours:
        return Meeting(new=tuple(left))
    return _settled(pairs, tuple(_under_free_ids(left, {one.id for one in here})))


def _paired(
    pool: Iterable[ExportedPage], coming: list[ExportedPage], keys: _Keys, taken: set[UUID]
) -> tuple[list[ExportedPage], list[tuple[ExportedPage, ExportedPage]]]:
    """Who is left without one of the same key, and the pairs. Each list is walked once, however many share a key."""
    waiting: dict[Hashable, list[ExportedPage]] = defaultdict(list)
    for one in pool:
        for key in keys(one):
            waiting[key].append(one)
    left, pairs = [], []
    for one in coming:
        known = _next_free(waiting, keys(one), taken)
        if known:
            taken.add(known.id)
            pairs.append((known, one))
        else:
            left.append(one)
    return left, pairs


def _next_free(
    waiting: dict[Hashable, list[ExportedPage]], keys: Iterator[Hashable], taken: set[UUID]
) -> ExportedPage | None:
    for key in keys:
        while waiting.get(key):
            one = waiting[key].pop()
            if one.id not in taken:
                return one
    return None


def _by_id(one: ExportedPage) -> Iterator[Hashable]:
    yield one.id


def _by_words(one: ExportedPage) -> Iterator[Hashable]:
    """The same words, now or before, at the same time."""
    for words in (one.page.words, *one.page.before):
        for times in (_by_name, _by_instant, _by_clock):
            yield from ((words, name) for name in times(one))


def _by_name(one: ExportedPage) -> Iterator[Hashable]:
    if one.page.known_as:
        yield one.page.brought_from, one.page.known_as


def _by_instant(one: ExportedPage) -> Iterator[Hashable]:
    if one.page.brought_from:
        yield one.page.brought_from, one.page.written.astimezone(UTC)


def _by_clock(one: ExportedPage) -> Iterator[Hashable]:
    if one.page.brought_from:
        yield one.page.brought_from, one.page.written.replace(tzinfo=None, fold=0)


def _settled(pairs: Iterable[tuple[ExportedPage, ExportedPage]], new: tuple[ExportedPage, ...]) -> Meeting:
    changed, named = [], []
    for known, one in pairs:
        page = _brought_again(known.page, one.page)
        if (page.words, page.written) != (known.page.words, known.page.written):
            changed.append(ExportedPage(known.id, page))
        elif page != known.page:
            named.append(ExportedPage(known.id, page))
    return Meeting(new, tuple(changed), tuple(named))


def _brought_again(page: JournalEntry, again: JournalEntry) -> JournalEntry:
    """The page after its own diary's file came once more: as it is, or with words that it never had."""
    known = replace(page, known_as=page.known_as or again.known_as, written=_written(page, again))
    if again.words in (page.words, *page.before):
        return known
    # An older version left out tags and what stood between "<" and ">": where no word of it goes, nobody edited.
    is_only_mended = not page.known_as and page.title in again.title and page.text in again.text
    before = page.before if is_only_mended else (page.words, *page.before)
    return replace(known, title=again.title, text=again.text, before=before, is_edited=False)


def _written(page: JournalEntry, again: JournalEntry) -> datetime:
    """An older version kept no zone; and an hour may be set right there. Another clock in the account moves nothing."""
    is_moved = page.written != again.written and page.written.replace(tzinfo=None) != again.written.replace(tzinfo=None)
    return again.written if is_moved or not page.known_as else page.written


def _under_free_ids(pages: Iterable[ExportedPage], used: set[UUID]) -> Iterator[ExportedPage]:
    for one in pages:
        while one.id in used:
            one = ExportedPage(uuid5(one.id, "one more"), one.page)
        used.add(one.id)
        yield one
