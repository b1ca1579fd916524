"""Django, started for one command; and what is wrong with settings or data, said in one sentence."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

SAID_WELL = {"WrongSetting", "NamesKeyLost"}  # by name: settings are not read, nor the store, before they are needed
UNANSWERED = "The input ended before all was answered: use a terminal, or --passphrase-file. Nothing was changed."
OTHERS = 0o077  # what others may do with files that the database and Django make: nothing


class SaysWhatIsWrong(click.Group):
    """Commands that end with one sentence, and a status that is not 0, where settings or data cannot be used."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if said := _sentence(error):
                raise said from None
            raise


def django(*words: str) -> None:
    """One of Django's own commands."""
    _prepare()
    with disk_faults_said():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["amends manage", *words])  # so it calls itself where it says how to be called


def set_up() -> None:
    """Settings are read, and Django is there to be used."""
    _prepare()
    from django import setup

    setup()


def _prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings")
    os.umask(OTHERS)


def migrated() -> None:
    """The tables as this version wants them, and the key that names are found by. Before the tables change, everything
    is backed up beside them."""
    with disk_faults_said():
        set_up()
        from amends.store import archive
        from amends.store.names_key import check_names_key

        made = archive.before_migrating()
    if made:
        click.echo(f"The tables change with this version. A backup was made first: {made}")
    django("migrate", "--verbosity", "0")
    with disk_faults_said():
        check_names_key()


@contextmanager
def disk_faults_said() -> Iterator[None]:
    """What the disk refuses inside ends the command with one sentence."""
    try:
        yield
    except OSError as error:
        raise _unusable(error) from None


def _sentence(error: Exception) -> click.ClickException | None:
    """What is wrong, in one sentence; None for what only whoever wrote the program can mend."""
    if type(error).__name__ in SAID_WELL:
        return click.ClickException(str(error))
    if isinstance(error, click.Abort) and not sys.stdin.isatty():  # on a terminal somebody wanted to stop
        return click.ClickException(UNANSWERED)
    if type(error).__module__ != "django.db.utils":
        return None
    from amends.store.disk import is_damaged

    if is_damaged(error):
        way_out = "Move it away, and put a backup back with amends restore."
        return click.ClickException(f"AMENDS_DATA: amends.sqlite3 is damaged ({error}). {way_out}")
    return _unusable(error)


def _unusable(error: Exception) -> click.ClickException:
    detail = "the data folder cannot be written to, or the database does not answer"
    return click.ClickException(f"AMENDS_DATA, AMENDS_DATABASE: {detail} ({error})")
