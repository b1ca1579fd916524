"""The second front. Imports stand inside the commands here, so that each opens only the room it needs."""

import sys

import click

from amends.cli.keep import backup, export_diary, import_diary, restore
from amends.cli.read import read_words
from amends.cli.site import django, migrated


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="amends")
def main() -> None:
    """Private, free software that helps a parent turn a rupture with their child into a repair."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Run the site on this machine."""
    django("collectstatic", "--noinput", "--verbosity", "0")
    migrated()
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    from amends.store import visits

    visits.purge(timezone.now())
    connections.close_all()  # nothing open may be shared with the processes that answer
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    click.echo(f"Amends is running at http://{host}:{port}/   (Ctrl+C stops it)")
    click.echo(f"Its data is in {settings.DATA}")
    Granian(
        "amends.web.asgi:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=30_000, max_buffer_size=65_536),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
    ).serve()


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Django's own commands, for whoever runs the site."""
    django(*(words or ("help",)))


@main.command()
@click.argument("language", default="en")
def guidance(language: str) -> None:
    """List what the guidance of LANGUAGE lacks, by file and field."""
    from amends.guidance import gaps_in

    found = gaps_in(language)
    for gap in found:
        click.echo(f"{gap.file}: {gap.field}: {gap.missing}")
    click.echo(f"{len(found)} gaps in {language}." if found else f"Nothing is missing in {language}.")
    sys.exit(1 if found else 0)


for command in (read_words, backup, restore, export_diary, import_diary):
    main.add_command(command)
