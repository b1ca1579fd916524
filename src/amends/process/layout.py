"""Lays out the pocket card: which of the parent's sentences stand on it, which are asked about, which wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from amends.process.card import CUES, Ask, Card, Laid
from amends.process.message import NOTE_ORDER, Caution, Label, Place, Reading
from amends.process.plan import Plan
from amends.process.repair import Message, Repair, message_of
from amends.process.steps import Step
from amends.process.words import fingerprint, tidy

OPENING = (Step.ACKNOWLEDGE, Step.RESPONSIBILITY)  # a card never begins with the words of another step
SORRY_OR_ACT = frozenset({Label.REMORSE, Label.ACKNOWLEDGE})
OPENERS = SORRY_OR_ACT | {Label.RESPONSIBILITY}
PARTS = (Label.RESPONSIBILITY, Label.VALIDATE, Label.INVITE, Label.REASSURE, Label.RECONNECT, Label.PLAN)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a message: its words, where they begin, its step (None: of the limit), and its labels.

    `sure` are the labels the coach is sure of, `heard` all of them.
    """

    words: str
    at: int
    step: Step | None
    sure: frozenset[Label]
    heard: frozenset[Label]

    @property
    def pitfall(self) -> Label | None:
        """What may hurt most in it, surely so."""
        return next((label for label in NOTE_ORDER if label in self.sure), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands on a card, by where it stands there."""

    opening: Sequence[Sentence]
    cues: Sequence[Sentence]
    limit: Sequence[Sentence]
    plan: Sequence[Sentence]

    @property
    def all(self) -> Sequence[Sentence]:
        """All of it, in no order."""
        return (*self.opening, *self.cues, *self.limit, *self.plan)


def card_from(repair: Repair, reading: Reading) -> Laid:
    """A first card out of the parent's own words, as `reading` (of `message_of(repair).text`) hears them.

    Nothing stands on it where words must not be handed on, or where `reading` (without the settled
    ones) holds an alarm.
    """
    message = message_of(repair)
    sentences = _sentences(message, reading)
    if reading.alarms or not repair.has_card:
        return Laid(rest=_words(sentences))
    chosen = _chosen([sentence for sentence in sentences if not _waits(sentence, repair)], repair)
    return _laid(repair, sentences, chosen)


def kept_card(repair: Repair, card: Card, reading: Reading, reading_of_card: Reading) -> Laid:
    """The card as the parent left it, asked about like a new one. `reading_of_card` is of `card.text`."""
    sentences = _sentences(message_of(repair), reading)
    if not repair.has_card:
        return Laid(rest=_words(sentences))
    typed = _sentences(Message(card.text, {}), reading_of_card)
    opens = [sentence for sentence in typed if sentence.at < len(card.opening)]
    there = {tidy(sentence.words) for sentence in typed} | {tidy(line) for line in card.lines}
    rest = [sentence for sentence in sentences if tidy(sentence.words) not in there]
    further = card.lines[1:] if card.opening else card.lines
    return Laid(card, further, _asks(typed, opens, repair.used), _words(rest))


def change_card(
    repair: Repair,
    typed: Card,
    shown: str,
    use: str = "",
    first: str = "",
    leaves: bool = False,
    cautions: Iterable[Caution] = (),
) -> Repair:
    """The repair with what the parent did to the card.

    `typed` is what stands in the form, `shown` the fingerprint of the card it began from: "use it as it is", or going
    back to the steps (`leaves`), does not turn a card into one that stays as it was left. `use` and `first` are
    fingerprints: of a sentence that may stay as it is, and of the part to begin with. `cautions` were heard in `typed`.
    """
    if use:
        repair = repair.use(use)
    untouched = fingerprint(typed.text) == shown
    if untouched and (use or leaves):
        return repair
    return replace(repair, card=typed.begin_with(first), warned_on_card=frozenset(cautions))


def lay_anew(repair: Repair) -> Repair:
    """The repair whose card is laid out of its steps again, as if it had never been changed."""
    return replace(repair, card=None, warned_on_card=frozenset())


def _sentences(message: Message, reading: Reading) -> list[Sentence]:
    sure: dict[Place, set[Label]] = defaultdict(set)
    heard: dict[Place, set[Label]] = defaultdict(set)
    for span in reading.spans:
        heard[span.sentence].add(span.label)
        if span.sure:
            sure[span.sentence].add(span.label)
    return [
        Sentence(
            message.text[part.start : part.end],
            part.start,
            _step_at(message, part.start),
            frozenset(sure[place]),
            frozenset(heard[place]),
        )
        for place in reading.sentences
        for part in _by_step(message, place)
    ]


def _by_step(message: Message, place: Place) -> Iterator[Place]:
    """A sentence, cut where a new step begins: an emoji alone in its step was read with the sentence before it."""
    starts = [step.start for step in message.places.values() if place.start < step.start < place.end]
    for start, end in pairwise((place.start, *starts, place.end)):
        yield Place(start, start + len(message.text[start:end].rstrip()))


def _step_at(message: Message, at: int) -> Step | None:
    return next((step for step, place in message.places.items() if place.start <= at < place.end), None)


def _waits(sentence: Sentence, repair: Repair) -> bool:
    """Whether it is not for a card that we lay out: no word in it, touch or play after force, or half a plan."""
    if sentence.step is None:
        return False
    wordless = not any(letter.isalpha() for letter in sentence.words)  # "1.", a heart, three dots
    touch = repair.after_force and Label.RECONNECT in sentence.heard
    return wordless or touch or (sentence.step is Step.PLAN and _is_half(sentence, repair.plan))


def _is_half(sentence: Sentence, plan: Plan) -> bool:
    """Whether it is half a plan, a fragment; not where a whole sentence was written into one of the two fields."""
    is_sentence = Label.PLAN in sentence.heard and sentence.words.endswith((".", "!", "?", "…"))
    return plan.words > 0 and not plan.is_whole and not is_sentence


def _is_plan(sentence: Sentence, repair: Repair) -> bool:
    """Whether it belongs to the plan: both halves, or what was written in that step and would not hurt."""
    return sentence.step is Step.PLAN and (repair.plan.is_whole or not sentence.pitfall)


def _chosen(allowed: Sequence[Sentence], repair: Repair) -> Chosen:
    limit = [sentence for sentence in allowed if sentence.step is None]
    plan = [sentence for sentence in allowed if _is_plan(sentence, repair)]
    free = [sentence for sentence in allowed if sentence.step and not _is_plan(sentence, repair)]
    opening = _opening(free)
    cues = _cues([sentence for sentence in free if sentence not in opening], [*opening, *limit, *plan])
    return Chosen(opening, cues, limit, plan)


def _opening(free: Sequence[Sentence]) -> list[Sentence]:
    """One sentence: the first that says sorry, names the act or owns it, of the first step that says anything at all.

    A step with a mere greeting is passed over for the other, unless there is none.
    """
    steps = [there for step in OPENING if (there := [sentence for sentence in free if sentence.step is step])]
    if not steps:
        return []
    there = next(filter(_says_anything, steps), steps[0])
    return [next((sentence for sentence in there if sentence.heard & OPENERS), there[0])]


def _says_anything(sentences: Sequence[Sentence]) -> bool:
    return any(sentence.heard for sentence in sentences)


def _cues(free: Sequence[Sentence], fixed: Sequence[Sentence]) -> list[Sentence]:
    """What stands beside what is `fixed` on the card, in the order of the text.

    No sorry and no act is left out while a sentence that may hurt stands: all of them are taken where one is fixed,
    else the ones that may hurt give way.
    """
    essential = [sentence for sentence in free if sentence.heard & SORRY_OR_ACT]
    choice = [*essential, *_further(free, essential, fixed)]
    if len(essential) > CUES and any(sentence.pitfall for sentence in fixed):
        picked = essential
    elif len(essential) > CUES:
        picked = [sentence for sentence in choice if not sentence.pitfall][:CUES]
    else:
        picked = choice[:CUES]
    return sorted(picked, key=lambda sentence: sentence.at)


def _further(free: Sequence[Sentence], essential: Sequence[Sentence], fixed: Sequence[Sentence]) -> Iterator[Sentence]:
    """One sentence for each part that is not there yet, then the others."""
    others = [sentence for sentence in free if not sentence.heard & SORRY_OR_ACT]
    there = {label for sentence in (*essential, *fixed) for label in sentence.sure}
    for part in PARTS:
        carries = next((sentence for sentence in others if part in sentence.sure), None)
        if carries and part not in there:
            there |= carries.sure
            others.remove(carries)
            yield carries
    yield from others


def _laid(repair: Repair, sentences: Sequence[Sentence], chosen: Chosen) -> Laid:
    slots = repair.rupture.limit if chosen.limit else None
    card = Card(
        "".join(_words(chosen.opening)),
        _words(chosen.cues),
        slots.taken_back.strip() if slots else "",
        slots.stands.strip() if slots else "",
        " ".join(_words(chosen.plan)),
    )
    on_card = {sentence.at for sentence in chosen.all}
    standing = [sentence for sentence in sentences if sentence.at in on_card]
    rest = [sentence for sentence in sentences if sentence.at not in on_card]
    return Laid(card, _in_order(card, chosen), _asks(standing, chosen.opening, repair.used), _words(rest))


def _in_order(card: Card, chosen: Chosen) -> tuple[str, ...]:
    """What stands on the card after its opening, in the order of the steps."""
    lines = [(sentence.at, sentence.words) for sentence in chosen.cues]
    lines += [(chosen.limit[0].at, words) for words in (card.taken_back, card.stands) if words]
    lines += [(chosen.plan[0].at, card.plan)] if chosen.plan else []
    return tuple(words for _, words in sorted(lines, key=lambda line: line[0]))


def _asks(there: Iterable[Sentence], opening: Sequence[Sentence], used: Collection[str]) -> tuple[Ask, ...]:
    asks = (
        Ask(sentence.words, sentence.pitfall, sentence in opening)
        for sentence in there
        if sentence.pitfall and fingerprint(sentence.words) not in used
    )
    return tuple(dict.fromkeys(asks))


def _words(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    return tuple(sentence.words for sentence in sentences)
