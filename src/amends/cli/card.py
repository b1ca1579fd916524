"""The pocket card without a site."""

import sys
from typing import Any

import click

from amends.cli.lines import answer_lines


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


def _answer(given: Any) -> Any:
    """The answer to one line, in the fixed format that outside checks read. Raises ValueError: what it must be."""
    from amends.programs import card_of, draft_of

    return card_of(draft_of(given))
