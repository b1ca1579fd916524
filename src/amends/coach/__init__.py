"""How a message reads: which part does what, and how we know."""

from collections.abc import Iterator

from amends.coach import safety
from amends.coach.combine import weigh
from amends.coach.cues import denied, hits
from amends.coach.ear import can_stop, listen
from amends.coach.language import Language
from amends.coach.language import language as language_of
from amends.coach.normalise import plain
from amends.coach.readable import readable
from amends.coach.safety import cautions, in_order, rules_for_a_browser
from amends.coach.scorer import opinions
from amends.coach.sentences import split
from amends.guidance import load
from amends.process import Against, AgeBand, Alarm, Flag, Place, Reading, Span, covered, next_label

__all__ = ["against", "alarms", "cautions", "read", "rules_for_a_browser"]

# More than this is no message to a child. So much is read in half a second, and a page waits for it at every pause.
MOST_CHARACTERS = 6_000  # some 1,200 words
MOST_SENTENCES = 200


def read(text: str, age_band: AgeBand | None = None, language: str = "en") -> Reading:
    """What the words do: labelled spans with their evidence, alarms, steps covered, and what to ask about next.

    The same text always gives the same reading, and no words are kept. A text in another language, or in one that
    nobody has taught the reader, comes back with `understood` False, its sentences and its alarms, and no spans. So
    does one of more than MOST_CHARACTERS or MOST_SENTENCES, with `too_much` True: alarms are heard in all of it.
    `age_band` only weighs the length.
    """
    tongue = language_of(language)
    places = split(text, tongue.grammar)
    raised, maybe = _danger(text, tongue)
    if len(text) > MOST_CHARACTERS or len(places) > MOST_SENTENCES:
        return Reading(places, alarms=raised, too_long=age_band is not None, too_much=True, maybe=maybe)
    if not (tongue.is_taught and readable(text, tongue.spelling)):
        return Reading(places, alarms=raised, understood=False)
    spans = tuple(_spans(text, places, tongue))
    labels = frozenset(span.label for span in spans if span.sure)
    too_long = _too_long(text, age_band, tongue)
    return Reading(places, spans, raised, covered(labels), next_label(labels), too_long, maybe=maybe)


def alarms(text: str, language: str = "en") -> tuple[Alarm, ...]:
    """All that stops: what the rules hear, and what the ear is nearly sure of; the most urgent first.

    Raises ValueError where a language has no rules, or broken ones.
    """
    tongue = language_of(language)
    return _danger(text, tongue)[0] if can_stop(tongue) else safety.alarms(text, language)


def against(language: str = "en") -> Against:
    """The words of a language that set a limit against an apology."""
    return language_of(language).grammar.against


def _danger(text: str, language: Language) -> tuple[tuple[Alarm, ...], tuple[Flag, ...]]:
    ruled = safety.alarms(text, language.code)
    heard = listen(text, ruled, language)
    return in_order([*ruled, *heard.alarms]), heard.maybe


def _spans(text: str, places: tuple[Place, ...], language: Language) -> Iterator[Span]:
    told = [plain(text, place, language) for place in places]
    for place, sentence, opinion in zip(places, told, opinions(told, language), strict=True):
        if any(word.text not in "?!" for word in sentence.words):  # emoji and stops say nothing to mark
            yield from weigh(place, hits(sentence, language), opinion, denied(sentence, language))


def _too_long(text: str, age_band: AgeBand | None, language: Language) -> bool:
    most = load(language.code).ages[age_band].max_words if age_band else None
    return most is not None and len(text.split()) > most
