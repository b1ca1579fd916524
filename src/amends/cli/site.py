"""Django, started for one command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

OTHERS = 0o077  # what others may do with files that the database and Django make: nothing


def django(*words: str) -> None:
    """One of Django's own commands."""
    os.umask(OTHERS)
    with _wrong_settings_said():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["amends", *words])


def migrated() -> None:
    """The tables as this version wants them, and the key that names are found by. Before the tables change, everything
    is backed up beside them."""
    os.umask(OTHERS)
    with _wrong_settings_said():
        from django import setup

        setup()
    from amends.store import archive
    from amends.store.names_key import NamesKeyLost, check_names_key

    try:
        made = archive.before_migrating()
        if made:
            click.echo(f"The tables change with this version. A backup was made first: {made}")
        django("migrate", "--verbosity", "0")
        check_names_key()
    except NamesKeyLost as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _wrong_settings_said() -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings")
    try:
        yield
    except Exception as error:
        if type(error).__name__ == "WrongSetting":
            raise click.ClickException(str(error)) from None
        if isinstance(error, OSError) or type(error).__module__ == "django.db.utils":
            detail = "the data folder cannot be written to, or the database does not answer"
            raise click.ClickException(f"AMENDS_DATA, AMENDS_DATABASE: {detail} ({error})") from None
        raise
