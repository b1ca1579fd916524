"""The coach, the guidance and the rehearsal for a local assistant, by the Model Context Protocol. It knows no diary."""

from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import click

from amends.cli.read import question
from amends.cli.rehearse import TEMPERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amends.guidance import StepAge
    from amends.process import AgeBand, Flag, Reading
    from amends.rehearsal import Run

LONG = 40  # characters of a name that is none, as it is told
INSTRUCTIONS = (
    "Amends helps a parent find their own words after a rupture with their child. Ask, and let the parent write: do "
    "not write the apology for them, and do not grade it. Where `help` or `danger` is not empty, show that first. "
    "Nothing is kept, and no diary can be reached from here."
)
READING = """Reads what a parent means to say to a child: each sentence with what it does, which words say so, and one
question to ask. `age` is years, or a band such as 6-9. Reads English, 20,000 characters at most."""
GUIDANCE = """What Amends says about one step of a repair (calm, acknowledge, responsibility, validate, reconnect,
plan), for one age or for all of them, with the sources that it stands on."""
TURN = """One turn of a rehearsal with a made-up child who can say no. Nothing is kept: send all turns so far, the
newest last (an empty one waits), and the `seed` that the first answer gave. Without turns it gives the scene. `is_last`
ends it. At most 12 turns, and one more for the end, of 600 characters."""


@click.command()
def mcp() -> None:
    """Answer a local assistant over standard input and output, by the Model Context Protocol (MCP).

    It may ask how words read, for the guidance of a step, and for a turn of a rehearsal. No diary can be reached, and
    nothing is kept. Needs amends[mcp].
    """
    try:
        from mcp.server import MCPServer
    except ImportError:
        raise click.ClickException("This needs the MCP library: pip install 'amends[mcp]'") from None

    # What goes wrong is told to the assistant. A log would hold words of a parent's.
    server: MCPServer[Any] = MCPServer(
        "amends", version=version("amends"), instructions=INSTRUCTIONS, log_level="CRITICAL"
    )
    for tool, about in ((read_message, READING), (step_guidance, GUIDANCE), (rehearsal_turn, TURN)):
        server.add_tool(_said_well(tool), name=tool.__name__, description=" ".join(about.split()))
    with suppress(KeyboardInterrupt):  # to leave is no fault
        server.run("stdio")


def _said_well(tool: Any) -> Any:
    """The same tool: what it refuses is told to the assistant in its own words."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def told(**given: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = tool(**given)
        except ValueError as refused:
            raise ToolError(str(refused)) from None
        return answer

    return told


def read_message(text: str, age: str = "") -> dict[str, Any]:
    """How words read, as `amends read --jsonl` gives it and with the words that say so. Raises ValueError."""
    from msgspec import to_builtins

    from amends.coach import read
    from amends.process import LONGEST_WORDS
    from amends.programs import reading_of

    if not text.strip():
        raise ValueError("text is empty: send the words that the parent means to say")
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"text has {len(text)} characters, and {LONGEST_WORDS} can be read: send a part of it")
    of = _band(age)
    reading = read(text, of)
    return {
        "help": [*_help(reading.flags)],
        **to_builtins(reading_of(text, of)),
        "heard": [*_heard(text, reading)],
        "question": question(text, reading, of),
        "understood": reading.understood,
        "too_much": reading.too_much,
        "too_long_for_the_age": reading.too_long,
    }


def _band(age: str) -> "AgeBand | None":
    from amends.programs import band

    return band(age[:LONG])  # what is too long to be an age is not sent back whole


def _heard(text: str, reading: "Reading") -> "Iterator[dict[str, Any]]":
    for span in reading.spans:
        words = text[span.words.start : span.words.end]
        yield {"label": span.label, "words": words, "sure": span.sure, "because": span.because}


def _help(flags: "Sequence[Flag]") -> "Iterator[str]":
    """What to do now, where words speak of danger."""
    from amends.guidance import load

    for flag in dict.fromkeys(flags):
        said = load().safety.flags[flag]
        yield f"{said.why} {said.now}"


def step_guidance(step: str, age: str = "") -> dict[str, Any]:
    """What we say about one step, with sources. Raises ValueError that says which steps there are."""
    from amends.guidance import load
    from amends.process import Step

    if step not in set(Step):
        raise ValueError(f"step must be one of {', '.join(Step)}, not {step[:LONG]!r}")
    text, of = load().steps[Step(step)], _band(age)
    cells = [text.ages[of]] if of else [*text.ages.values()]
    named = dict.fromkeys(name for sources in (text.sources, *(cell.sources for cell in cells)) for name in sources)
    return {
        "step": step,
        "title": text.title,
        "purpose": text.purpose,
        "ages": [_cell(cell) for cell in cells],
        "sources": [_source(name) for name in named],
    }


def _cell(cell: "StepAge") -> dict[str, Any]:
    examples = [example.text for example in cell.examples]
    told = {"question": cell.question, "how": cell.how, "why": cell.why}
    return {"age": cell.band, **told, "from_other_families": examples, "sources": list(cell.sources)}


def _source(name: str) -> dict[str, Any]:
    from amends.guidance import load

    source = load().sources[name]
    told = {"author": source.author, "year": source.year, "title": source.title, "link": source.link}
    return {"id": name, **told, "supports": source.supports}


def rehearsal_turn(
    turns: list[str], seed: int | None = None, age: str = "", temper: str = "", is_last: bool = False
) -> dict[str, Any]:
    """What the child does and says after these turns. Raises ValueError that says what to send instead."""
    from amends.guidance import load
    from amends.rehearsal import begin, drawn, new_seed

    _check(turns, temper, is_last)
    if seed is None and turns:
        raise ValueError("seed is missing: send the one that came with the scene, and the same child answers")
    seed = new_seed() if seed is None else seed
    setting = drawn(seed, band=_band(age), temper=temper or None)
    texts = load().rehearsal
    scene = {
        "seed": seed,
        "age": setting.band,
        "temper": setting.temper,
        "scene": f"{texts.scene.not_yours} {texts.did(setting.kind, setting.act).told}",
    }
    danger = [*_help(_danger(turns))]
    if danger:
        return {**scene, "danger": danger, "child": None, "is_over": True}
    return {**scene, "danger": [], **_now(_played(begin(setting, seed), turns, is_last))}


def _check(turns: list[str], temper: str, is_last: bool) -> None:
    from amends.rehearsal import LONGEST_TURN, MOST_TURNS

    most = MOST_TURNS + is_last
    if len(turns) > most:
        raise ValueError(f"there are {len(turns)} turns, and {most} can be answered: send is_last with the last one")
    if long := [number for number, words in enumerate(turns, 1) if len(words) > LONGEST_TURN]:
        raise ValueError(f"turn {long[0]} is longer than {LONGEST_TURN} characters: say less at once")
    if temper and temper not in TEMPERS:
        raise ValueError(f"temper must be one of {', '.join(TEMPERS)}, or empty, not {temper[:LONG]!r}")


def _danger(turns: list[str]) -> "list[Flag]":
    """What the turns speak of that no child should answer."""
    from amends.coach import read

    return [flag for words in turns if words.strip() for flag in read(words).flags]


def _played(run: "Run", turns: list[str], is_last: bool) -> "Run":
    """The rehearsal after all turns."""
    from amends.coach import read
    from amends.rehearsal import answer, end, wait

    spoken, alone = (turns[:-1], turns[-1:]) if is_last else (turns, [])
    for number, words in enumerate(spoken, 1):
        if run.ending is not None:
            raise ValueError(f"the child left after turn {number - 1}: begin again, with another seed or other words")
        run = answer(run, words, read(words)) if words.strip() else wait(run)
    if is_last and run.ending is None:
        words = "".join(alone)
        run = end(run, words, read(words) if words.strip() else None)
    return run


def _now(run: "Run") -> dict[str, Any]:
    from amends.guidance import load
    from amends.rehearsal import latest

    texts, child = load().rehearsal, latest(run)
    ending = texts.endings[run.ending] if run.ending else None
    return {
        "child": {"mood": texts.moods[run.mood].name, "does": child.does, "says": child.says},
        "is_over": bool(ending),
        "ending": [ending.title, *ending.lines] if ending else [],
    }
