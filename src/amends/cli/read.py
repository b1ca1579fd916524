"""The coach without a site."""

import sys
from typing import TYPE_CHECKING, Any

import click

from amends.cli.lines import age_of, answer_lines, standard_input

if TYPE_CHECKING:
    from amends.process import AgeBand, Place, Reading


@click.command("read")
@click.argument("text", required=False)
@click.option(
    "--jsonl",
    type=click.Path(allow_dash=True, dir_okay=False),
    help="""Read one JSON object a line ("text", and "age" if known), write one a line: "sentences" with their "labels";
    "flags", the danger that stops; "maybe", danger that is likely enough to ask about and too unsure to stop.""",
)
@click.option("--age", help="Years, or a band such as 6-9.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
def read_words(text: str | None, jsonl: str | None, age: str | None, as_json: bool) -> None:
    """Read what TEXT says to a child. A TEXT of "-" comes from standard input."""
    if (text is None) == (jsonl is None):
        raise click.UsageError("Give TEXT, or --jsonl FILE; either may be - for standard input.")
    if jsonl is not None:
        sys.exit(0 if answer_lines(jsonl, _answer) else 1)
    words = standard_input().read() if text == "-" else text or ""
    _read_one(words, age_of(age), as_json)


def _answer(given: Any) -> Any:
    """The answer to one line, in the fixed format that outside benchmarks read. Raises ValueError: what it must be."""
    from amends.programs import reading_of, words_of

    return reading_of(*words_of(given))


def _read_one(text: str, age: "AgeBand | None", as_json: bool) -> None:
    from amends.coach import read

    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(read(text, age)), indent=2).decode())
        return
    reading = read(text, age)
    if not reading.understood:
        click.echo("I can't read this language yet.")
    if reading.too_much:
        click.echo("This is more than I read at once. A shorter part can be read.")
    for place in reading.sentences:
        _show(text, reading, place)
    _say_next(text, reading, age)


def _show(text: str, reading: "Reading", place: "Place") -> None:
    from amends.process import PITFALLS

    click.echo(" ".join(text[place.start : place.end].split()))
    for span in reading.spans:
        if span.sentence == place:
            name = click.style(f"{span.label:14}", fg="red" if span.label in PITFALLS else "yellow")
            words = " ".join(text[span.words.start : span.words.end].split())
            unsure = "" if span.sure else "  (not sure)"
            click.echo(f"  {name} “{words}”{unsure}  {click.style(span.because, dim=True)}")


def _say_next(text: str, reading: "Reading", age: "AgeBand | None") -> None:
    """One way to help where there is an alarm, a quiet question where danger is likely, and one about the words."""
    from amends.guidance import load

    texts = load()
    for flag in reading.flags:
        click.echo(click.style(texts.safety.flags[flag].why, fg="red"))
    if reading.maybe and not reading.alarms:
        click.echo(f"\n{texts.safety.quiet.question} {texts.safety.tier_a.lines[0]}")
    if asked := question(text, reading, age):
        click.echo(f"\n{asked}")


def question(text: str, reading: "Reading", age: "AgeBand | None") -> str:
    """The one question to ask about these words; "" where there is none."""
    from amends.guidance import load
    from amends.process import NoteKind, notes

    hoped = [reading.next_label] if reading.next_label else []
    asking = [note for note in notes(text, reading, hoped=hoped) if not note.names_what_is_there]
    for note in asking[:1]:
        label = load().labels[note.label]
        return label.unsure if note.kind is NoteKind.NOT_SURE else label.asked(age)[0]
    return ""
