"""The second front. Imports stand inside the commands here, so that each opens only the room it needs."""

import json
import sys
from dataclasses import asdict

import click

from amends.cli.assistant import mcp
from amends.cli.calm import calm
from amends.cli.card import lay_cards
from amends.cli.completion import completion
from amends.cli.doctor import doctor
from amends.cli.invite import invite
from amends.cli.keep import backup, export_diary, import_diary, restore
from amends.cli.read import read_words
from amends.cli.rehearse import rehearse
from amends.cli.serve import serve
from amends.cli.site import SaysWhatIsWrong, django


@click.group(cls=SaysWhatIsWrong, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="amends")
def main() -> None:
    """Private, free software that helps a parent turn a rupture with their child into a repair."""


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Django's own commands, for whoever runs the site."""
    django(*(words or ("help",)))


@main.command()
@click.argument("language", default="en")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
def guidance(language: str, as_json: bool) -> None:
    """List what the guidance of LANGUAGE lacks, by file and field."""
    from amends.guidance import gaps_in

    found = gaps_in(language)
    if as_json:
        click.echo(json.dumps([asdict(gap) for gap in found], ensure_ascii=False))
        sys.exit(1 if found else 0)
    for gap in found:
        click.echo(f"{gap.file}: {gap.field}: {gap.missing}")
    click.echo(f"{len(found)} gaps in {language}." if found else f"Nothing is missing in {language}.")
    sys.exit(1 if found else 0)


HERE = (serve, doctor, invite, read_words, rehearse, lay_cards, calm, completion, mcp)
KEEPING = (backup, restore, export_diary, import_diary)
for command in (*HERE, *KEEPING):
    main.add_command(command)
