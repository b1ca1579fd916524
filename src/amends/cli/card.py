"""The pocket card without a site."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from amends.cli.lines import answer_lines, band

if TYPE_CHECKING:
    from amends.process import Ask, Plan, Repair, Step


@click.command("card")
@click.option(
    "--jsonl",
    required=True,
    type=click.Path(allow_dash=True, dir_okay=False),
    help="Read one JSON object a line, write one a line.",
)
def lay_cards(jsonl: str) -> None:
    """Lay out the pocket card of each draft in FILE ("-": standard input).

    \b
    In:   {"id", "steps": {"acknowledge": "…", …}, "limit": {"taken_back", "stands"}?,
           "plan": {"when", "will"}?, "age"?}
    Out:  {"id", "opening", "cues": […], "asks": [{"words", "label", "question"}], "rest": […]}

    Cues hold all that stands on the card after its opening, in the order of the steps: limit and plan too. A sentence
    on it that may land badly is asked about. Where words raise an alarm, or speak of an
    order or of a child who hands them on, there is no card: all of them stand in rest.
    """
    sys.exit(0 if answer_lines(jsonl, _answer) else 1)


def _answer(given: Any) -> dict[str, Any]:
    """The answer to one line, in the fixed format that outside checks read. Raises ValueError: what it must be."""
    from amends.coach import cautions, read
    from amends.process import Step, card_from, message_of

    repair = _repair(given)
    text = message_of(repair).text
    laid = card_from(repair.warn(Step.CALM, cautions(text)), read(text, repair.child.band))
    return {
        "opening": laid.card.opening,
        "cues": list(laid.further),
        "asks": [_ask(ask) for ask in laid.asks],
        # Calming has no words on a card; what stands there all the same must not vanish.
        "rest": [*_sentences(repair.words.get(Step.CALM, "")), *laid.rest],
    }


def _ask(ask: "Ask") -> dict[str, str]:
    from amends.guidance import load

    asks = load().card.asks
    return {"words": ask.words, "label": ask.label, "question": asks.begin if ask.opens else asks.say}


def _sentences(words: str) -> list[str]:
    from amends.coach import read

    return [words[place.start : place.end] for place in read(words).sentences] if words else []


def _repair(given: Any) -> "Repair":
    """The words of one line as a repair. Raises ValueError that says what the line must be."""
    from amends.process import Child, Limit, Plan, Repair, Rupture

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


def _words(steps: dict[str, Any], plan: "Plan") -> dict["Step", str]:
    """The words by step; the plan follows what else stands in its step."""
    from amends.process import Step

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
