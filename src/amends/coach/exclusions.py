"""Which labels exclude each other, and what one sentence alone cannot tell: the guide's decision trees."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from amends.coach.cues import STRONG, Hit
from amends.process import Label

OWNING = frozenset({Label.RESPONSIBILITY, Label.PLAN})
INTENT = "did not mean to"  # the cue of guide 5.1: no defence, unless the sentence itself owns the hurt
ON_TERMS = "threat or love on terms"  # the cue of a love that depends on something
OWNED = 0.85  # a cause beside ownership is context, whatever the cue alone is worth
SORRY = re.compile(r"\b(?:sorry|apologi[sz]e|apology|apologies|apologizing)\b")
CAUSE_AFTER_BUT = re.compile(
    r"\b(?:sorry|apologi[sz]e|(?:shouldn't|should not) have|my fault|was wrong|wasn't okay)\b.* (?:but|only|except)\b"
)

# K2: words that are reported and owned are not said again. K3: what the child is released from is not asked for.
REPORTED = re.compile(
    r"(?:\b(?:i|we) (?:\S+ )?(?:told|said|asked|called|muttered|texted|growled|went|kept saying)|\bmyself say)"
    r"(?: (?!but\b)\S+){0,6} $"
)
RELEASED = re.compile(r"\b(?:don't|needn't|need not|won't|never|not|isn't|without|do not)(?: (?!but\b|so\b)\S+){0,4} $")
QUOTABLE = (Label.MINIMISE, Label.DEMAND, Label.HOSTILE, Label.LECTURE, Label.OVERPROMISE)
RELEASABLE = (Label.MINIMISE, Label.DEMAND, Label.LECTURE, Label.BURDEN)

Heard = dict[Label, Hit]


class Exclusion(NamedTuple):
    """Where `winner` is heard, and `holds` is true of it and of its sentence, the `losers` are not there."""

    winner: Label
    holds: Callable[[Hit, str], bool]
    losers: tuple[Label, ...]


def _always(hit: Hit, text: str) -> bool:
    return True


def _sorry_only_once(hit: Hit, text: str) -> bool:
    return len(SORRY.findall(text)) < 2


def _strongly(hit: Hit, text: str) -> bool:
    return hit.strength >= STRONG


def _beside_but(hit: Hit, text: str) -> bool:
    return " but " in text


def _on_terms(hit: Hit, text: str) -> bool:
    return hit.name == ON_TERMS


EXCLUSIONS = (  # section 8 of the guide; the order counts, since a label that has lost excludes no other
    Exclusion(Label.HEDGE, _sorry_only_once, (Label.REMORSE,)),
    Exclusion(Label.OVERPROMISE, _strongly, (Label.PLAN, Label.RECONNECT)),
    *(Exclusion(pitfall, _beside_but, (Label.REASSURE,)) for pitfall in (Label.HOSTILE, Label.LECTURE, Label.BLAME)),
    Exclusion(Label.BURDEN, _always, (Label.LECTURE, Label.EXCUSE, Label.CONTEXT, Label.RESPONSIBILITY)),
    Exclusion(Label.HOSTILE, _on_terms, (Label.REASSURE, Label.LECTURE, Label.BLAME)),
    Exclusion(Label.LIMIT, _always, (Label.LECTURE,)),
)


def settle(sentences: Sequence[Sequence[Hit]], plain: Sequence[str]) -> list[list[Hit]]:
    """The hits of all sentences of a message, after the rules that need neighbours or exclude one another."""
    heard = [{hit.label: hit for hit in hits} for hits in sentences]
    own = [bool(OWNING & set(one)) for one in heard]
    settled = []
    for at, (one, text) in enumerate(zip(heard, plain, strict=True)):
        owned_near = any(own[max(0, at - 1) : at + 2])
        meant = {label: hit for label, hit in one.items() if not _is_borrowed(hit, text)}
        settled.append(list(_alone(_causes(meant, text, owned_near, own[at]), text).values()))
    return settled


def _is_borrowed(hit: Hit, text: str) -> bool:
    """Whether the words of a pitfall are only reported, or only denied."""
    before = text[: hit.heard[0]]
    quoted = hit.label in QUOTABLE and REPORTED.search(before)
    released = hit.label in RELEASABLE and RELEASED.search(before)
    return bool(quoted or released)


def _causes(heard: Heard, text: str, owned_near: bool, owned_here: bool) -> Heard:
    """Tree 7.1: a cause is the child's (blame), shrinks the parent's agency (excuse), or keeps ownership (context)."""
    excuse, cause = heard.get(Label.EXCUSE), heard.get(Label.CONTEXT)
    if Label.BLAME in heard:
        return _without(heard, Label.CONTEXT)
    if excuse and excuse.name == INTENT and owned_here:
        return _without(heard, Label.EXCUSE)
    if excuse or not cause:
        return _without(heard, Label.CONTEXT)
    if owned_near and not CAUSE_AFTER_BUT.search(text[: cause.heard[0] + 1]):
        return heard | {Label.CONTEXT: replace(cause, strength=max(cause.strength, OWNED))}
    return _turned(heard, Label.CONTEXT, Label.EXCUSE)


def _alone(heard: Heard, text: str) -> Heard:
    """Section 8: labels that exclude each other in one sentence, one rule after the other."""
    for winner, holds, losers in EXCLUSIONS:
        hit = heard.get(winner)
        if hit and holds(hit, text):
            heard = _without(heard, *losers)
    return heard


def _without(heard: Heard, *labels: Label) -> Heard:
    return {label: hit for label, hit in heard.items() if label not in labels}


def _turned(heard: Heard, old: Label, new: Label) -> Heard:
    """The same words under another label."""
    return _without(heard, old) | {new: replace(heard[old], label=new)}
