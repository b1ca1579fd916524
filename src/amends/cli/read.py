"""The coach without a site."""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from amends.process import AgeBand, Place, Reading


@click.command("read")
@click.argument("text", required=False)
@click.option(
    "--jsonl", type=click.Path(allow_dash=True, dir_okay=False), help="Read one JSON object a line, write one a line."
)
@click.option("--age", help="Years, or a band such as 6-9.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
def read_words(text: str | None, jsonl: str | None, age: str | None, as_json: bool) -> None:
    """Read what TEXT says to a child. A TEXT of "-" comes from standard input."""
    if (text is None) == (jsonl is None):
        raise click.UsageError("Give TEXT, or --jsonl FILE; either may be - for standard input.")
    if jsonl is not None:
        sys.exit(0 if _read_lines(_lines(jsonl)) else 1)
    words = _stdin().read() if text == "-" else text or ""
    _read_one(words, _age(age), as_json)


def _stdin() -> TextIO:
    """Standard input as UTF-8, whatever the terminal was told."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")


def _age(given: str | None) -> "AgeBand | None":
    try:
        return _band(given)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--age") from None


def _band(given: object) -> "AgeBand | None":
    """A band from its name, a number of years, or nothing. Raises ValueError that says what it may be."""
    from amends.process import AgeBand, band_of

    if given is None or given == "":
        return None
    if given == "adult":
        return AgeBand.GROWN
    if str(given) in set(AgeBand):
        return AgeBand(str(given))
    try:
        return band_of(float(str(given)))
    except ValueError:
        raise ValueError(f"age must be years or one of {', '.join(AgeBand)}, not {given!r}") from None


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from _stdin()
        return
    try:
        with Path(file).open(encoding="utf-8") as lines:
            yield from lines
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: cannot be read ({error})") from None


def _read_lines(lines: Iterable[str]) -> bool:
    """Reads each line and writes its answer at once. False where any line was bad."""
    every_line_was_right = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        answer = _answer(line, number)
        every_line_was_right &= "error" not in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return every_line_was_right


def _answer(line: str, number: int) -> dict[str, Any]:
    given: Any = None
    try:
        given = json.loads(line)
        text, band = given["text"], _band(given.get("age"))
        if not isinstance(text, str):
            raise TypeError
    except json.JSONDecodeError as error:
        return {"id": None, "error": f"line {number}: not JSON ({error.msg}, column {error.colno})"}
    except (KeyError, TypeError, AttributeError):
        known = given.get("id") if isinstance(given, dict) else None
        return {"id": known, "error": f'line {number}: must be an object with "text" as a string'}
    except ValueError as error:
        return {"id": given.get("id"), "error": f"line {number}: {error}"}
    return {"id": given.get("id"), **_fixed(text, band)}


def _fixed(text: str, band: "AgeBand | None") -> dict[str, Any]:
    """The fixed format that outside benchmarks read."""
    from amends.coach import read

    reading = read(text, band)
    sentences = [_sentence(reading, place) for place in reading.sentences]
    return {"sentences": sentences, "flags": list(reading.flags)}


def _sentence(reading: "Reading", place: "Place") -> dict[str, Any]:
    return {"start": place.start, "end": place.end, "labels": list(reading.labels(place))}


def _read_one(text: str, band: "AgeBand | None", as_json: bool) -> None:
    from amends.coach import read

    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(read(text, band)), indent=2).decode())
        return
    reading = read(text, band)
    if not reading.understood:
        click.echo("I can't read this language yet.")
    for place in reading.sentences:
        _show(text, reading, place)
    _say_next(text, reading, band)


def _show(text: str, reading: "Reading", place: "Place") -> None:
    from amends.process import PITFALLS

    click.echo(" ".join(text[place.start : place.end].split()))
    for span in reading.spans:
        if span.sentence == place:
            name = click.style(f"{span.label:14}", fg="red" if span.label in PITFALLS else "yellow")
            words = " ".join(text[span.words.start : span.words.end].split())
            unsure = "" if span.sure else "  (not sure)"
            click.echo(f"  {name} “{words}”{unsure}  {click.style(span.because, dim=True)}")


def _say_next(text: str, reading: "Reading", band: "AgeBand | None") -> None:
    """One way to help where there is an alarm; else one question."""
    from amends.guidance import load
    from amends.process import NoteKind, notes

    texts = load()
    for flag in reading.flags:
        click.echo(click.style(texts.safety.flags[flag].why, fg="red"))
    hoped = [reading.next_label] if reading.next_label else []
    asking = [note for note in notes(text, reading, hoped=hoped) if not note.names_what_is_there]
    for note in asking[:1]:
        label = texts.labels[note.label]
        click.echo(f"\n{label.unsure if note.kind is NoteKind.NOT_SURE else label.asked(band)[0]}")
