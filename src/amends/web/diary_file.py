"""A diary as one page of HTML that needs nothing else: to read, to print, to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.process import Child, DiaryExport, JournalEntry, Repair, Step
from amends.web.language import texts

Part = tuple[str, str]  # a heading, which may be empty, and the words below it


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as the page shows it: when it was, what it is about, and its words."""

    when: datetime
    about: str
    parts: tuple[Part, ...]


def diary_page(diary: DiaryExport, now: datetime) -> str:
    """All words of a diary, newest first, with the days they belong to by the parent's own clock; `now` is aware."""
    told = [_repair(one.repair) for one in diary.repairs] + [_page(one.page) for one in diary.journal]
    context = {
        "now": now,
        "damaged": diary.damaged,
        "children": [_child(one.child) for one in diary.children],
        "entries": sorted(told, key=lambda entry: entry.when, reverse=True),
    }
    zone = diary.preferences.zone
    with timezone.override(ZoneInfo(zone) if zone else UTC):
        return render_to_string("diary-file.html", context)


def _child(child: Child) -> str:
    return _joined(" · ", child.name, child.band or "", child.reconnects, child.likes, child.hates)


def _page(page: JournalEntry) -> Told:
    before = ((_("How it was before"), _joined("\n", words.title, words.text)) for words in page.before)
    return Told(page.written, "", ((page.title, page.text), *before))


def _repair(repair: Repair) -> Told:
    guidance = texts()
    named = guidance.moments.named(repair.rupture)
    about = _joined(" · ", guidance.ruptures[repair.rupture.kind].name, repair.child.name, *named)
    parts = (*_steps(repair), *_limit_and_card(repair), *_afterwards(repair))
    return Told(repair.began, about, parts)


def _steps(repair: Repair) -> Iterator[Part]:
    for step in Step:
        if repair.words.get(step, "").strip():
            yield texts().steps[step].title, repair.words[step]


def _limit_and_card(repair: Repair) -> Iterator[Part]:
    limit = repair.rupture.limit
    if limit and (limit.taken_back or limit.stands):
        yield "", _joined("\n", limit.taken_back, limit.stands)
    if repair.card:
        yield "", repair.card.text


def _afterwards(repair: Repair) -> Iterator[Part]:
    response, words = repair.after.response, repair.after.words
    if response or words:
        yield texts().after.responses[response].name if response else "", words


def _joined(between: str, *words: str) -> str:
    return between.join(filter(None, words))
