"""Rehearsals that are played without the coach: each turn is said to read as these labels."""

from collections.abc import Iterator, Sequence
from random import Random

from amends.process import (
    COMPONENTS,
    PITFALLS,
    REHEARSED,
    AgeBand,
    Label,
    Place,
    Reading,
    Scene,
    Setting,
    Span,
    Temper,
    Took,
)
from amends.rehearsal import MOST_TURNS, Run, answer, begin, end, wait

WAITS = ()  # a turn of no words
TAKEN_BACK = "I take that back."
WHOLE = (  # what a careful parent says, turn by turn
    (Label.RESPONSIBILITY, Label.REMORSE),
    (Label.VALIDATE, Label.INVITE),
    WAITS,
    (Label.VALIDATE,),
    (Label.PLAN,),
    (Label.RECONNECT,),
    (Label.INVITE,),
    WAITS,
)

Labels = Sequence[Label]


def reading_of(labels: Labels) -> tuple[str, Reading]:
    """A text of one sentence for each label, and how it reads."""
    sentences = [f"This one is {label}." for label in labels] or ["Hm."]
    places, at = [], 0
    for sentence in sentences:
        places.append(Place(at, at + len(sentence)))
        at += len(sentence) + 1
    spans = tuple(Span(place, label, place, 0.9, "said so") for place, label in zip(places, labels, strict=False))
    return " ".join(sentences), Reading(tuple(places), spans)


def said(run: Run, labels: Labels, words: str = "") -> Run:
    """The rehearsal after one turn; none where the parent waited."""
    if labels is WAITS:
        return wait(run)
    text, reading = reading_of(labels)
    return answer(run, words or text, reading)


def played(setting: Setting, seed: int, turns: Sequence[Labels], lately: Sequence[int] = ()) -> Run:
    """A whole rehearsal, to its end."""
    run = begin(setting, seed, lately)
    for labels in turns[:MOST_TURNS]:
        if run.ending is not None:
            return run
        run = said(run, labels)
    return run if run.ending is not None else end(run)


def settings(dice: Random) -> Iterator[Setting]:
    """Scenes of every kind, without end."""
    while True:
        yield Setting(
            dice.choice(list(AgeBand)),
            dice.choice(list(Temper)),
            dice.choice(REHEARSED),
            "",
            dice.choice(list(Took)),
            dice.choice([room for room in Scene if room]),
        )


def any_turn(dice: Random) -> Labels:
    """What somebody may say: often good, sometimes not, now and then nothing."""
    if dice.random() < 0.15:
        return WAITS
    of = COMPONENTS if dice.random() < 0.6 else (*COMPONENTS, *PITFALLS, Label.CONTEXT, Label.LIMIT)
    return dice.sample(of, dice.choice([1, 1, 2, 3]))
