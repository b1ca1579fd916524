"""Cues and models: one answer, all opinions kept, and the reason."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from math import exp

import msgspec

from amends.coach.cues import STRONG, Hit
from amends.coach.evidence import of_cue, of_model
from amends.coach.language import Language
from amends.coach.scorer import Opinion
from amends.known import know
from amends.process import PITFALLS, Label, Place, Span

# Section 8 of the guide: what cannot both be true of one sentence.
EITHER = (
    (Label.CONTEXT, Label.EXCUSE),
    (Label.HEDGE, Label.REMORSE),
    (Label.OVERPROMISE, Label.PLAN),
    (Label.LIMIT, Label.LECTURE),
    (Label.HOSTILE, Label.REASSURE),
)
CERTAIN = 0.84  # a pitfall's cue this strong is believed,
VETO = 0.03  # unless with the models it is less likely than this,
PLAIN = 0.95  # and one this strong whatever they say: its words can hardly be said otherwise
BESIDE = 0.95  # where a strong cue has found a pitfall, the models alone add another one only when they are this sure


class Weighing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much each opinion on a label counts, and how likely it must be. `python -m training.calibrate` wrote them."""

    start: float
    neural: float
    ngrams: float
    cue: float
    strong: float
    ask_at: float  # from here on it is asked about
    say_at: float  # from here on it is said


know(Weighing)


@cache
def _weighings(language: Language) -> Mapping[str, Mapping[Label, Weighing]]:
    found = language.weights("calibration.json").read_bytes()
    return msgspec.json.decode(found, type=dict[str, dict[Label, Weighing]])


def weigh(
    sentence: Place, hits: Sequence[Hit], opinion: Opinion, never: Collection[Label] = frozenset()
) -> Iterator[Span]:
    """The spans of one sentence, without the labels it `never` has."""
    cues = {hit.label: hit for hit in hits if hit.label not in never}
    odds = _odds(cues, opinion, never)
    above = _above(odds, cues, _weighings_for(opinion))
    for label in compatible(above):
        cue = cues.get(label)
        words = of_cue(opinion.sentence, cue.words) if cue else of_model(opinion.sentence, opinion.evidence(label))
        if words:  # nothing but small words says nothing
            yield Span(sentence, label, words, odds[label], _because(opinion, label, cue), above[label] >= 0)


def _weighings_for(opinion: Opinion) -> Mapping[Label, Weighing]:
    return _weighings(opinion.sentence.language)["both" if opinion.heard else "ngrams"]


def _odds(cues: Mapping[Label, Hit], opinion: Opinion, never: Collection[Label]) -> dict[Label, float]:
    """How likely each label is that can be there."""
    weighings = _weighings_for(opinion)
    odds = {label: likely(weighings[label], opinion, label, cues.get(label)) for label in Label if label not in never}
    if any(label in PITFALLS and cue.strength >= STRONG for label, cue in cues.items()):
        return {label: chance for label, chance in odds.items() if not _is_beside(label, chance, cues)}
    return odds


def _above(
    odds: Mapping[Label, float], cues: Mapping[Label, Hit], weighings: Mapping[Label, Weighing]
) -> dict[Label, float]:
    """By how much each label that is to be spoken of lies above the bar from which it is said."""
    strong = {label for label, cue in cues.items() if cue.strength >= STRONG}  # at least asked about, whatever else
    there = (label for label, chance in odds.items() if label in strong or chance >= weighings[label].ask_at)
    return {
        label: 1.0 if _is_believed(cues.get(label), odds[label]) else odds[label] - weighings[label].say_at
        for label in there
    }


def _is_believed(cue: Hit | None, chance: float) -> bool:
    """Whether a pitfall's cue is so strong that it is said, although the models may doubt it."""
    if cue is None or cue.label not in PITFALLS:
        return False
    return cue.strength >= PLAIN or (cue.strength >= CERTAIN and chance >= VETO)


def _is_beside(label: Label, chance: float, cues: Mapping[Label, Hit]) -> bool:
    """A second pitfall, which no cue has found and the models are not sure of: one is enough to ask about."""
    return label in PITFALLS and label not in cues and chance < BESIDE


def likely(weighing: Weighing, opinion: Opinion, label: Label, cue: Hit | None) -> float:
    """How likely a label is, from 0 to 1."""
    total = weighing.start + weighing.ngrams * opinion.ngrams[label]
    if opinion.heard:
        total += weighing.neural * opinion.heard.logits[label]
    if cue:
        total += weighing.cue + weighing.strong * (cue.strength >= STRONG)
    return 1 / (1 + exp(-total))


def compatible(above: Mapping[Label, float]) -> list[Label]:
    """Of two labels that exclude each other, the one further above its own bar."""
    lost = {min(pair, key=above.__getitem__) for pair in EITHER if set(pair) <= set(above)}
    return [label for label in above if label not in lost]


def _because(opinion: Opinion, label: Label, cue: Hit | None) -> str:
    said = [f"cue: {cue.name}"] if cue else []
    if opinion.heard:
        said.append(f"neural: {opinion.heard.logits[label]:+.1f}")
    return "; ".join([*said, f"n-grams: {opinion.ngrams[label]:+.1f}"])
