"""Which labels exclude each other, and what one sentence alone cannot tell: the guide's decision trees."""

import re
from collections.abc import Sequence
from dataclasses import replace

from amends.coach.cues import STRONG, Hit
from amends.process import Label

OWNING = frozenset({Label.RESPONSIBILITY, Label.PLAN})
INTENT = "did not mean to"  # the cue of guide 5.1: no defence, unless the sentence itself owns the hurt
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
TERMS = "threat or love on terms"
HARSH = {Label.HOSTILE, Label.LECTURE, Label.BLAME}
QUOTABLE = (Label.MINIMISE, Label.DEMAND, Label.HOSTILE, Label.LECTURE, Label.OVERPROMISE)
RELEASABLE = (Label.MINIMISE, Label.DEMAND, Label.LECTURE, Label.BURDEN)

Heard = dict[Label, Hit]


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
    """Section 8: labels that exclude each other in one sentence."""
    heard = _sorry_or_promise(heard, text)
    if " but " in text and HARSH & set(heard):
        heard = _without(heard, Label.REASSURE)
    if Label.BURDEN in heard:
        heard = _without(heard, Label.LECTURE, Label.EXCUSE, Label.CONTEXT, Label.RESPONSIBILITY)
    if Label.HOSTILE in heard and heard[Label.HOSTILE].name == TERMS:
        heard = _without(heard, Label.REASSURE, Label.LECTURE, Label.BLAME)
    return _without(heard, Label.LECTURE) if Label.LIMIT in heard else heard


def _sorry_or_promise(heard: Heard, text: str) -> Heard:
    """A hedged sorry is none, and what nobody can promise is no plan."""
    if Label.HEDGE in heard and len(SORRY.findall(text)) < 2:
        heard = _without(heard, Label.REMORSE)
    if Label.OVERPROMISE in heard and heard[Label.OVERPROMISE].strength >= STRONG:
        heard = _without(heard, Label.PLAN, Label.RECONNECT)
    return heard


def _without(heard: Heard, *labels: Label) -> Heard:
    return {label: hit for label, hit in heard.items() if label not in labels}


def _turned(heard: Heard, old: Label, new: Label) -> Heard:
    """The same words under another label."""
    return _without(heard, old) | {new: replace(heard[old], label=new)}
