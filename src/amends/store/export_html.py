"""A diary as one page of HTML that needs nothing else: to read, to print, to keep."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from amends.process import DiaryExport, JournalEntry, Repair, Step
from amends.store.language import texts

_LOOK = (
    "body{font:1.1rem/1.6 Georgia,serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#2b2723;"
    "background:#faf6ef}h2{margin-top:2.5rem}p{white-space:pre-line;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#1b1815;color:#f1e9dd}}"
)


def readable(diary: DiaryExport, now: datetime) -> str:
    """All words of a diary, newest first, with the days they belong to."""
    title = _("A diary")
    direction = "rtl" if get_language_bidi() else "ltr"
    body = "\n".join(_lines(diary, now))
    return (
        f'<!doctype html>\n<html lang="{get_language()}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_LOOK}</style>\n<h1>{escape(title)}</h1>\n{body}\n</html>\n"
    )


def local(when: datetime, zone: str) -> str:
    """A day and time as the parent's own clock shows it."""
    return formats.date_format(when.astimezone(ZoneInfo(zone) if zone else UTC), "DATETIME_FORMAT")


def _lines(diary: DiaryExport, now: datetime) -> Iterator[str]:
    zone = diary.preferences.zone
    yield f"<p>{escape(_('Written out on %(day)s.') % {'day': local(now, zone)})}</p>"
    if diary.damaged:
        yield f"<p><strong>{escape(_missing(diary.damaged))}</strong></p>"
    for one in diary.children:
        yield from _child(one.child)
    told: list[tuple[datetime, Repair | JournalEntry]] = [(one.repair.began, one.repair) for one in diary.repairs]
    told += [(one.page.written, one.page) for one in diary.journal]
    for when, entry in sorted(told, key=lambda pair: pair[0], reverse=True):
        yield f"<h2>{escape(local(when, zone))}</h2>"
        yield from _repair(entry) if isinstance(entry, Repair) else _page(entry)


def _missing(number: int) -> str:
    said = ngettext(
        "%(number)s entry could not be opened and is not here.",
        "%(number)s entries could not be opened and are not here.",
        number,
    )
    return said % {"number": number}


def _child(child: object) -> Iterator[str]:
    words = [str(getattr(child, name)) for name in ("name", "band", "reconnects", "likes", "hates")]
    yield _said(" · ".join(word for word in words if word and word != "None"))


def _repair(repair: Repair) -> Iterator[str]:
    guidance = texts()
    about = [guidance.ruptures[repair.rupture.kind].name, repair.child.name, *guidance.moments.named(repair.rupture)]
    yield f"<p><strong>{escape(' · '.join(part for part in about if part))}</strong></p>"
    for step in Step:
        if repair.words.get(step, "").strip():
            yield f"<h3>{escape(guidance.steps[step].title)}</h3>"
            yield _said(repair.words[step])
    limit = repair.rupture.limit
    if limit and (limit.taken_back or limit.stands):
        yield _said("\n".join(words for words in (limit.taken_back, limit.stands) if words))
    if repair.card:
        yield _said("\n".join([repair.card.opening, *repair.card.cues]))
    if repair.after.response:
        yield f"<h3>{escape(guidance.after.responses[repair.after.response].name)}</h3>"
    if repair.after.words:
        yield _said(repair.after.words)


def _page(page: JournalEntry) -> Iterator[str]:
    if page.title:
        yield f"<h3>{escape(page.title)}</h3>"
    yield _said(page.text)


def _said(words: str) -> str:
    return f"<p>{escape(words)}</p>"
