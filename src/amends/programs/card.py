"""The pocket card of one draft, as programs get it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from amends.coach import cautions, read
from amends.guidance import load
from amends.known import know
from amends.process import (
    Ask,
    Child,
    Label,
    Limit,
    Plan,
    Repair,
    Rupture,
    Step,
    card_from,
    message_of,
)
from amends.programs.age import Age, band


@dataclass(frozen=True, slots=True)
class LimitAsked:
    """A limit: what of it is taken back, and what stands."""

    taken_back: str | None = None
    stands: str | None = None


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan: when the moment comes again, I will."""

    when: str | None = None
    will: str | None = None


class StepsAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """The words by step. Any may be absent."""

    calm: str | None = None
    acknowledge: str | None = None
    responsibility: str | None = None
    validate: str | None = None
    reconnect: str | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class CardAsked:
    """A draft. What else stands in the object is not looked at."""

    steps: Annotated[StepsAsked, Meta(examples=[{"responsibility": "I'm sorry I shouted."}])]
    limit: LimitAsked | None = None
    plan: PlanAsked | None = None
    age: Age = None


@dataclass(frozen=True, slots=True)
class AskAbout:
    """A sentence on the card that may land badly, why, and the question to ask about it."""

    words: str
    label: Label
    question: str


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """The card: its opening, then all else that stands on it, in the order of the steps. `rest` stands on no card;
    where words raise an alarm, or speak of an order or of a child who hands them on, all of them stand there."""

    opening: str
    cues: tuple[str, ...]
    asks: tuple[AskAbout, ...]
    rest: tuple[str, ...]


know(CardAsked, CardAnswer)


def draft_of(given: Any) -> Repair:
    """The draft that was sent, as a repair that nobody keeps. Raises ValueError that says what it must be."""
    if not isinstance(given, dict) or not isinstance(given.get("steps"), dict):
        raise ValueError('must be an object with "steps" as an object of texts')
    plan, limit = _texts(given, "plan", ("when", "will")), _texts(given, "limit", ("taken_back", "stands"))
    return Repair(
        began=datetime.min.replace(tzinfo=UTC),  # a draft has no day
        rupture=Rupture(limit=Limit(limit.get("taken_back", ""), limit.get("stands", "")) if limit else None),
        child=Child(band=band(given.get("age"))),
        words=_words(given["steps"], Plan(**plan)),
        plan=Plan(**plan),
    )


def card_of(draft: Repair) -> CardAnswer:
    """The card of a draft."""
    text = message_of(draft).text
    laid = card_from(draft.warn(Step.CALM, cautions(text)), read(text, draft.child.band))
    # Calming has no words on a card; what stands there all the same must not vanish.
    rest = (*_sentences(draft.words.get(Step.CALM, "")), *laid.rest)
    return CardAnswer(laid.card.opening, tuple(laid.further), tuple(_ask(ask) for ask in laid.asks), rest)


def _ask(ask: Ask) -> AskAbout:
    asks = load().card.asks
    return AskAbout(ask.words, ask.label, asks.begin if ask.opens else asks.say)


def _sentences(words: str) -> list[str]:
    return [words[place.start : place.end] for place in read(words).sentences] if words else []


def _words(steps: dict[str, Any], plan: Plan) -> dict[Step, str]:
    """The words by step; the plan follows what else stands in its step."""
    wrong = [name for name in steps if name not in set(Step)]
    if wrong:
        raise ValueError(f'"steps" must be named {", ".join(Step)}, not {wrong[0]!r}')
    given = _texts({"steps": steps}, "steps", tuple(Step))
    words = {Step(name): text for name, text in given.items()}
    in_step = (words.get(Step.PLAN, ""), plan.sentence())
    return words | {Step.PLAN: "\n".join(text for text in in_step if text.strip())}


def _texts(given: dict[str, Any], name: str, fields: tuple[str, ...]) -> dict[str, str]:
    """The texts under a name, by field. What is absent or null is left out."""
    there = given.get(name)
    if there is None:
        return {}
    if not isinstance(there, dict):
        raise ValueError(f'"{name}" must be an object with {" and ".join(fields)} as strings')
    texts = {field: there[field] for field in fields if there.get(field) is not None}
    for field, text in texts.items():
        if not isinstance(text, str):
            raise ValueError(f'"{field}" in "{name}" must be a string')
    return texts
