"""Cues and models: one answer, all opinions kept, and the reason."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import exp

import msgspec

from amends.coach.cues import STRONG, Hit
from amends.coach.scorer import Opinion
from amends.coach.weights import FOLDER
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
VETO = 0.05  # unless with the models it is less likely than this
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


@cache
def _weighings() -> Mapping[str, Mapping[Label, Weighing]]:
    return msgspec.json.decode((FOLDER / "calibration.json").read_bytes(), type=dict[str, dict[Label, Weighing]])


def weigh(sentence: Place, hits: Sequence[Hit], opinion: Opinion) -> Iterator[Span]:
    """The spans of one sentence."""
    cues = {hit.label: hit for hit in hits}
    weighings = _weighings()["both" if opinion.heard else "ngrams"]
    odds = {label: likely(weighings[label], opinion, label, cues.get(label)) for label in Label}
    above = _above_their_bars(weighings, odds, cues)
    for label in _compatible(above):
        cue = cues.get(label)
        words = cue.words if cue else opinion.evidence(label)
        yield Span(sentence, label, words, odds[label], _because(opinion, label, cue), sure=above[label] >= 0)


def _above_their_bars(
    weighings: Mapping[Label, Weighing], odds: Mapping[Label, float], cues: Mapping[Label, Hit]
) -> dict[Label, float]:
    """The labels that are at least asked about, and how far each is above the bar from which it is said."""
    beside = any(_is_strong_pitfall(hit) for hit in cues.values())
    above = {}
    for label, chance in odds.items():
        cue, bars = cues.get(label), weighings[label]
        if beside and _is_unsure_of_another(label, chance, cue):
            continue
        if _is_strong(cue) or chance >= bars.ask_at:
            above[label] = 1.0 if _is_certain(label, chance, cue) else chance - bars.say_at
    return above


def _is_strong(cue: Hit | None) -> bool:
    """A cue that is at least asked about, whatever the models say."""
    return cue is not None and cue.strength >= STRONG


def _is_strong_pitfall(cue: Hit) -> bool:
    return cue.label in PITFALLS and _is_strong(cue)


def _is_certain(label: Label, chance: float, cue: Hit | None) -> bool:
    """A pitfall's cue that is believed, unless the models know better."""
    return label in PITFALLS and cue is not None and cue.strength >= CERTAIN and chance >= VETO


def _is_unsure_of_another(label: Label, chance: float, cue: Hit | None) -> bool:
    """A second pitfall, which no cue has found and the models are not sure of: one is enough to ask about."""
    return label in PITFALLS and cue is None and chance < BESIDE


def likely(weighing: Weighing, opinion: Opinion, label: Label, cue: Hit | None) -> float:
    """How likely a label is, from 0 to 1."""
    total = weighing.start + weighing.ngrams * opinion.ngrams[label]
    if opinion.heard:
        total += weighing.neural * opinion.heard.logits[label]
    if cue:
        total += weighing.cue + weighing.strong * (cue.strength >= STRONG)
    return 1 / (1 + exp(-total))


def _compatible(above: Mapping[Label, float]) -> list[Label]:
    """Of two labels that exclude each other, the one further above its own bar."""
    lost = {min(pair, key=above.__getitem__) for pair in EITHER if set(pair) <= set(above)}
    return [label for label in above if label not in lost]


def _because(opinion: Opinion, label: Label, cue: Hit | None) -> str:
    said = [f"cue: {cue.name}"] if cue else []
    if opinion.heard:
        said.append(f"neural: {opinion.heard.logits[label]:+.1f}")
    return "; ".join([*said, f"n-grams: {opinion.ngrams[label]:+.1f}"])
