"""Writes the pages made from the code: settings, commands, sources. With --check it only says what is stale."""

import json
import os
import re
import sys
from pathlib import Path

import click

from amends.cli import main
from amends.guidance import load

DOCS = Path(__file__).parent
SETTINGS = DOCS.parent / "src" / "amends" / "settings.py"
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


def diary_file() -> str:
    """The JSON schema of an exported diary."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings")
    django.setup()
    from amends.store.export import schema

    return json.dumps(schema(), indent=1) + "\n"


PAGES = {
    "settings.md": lambda: MADE + settings(),
    "commands.md": lambda: MADE + commands(),
    "science.md": lambda: MADE + science(),
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
