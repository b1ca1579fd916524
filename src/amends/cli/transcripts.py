"""Rehearsals of made-up parents, written down for people who rate how true the child is."""

import csv
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from amends.guidance import ParentScript
    from amends.process import Setting
    from amends.rehearsal import Run

ASKED_OF_RATERS = ("consistent", "age_true", "not_self_explaining", "gives_in_too_soon")
COLUMNS = ("run", "seed", "age", "temper", "happened", "parent", "turn", "who", "does", "says")
RATERS = (1, 2)


def as_text(number: int, seed: int) -> str:
    """So many rehearsals as Markdown. The same seed gives the same ones."""
    return "\n".join(_told(run, script.id) for run, script in _runs(number, seed))


def as_table(number: int, seed: int) -> str:
    """The same as CSV, one line a turn, with empty columns for two raters."""
    table = io.StringIO()
    writer = csv.writer(table)
    rated = [f"{asked}_{rater}" for rater in RATERS for asked in ASKED_OF_RATERS]
    writer.writerow([*COLUMNS, *rated])
    for at, (run, script) in enumerate(_runs(number, seed), start=1):
        setting, told = run.setting, _happened(run.setting)
        scene = (at, run.seed, setting.band, setting.temper, told, script.id)
        writer.writerows([*scene, *row, *[""] * len(rated)] for row in _rows(run))
    return table.getvalue()


def _runs(number: int, seed: int) -> Iterator[tuple["Run", "ParentScript"]]:
    """Each next rehearsal has the next age and the next parent, so that a few hold all of them."""
    from amends.guidance import load
    from amends.process import AgeBand
    from amends.rehearsal import drawn

    bands, parents = list(AgeBand), load().parents
    for at in _counted(number):
        setting = drawn(seed + at, band=bands[at % len(bands)])
        script = parents[at % len(parents)]
        yield _played(setting, seed + at, script), script


def _counted(number: int) -> Iterator[int]:
    """One number a rehearsal, with a bar for whoever watches: ten thousand take minutes."""
    if not sys.stderr.isatty():
        yield from range(number)
        return
    with click.progressbar(range(number), label="Rehearsing", file=sys.stderr) as bar:
        yield from bar


def _played(setting: "Setting", seed: int, script: "ParentScript") -> "Run":
    from amends.coach import read
    from amends.rehearsal import answer, begin, end, wait

    run = begin(setting, seed)
    for words in script.turns:
        run = answer(run, words, read(words, setting.band)) if words else wait(run)
        if run.ending is not None:
            return run
    return end(run)


def _told(run: "Run", parent: str) -> str:
    """One rehearsal as Markdown."""
    from amends.guidance import load
    from amends.rehearsal import told

    assert run.ending is not None
    texts, setting = load().rehearsal, run.setting
    title = f"## {setting.band}, {texts.tempers[setting.temper].name.lower()}: {parent.replace('-', ' ')}"
    lines = [title, "", f"*{_happened(setting)} Seed {run.seed}.*", ""]
    lines += [f"- **{who}**: {told(does, says)}" for _at, who, does, says in _rows(run)]
    return "\n".join([*lines, "", f"{texts.endings[run.ending].title}.", ""])


def _rows(run: "Run") -> Iterator[tuple[int, str, str, str]]:
    """Who does and says what, by turn."""
    from amends.rehearsal import exchanges

    for at, (turn, child) in enumerate(exchanges(run)):
        if turn:
            yield at, "parent", "" if turn.words else "Waits.", turn.words
        yield at, "child", child.does, child.says


def _happened(setting: "Setting") -> str:
    from amends.guidance import load

    return load().rehearsal.did(setting.kind, setting.act).told
