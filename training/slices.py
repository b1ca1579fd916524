"""Parts of a test set that are hard each in their own way: which sentences of a message belong to one."""

import re
from collections.abc import Callable, Sequence

from amends.process import Label
from training.corpus import Message

REPORTED = re.compile(r"\bi (?:\w+ )?(?:said|told|called|asked|kept saying)\b")
NEGATED = re.compile(r"\b(?:don't|not|never|no|didn't|won't|can't|isn't|wasn't|needn't)\b")
STOPS = re.compile(r"[.!?…]")
ABROAD = re.compile(r"\b(?:mum|mam|da|mammy|wee|lah|beta|yaar|cross|nan|arvo|reckon|love|pet|telly|uni|och|aye)\b")


def _each(test: Callable[[str], bool]) -> Callable[[Message], list[bool]]:
    """Sentence by sentence, on the plain words."""
    return lambda message: [test(text) for text in message.plain]


def _whole(test: Callable[[Message], bool]) -> Callable[[Message], list[bool]]:
    """All sentences of a message, or none."""
    return lambda message: [test(message)] * len(message.sentences)


def _cause(message: Message) -> list[bool]:
    """Where the neighbour decides: causes, which ownership next door turns into context."""
    return [bool(one.labels & {Label.CONTEXT, Label.EXCUSE}) for one in message.sentences]


def _years(message: Message) -> float:
    return float(message.age or -1)


SLICES: dict[str, Callable[[Message], Sequence[bool]]] = {
    "reported speech": _each(lambda text: bool(REPORTED.search(text))),
    "negation": _each(lambda text: bool(NEGATED.search(text))),
    "with but": _each(lambda text: " but " in text),
    "neighbours decide": _cause,
    "typed without stops": _whole(lambda message: not STOPS.search(message.text)),
    "not American": _whole(lambda message: bool(ABROAD.search(message.text.lower()))),
    "one sentence": _whole(lambda message: len(message.sentences) == 1),
    "ten sentences or more": _whole(lambda message: len(message.sentences) >= 10),
    "under five years": _whole(lambda message: 0 <= _years(message) < 5),
    "thirteen to seventeen": _whole(lambda message: 13 <= _years(message) < 18),
    "grown": _whole(lambda message: _years(message) >= 18),
}
