"""How a message reads: which part does what, and how we know."""

from collections.abc import Iterator

from amends.coach import safety
from amends.coach.combine import weigh
from amends.coach.cues import denied, hits, spelling
from amends.coach.ear import can_stop, listen
from amends.coach.exclusions import settle
from amends.coach.language import readable
from amends.coach.normalise import plain
from amends.coach.safety import cautions, in_order, rules_for_a_browser
from amends.coach.scorer import opinions
from amends.coach.sentences import split
from amends.guidance import load
from amends.process import AgeBand, Alarm, Flag, Place, Reading, Span, covered, next_label

__all__ = ["alarms", "cautions", "read", "rules_for_a_browser"]

# More than this is no message to a child. So much is read in half a second, and a page waits for it at every pause.
MOST_CHARACTERS = 6_000  # some 1,200 words
MOST_SENTENCES = 200


def read(text: str, age_band: AgeBand | None = None, language: str = "en") -> Reading:
    """What the words do: labelled spans with their evidence, alarms, steps covered, and what to ask about next.

    The same text always gives the same reading; nothing is kept. A text in another language comes back with
    `understood` False, its sentences and its alarms, and no spans. So does one of more than
    MOST_CHARACTERS or MOST_SENTENCES, with `too_much` True: alarms are heard in all of it. `age_band` only weighs the
    length.
    """
    places = split(text)
    raised, maybe = _danger(text, language)
    if len(text) > MOST_CHARACTERS or len(places) > MOST_SENTENCES:
        return Reading(places, alarms=raised, too_long=age_band is not None, too_much=True, maybe=maybe)
    if not readable(text, spelling(language)):
        return Reading(places, alarms=raised, understood=False)
    spans = tuple(_spans(text, places, language))
    labels = frozenset(span.label for span in spans if span.sure)
    too_long = _too_long(text, age_band, language)
    return Reading(places, spans, raised, covered(labels), next_label(labels), too_long, maybe=maybe)


def alarms(text: str, language: str = "en") -> tuple[Alarm, ...]:
    """All that stops: what the rules hear, and what the ear is nearly sure of; the most urgent first.

    Raises ValueError where a language has no rules, or broken ones.
    """
    return _danger(text, language)[0] if can_stop() else safety.alarms(text, language)


def _danger(text: str, language: str) -> tuple[tuple[Alarm, ...], tuple[Flag, ...]]:
    ruled = safety.alarms(text, language)
    heard = listen(text, ruled, language)
    return in_order([*ruled, *heard.alarms]), heard.maybe


def _spans(text: str, places: tuple[Place, ...], language: str) -> Iterator[Span]:
    told = [plain(text, place, spelling(language)) for place in places]
    settled = settle([hits(one, language) for one in told], [one.text for one in told])
    for place, found, opinion in zip(places, settled, opinions(told), strict=True):
        if any(word.text not in "?!" for word in opinion.sentence.words):  # emoji and stops say nothing to mark
            yield from weigh(place, found, opinion, denied(opinion.sentence, language))


def _too_long(text: str, age_band: AgeBand | None, language: str) -> bool:
    most = load(language).ages[age_band].max_words if age_band else None
    return most is not None and len(text.split()) > most
