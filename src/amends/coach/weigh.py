"""Cue against model: one answer, both opinions kept, and the reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from amends.coach.cues import STRONG, Hit
from amends.process import NEUTRAL, PITFALLS, Label, Place, Span


class Bar(NamedTuple):
    """How much a label needs. `support`: a score that lifts a middling cue; `alone`: one that needs no cue."""

    support: float
    alone: float


# Precision before recall for what may hurt: there the model alone never decides.
NEVER = 1.1  # no score is this high
PITFALL, PLAIN = Bar(0.05, NEVER), Bar(0.35, 0.45)  # chosen on the dev part
BARS: dict[Label, Bar] = {label: PITFALL if label in PITFALLS + NEUTRAL else PLAIN for label in Label}
BARS[Label.ACKNOWLEDGE] = Bar(0.35, 0.97)  # it hears an act in every "I"
BARS[Label.REMORSE] = Bar(0.35, 0.8)  # and a sorry in every "sorry?"
BARS[Label.PLAN] = Bar(0.35, 0.92)  # and a plan in every "I'm going to"
BARS[Label.OVERPROMISE] = Bar(0.16, NEVER)
BARS[Label.EXCUSE] = Bar(0.5, NEVER)  # a cause alone is rarely meant as one
BESIDE = 0.85  # where a cue has fired in a sentence, the model alone adds another label only when it is this certain

Evidence = Callable[[Label], Place]


def weigh(sentence: Place, hits: Sequence[Hit], scores: Mapping[Label, float], evidence: Evidence) -> Iterator[Span]:
    """The spans of one sentence. `evidence` finds the words behind a label that only the model heard."""
    heard = {hit.label: hit for hit in hits}
    clean = not any(label in PITFALLS for label in heard)  # beside a pitfall, the model alone adds no credit
    for label in Label:
        score = scores[label]
        if hit := heard.get(label):
            yield _told(sentence, hit, score)
        elif clean and score >= max(BARS[label].alone, BESIDE if heard else 0.0):
            yield Span(sentence, label, evidence(label), score, f"the model alone: {score:.2f}")


def _told(sentence: Place, hit: Hit, score: float) -> Span:
    sure = hit.strength >= STRONG or score >= BARS[hit.label].support
    confidence = 1 - (1 - hit.strength) * (1 - score)
    return Span(sentence, hit.label, hit.words, confidence, f"cue: {hit.name}; model: {score:.2f}", sure)
