"""Writes the pages made from the code: settings, commands, sources, limits, licences.

With --check it only says what is stale.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from bounds import BOUNDS, Bound
from licences import licences

from amends.cli import main
from amends.guidance import load

DOCS = Path(__file__).parent
SETTINGS = DOCS.parent / "src" / "amends" / "settings.py"
TRANSCRIPTS, SEED = 12, 130  # of every age and temper, with every ending
NUMBER = r"%\(\w+\)d"  # as a sentence of ours holds its place
MADE = "<!-- Made by docs/generate.py: change the code, then run `make docs`. -->\n\n"


def settings() -> str:
    """One paragraph a setting, from the comments above them."""
    found = re.findall(r'((?:^# .*\n)+)^\w+ = .*?"(AMENDS_\w+)"', SETTINGS.read_text(), re.MULTILINE)
    rows = [
        f"## {name}\n\n{' '.join(line.lstrip('# ') for line in about.splitlines() if '---' not in line)}\n"
        for about, name in found
    ]
    return (
        "# Settings\n\nAll are read once, from the environment, at the start. A wrong value stops it and says why.\n\n"
        + "\n".join(rows)
    )


def commands() -> str:
    """The help text of every command."""
    parts = [
        f"## amends {name}\n\n```\n{_help(name, command)}\n```\n" for name, command in sorted(main.commands.items())
    ]
    return "# Commands\n\n" + "\n".join(parts)


def _help(name: str, command: click.Command) -> str:
    return command.get_help(click.Context(command, info_name=f"amends {name}", max_content_width=100))


def science() -> str:
    """Every source that a text stands on."""
    rows = [
        f"- **{source.id}**: {source.author}{f' ({source.year})' if source.year else ''}, *{source.title}*. "
        f"{source.supports}{f' <{_link(source.link)}>' if source.link else ''}"
        for source in load().sources.values()
    ]
    about = (
        "What the guidance stands on, and what each source carries. `amends guidance en` finds texts without one.\n\n"
    )
    return "# Sources\n\n" + about + "\n".join(rows) + "\n"


def _link(link: str) -> str:
    return link if "://" in link else f"https://{link}"


def limits() -> str:
    """Every bound: of the fields of all forms, and of all else."""
    _start_django()
    from amends.web import urls  # noqa: F401  (it knows all pages, and so all forms)

    about = (
        "What can be sent, kept and tried, and what somebody who meets a bound is told. A page that keeps nothing\n"
        "shows the words that were sent; only where they were too many, or too slow, to be read at all does it send\n"
        "back to them. How often one address may do what costs the machine something is a [setting](settings.md):\n"
        "`AMENDS_LIMITS`.\n"
    )
    others = "| what | bound | who meets it is told | constant |\n|---|---|---|---|\n"
    forms = "| form | field | characters | who meets it is told |\n|---|---|---|---|\n"
    return (
        f"# Limits\n\n{about}\n## What the house takes\n\n{others}{''.join(map(_bound, BOUNDS))}"
        f"\n## The fields of the forms\n\nOf several texts under one name, each has this bound.\n\n{forms}"
        + "".join(line for form in _forms() for line in _fields(form))
    )


def _bound(bound: Bound) -> str:
    told = f"“{re.sub(NUMBER, '…', bound.says)}”" if bound.says else bound.then
    return f"| {bound.what} | {bound.number:,} | {told} | `{bound.where.replace(':', '.')}` |\n"


def _forms() -> list[type]:
    """All forms of ours, by name."""
    from django.forms import Form

    found, ahead = set(), [Form]
    while ahead:
        ahead = [form for one in ahead for form in one.__subclasses__() if form.__module__.startswith("amends.")]
        found.update(ahead)
    return sorted(found, key=lambda form: (form.__name__, form.__module__))


def _fields(form: type) -> Iterator[str]:
    """One line for each text of a form that has a bound."""
    from amends.web.forms import longest

    for name, most in longest(form).items():
        field = form.base_fields[name]
        said = getattr(field, "each", field).error_messages.get("max_length")
        told = f"“{said % {'limit_value': most}}”" if said else "No page of ours sends more."
        yield f"| {form.__name__} | {name} | {most:,} | {told} |\n"


def rehearsal() -> str:
    """How the child is moved, and twelve rehearsals of made-up parents, from fixed seeds."""
    from amends.cli.transcripts import as_text

    return f"""# The rehearsal

A made-up child answers turn by turn. No parent practises alone: after each turn they guess what may have reached the
child, and only then read what was heard. Practice without that makes people worse (`care-2025` in
[the sources](science.md)).

## What moves the child

`rehearsal/state.py` holds it all: hurt, trust and openness, from 0 to 100, and one function, `moved`. What the coach
hears in a turn is a set of *moves* (`rehearsal/moves.py`); what turns towards the child never closes them, what turns
against never opens them, and a good part beside a bad one only softens it. Each mood has a threshold in all three.

- A question, and then waiting, moves the child as much as owning. A speech without one question stays below *near*.
- A demand shuts the child at once. Hostile words hold them at *wary* until they are taken back in so many words, and
  the child comes back to them once. After two such turns, or three against a child who is shut, the child leaves.
- One rehearsal in four does not resolve, whatever is said. [benchmarks.md](benchmarks.md) says how many do.

Which line comes (`rehearsal/lines.py`): one of this age, temper and mood that answers the move, and that was not heard
in the last three rehearsals of this browser. The lines stand in `guidance/content/en/rehearsal/`, one file an age,
tabs between columns; `amends guidance en` says where too few are left. A translator writes new ones and does not
translate: children of another language hurt and joke otherwise.

Nobody has rated them yet. `amends rehearse --transcripts 60 --csv` writes a table for two raters.

## Twelve rehearsals

`amends rehearse --transcripts {TRANSCRIPTS} --seed {SEED}`: nobody's real words.

{as_text(TRANSCRIPTS, SEED)}"""


def diary_file() -> str:
    """The JSON schema of an exported diary."""
    _start_django()
    from amends.store.export import schema

    return json.dumps(schema(), indent=1) + "\n"


def _start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings")
    django.setup()


PAGES = {
    "settings.md": lambda: MADE + settings(),
    "commands.md": lambda: MADE + commands(),
    "science.md": lambda: MADE + science(),
    "limits.md": lambda: MADE + limits(),
    "rehearsal.md": lambda: MADE + rehearsal(),
    "licences.md": lambda: MADE + licences(),
    "diary.schema.json": diary_file,
}


def stale() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name, make in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text() != make()]


if __name__ == "__main__":
    old = stale()
    if "--check" not in sys.argv:
        for name in old:
            (DOCS / name).write_text(PAGES[name]())
    print(f"stale: {', '.join(old)}" if old else "docs are fresh")
    sys.exit(1 if old and "--check" in sys.argv else 0)
