"""Small drawings for templates: the bowl of a repair, words with their marks, and where a claim comes from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from amends.process import NoteKind, Place, Repair, Step
from amends.web import given
from amends.web.language import texts

register = template.Library()
ART = Path(__file__).parent / "art"


@register.simple_tag
def once_id() -> str:
    """An id for a form that makes one thing, however often it is sent."""
    return uuid4().hex


@cache
def _drawing(name: str) -> str:
    return (ART / f"{name}.svg").read_text(encoding="utf-8").strip()


@register.simple_tag
def art(name: str) -> SafeString:
    """A drawing of the house, inline: it takes its colours from the page. Raises OSError for one there is not."""
    return mark_safe(_drawing(name))  # our own files


@register.simple_tag(takes_context=True)
def file(context: template.Context, name: str) -> str:
    """The address of one of our files, on the side of the house on which the page stands."""
    return given.file(name, bool(context.get("is_given")))


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str) -> str:
    """The address of a page by its name, on the same side."""
    return given.place(name, bool(context.get("is_given")))


@register.simple_tag
def weekday(number: str) -> str:
    """A day of the week by its number (0 is Monday), in short, as the page's language calls it."""
    return str(WEEKDAYS_ABBR[int(number)])


_OUTER = re.compile(r'<svg class="[^"]*" viewBox="([^"]*)"[^>]*>(.*)</svg>', re.DOTALL)


@register.simple_tag
def symbols(names: Iterable[str]) -> SafeString:
    """Drawings that a page shows more than once or many at a time: each stands in it once, and `scene` shows it."""
    cut = ((name, *_OUTER.fullmatch(_drawing(name)).groups()) for name in dict.fromkeys(names))  # type: ignore[union-attr]
    parts = ((name, box, mark_safe(inner)) for name, box, inner in cut)
    whole = format_html_join("", '<symbol class="art" id="art-{}" viewBox="{}">{}</symbol>', parts)
    return format_html('<svg hidden aria-hidden="true" focusable="false">{}</svg>', whole)


@register.inclusion_tag("parts/scene.html")
def scene(name: str) -> dict[str, Any]:
    """One of the page's `symbols`, in the light of where it stands."""
    return {"name": name}


# The crack from rim to foot, one stretch a step.
CRACK = (
    "M95 12.6L86 27",
    "M86 27l11 12.6",
    "M97 39.6L84 53l-13 4-8-5",
    "M84 53l11 13 14 3",
    "M95 66L83 80",
    "M83 80l7 16",
)

# The seam of the bowl on the writing page: six stretches beside each other, each a step to tap.
SEAM = (
    "M15 34L34 34L57 49",
    "M57 49L92 51L113 37",
    "M113 37L138 38L170 54",
    "M170 54L203 54L227 39",
    "M227 39L250 38L283 51",
    "M283 51L306 49L325 34",
)

Mark = tuple[Place, NoteKind, str]  # where, how, and the key of the note that tells of it


@register.inclusion_tag("parts/bowl.html")
def bowl(repair: Repair | None = None, size: str = "small") -> dict[str, Any]:
    """The bowl of one repair: what is done is gold, what is not is simply still clay."""
    done = repair.done if repair else frozenset(Step)
    stretches = [{"path": path, "gold": step in done} for step, path in zip(Step, CRACK, strict=True)]
    return {"stretches": stretches, "size": size}


@register.inclusion_tag("parts/sources.html")
def sources(ids: Iterable[str], linked: bool = False) -> dict[str, Any]:
    """What a claim stands on, behind one tap. `linked` leads to the list of all: not from a page with words on it."""
    return {"sources": [texts().sources[id] for id in ids], "linked": linked}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the words, and how they are marked: `may-hurt`, `not-sure`, `there`, or not at all; by which note."""

    words: str
    mark: str = ""
    note: str = ""


def stretches(text: str, marks: Iterable[Mark], within: Place | None = None) -> list[Stretch]:
    """The text (or the part `within`) cut where marks begin and end. What may hurt covers what is there."""
    whole = within or Place(0, len(text))
    marks = list(marks)
    edges = sorted({whole.start, whole.end, *_edges(marks, whole)})
    pieces = zip(edges, edges[1:], strict=False)
    return [Stretch(text[start:end], *_mark(marks, start)) for start, end in pieces]


@register.simple_tag
def marked(stretches: Iterable[Stretch]) -> SafeString:
    """The words with their marks, without a space or line that is not the parent's."""
    return format_html_join("", "{}", ((_html(stretch),) for stretch in stretches))


def _html(stretch: Stretch) -> str:
    if not stretch.mark:
        return stretch.words
    return format_html('<mark class="{}" data-of="{}">{}</mark>', stretch.mark, stretch.note, stretch.words)


def _edges(marks: list[Mark], whole: Place) -> Iterator[int]:
    for place, _kind, _note in marks:
        yield from (edge for edge in (place.start, place.end) if whole.start <= edge <= whole.end)


def _mark(marks: list[Mark], at: int) -> tuple[str, str]:
    """What marks the letter there, and its note: of several the first in the order of kinds."""
    kinds = list(NoteKind)
    here = [(kind, note) for place, kind, note in marks if place.start <= at < place.end]
    kind, note = min(here, key=lambda one: kinds.index(one[0]), default=("", ""))
    return str(kind), note
