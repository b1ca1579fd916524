"""Small drawings for templates: the bowl of a repair, and words with their marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import template

from amends.process import COMPONENTS, PITFALLS, Place, Reading, Repair, Span, Step

register = template.Library()


@register.simple_tag
def once_id() -> str:
    """An id for a form that makes one thing, however often it is sent."""
    return uuid4().hex


# The crack from rim to foot, one stretch a step.
CRACK = ("M60 21 l6 11", "M66 32 l-9 10", "M57 42 l10 10", "M67 52 l-8 10", "M59 62 l7 9", "M66 71 l-4 10")


@register.inclusion_tag("parts/bowl.html")
def bowl(repair: Repair | None = None, size: str = "small") -> dict[str, Any]:
    """The bowl of one repair: what is done is gold, what is not is simply still clay."""
    done = repair.done if repair else frozenset(Step)
    stretches = [{"path": path, "gold": step in done} for step, path in zip(Step, CRACK, strict=True)]
    return {"stretches": stretches, "size": size}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the words, and how they are marked: `there`, `may-hurt`, or not at all."""

    words: str
    mark: str = ""


def stretches(text: str, reading: Reading, within: Place | None = None) -> list[Stretch]:
    """The text (or the part `within`) cut where marks begin and end. What may hurt covers what is there."""
    whole = within or Place(0, len(text))
    spans = [span for span in reading.spans if span.sure and span.label in COMPONENTS + PITFALLS]
    edges = sorted({whole.start, whole.end, *_edges(spans, whole)})
    pieces = zip(edges, edges[1:], strict=False)
    return [Stretch(text[start:end], _mark(spans, start)) for start, end in pieces]


def _edges(spans: list[Span], whole: Place) -> Iterator[int]:
    for span in spans:
        yield from (edge for edge in (span.words.start, span.words.end) if whole.start <= edge <= whole.end)


def _mark(spans: list[Span], at: int) -> str:
    labels = {span.label for span in spans if span.words.start <= at < span.words.end}
    if labels.intersection(PITFALLS):
        return "may-hurt"
    return "there" if labels else ""
