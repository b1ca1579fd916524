"""Backups, and diaries as files: what must work without a browser."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TextIO

import click

from amends.cli.look import look_at
from amends.cli.site import migrated

if TYPE_CHECKING:
    from amends.store.diary import Diary

PHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.File(encoding="utf-8"),
    help="Read the passphrase from a file (its first line) instead of asking for it.",
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@PHRASE_FILE
def backup(file: Path, passphrase_file: TextIO | None) -> None:
    """Write all diaries to FILE, still sealed, while the site may go on running.

    FILE opens with a passphrase of its own, at least 12 characters long. Guests are not in it.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name; nothing was changed.")
    phrase = _phrase(passphrase_file, "Passphrase for this backup", new=True)
    migrated()
    from amends.store import archive

    with _whole_file(file) as out, click.progressbar(length=archive.rows(), label="Backing up") as bar:
        archive.backup(out, phrase, progress=bar.update)
    click.echo(f"Diaries in {file}: {archive.diaries()}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Take away the diaries that are here now. A backup of them is made first."
)
@PHRASE_FILE
def restore(file: Path, replace: bool, passphrase_file: TextIO | None) -> None:
    """Put back all diaries of the backup FILE: all of them, or none."""
    migrated()
    from amends.store import archive
    from amends.vault import Damaged

    try:
        phrase = "" if archive.is_own(file) else _phrase(passphrase_file, "Passphrase of the backup")
        with click.progressbar(length=file.stat().st_size, label="Restoring") as bar:
            archive.restore(file, phrase, replace, progress=bar.update)
    except archive.NotEmpty:
        raise click.ClickException(
            "There are diaries here already. Add --replace to put the backup in their place."
        ) from None
    except archive.NewerBackup:
        raise click.ClickException(
            "This backup was made by a newer Amends. Update first; nothing was changed."
        ) from None
    except Damaged as error:
        raise click.ClickException(f"{file}: {error}. Nothing was changed.") from None
    click.echo(f"Diaries here now: {archive.diaries()}.")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", prompt="The name of the diary", help="The name its owner chose.")
@PHRASE_FILE
def export_diary(file: Path, name: str, passphrase_file: TextIO | None) -> None:
    """Write one diary, opened, to the zip FILE: JSON for programs and a page for people. Anyone can read it."""
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name; nothing was changed.")
    diary = _diary(name, passphrase_file)
    from django.utils import timezone

    from amends.store.export import exported
    from amends.web.diary_file import diary_page

    now = timezone.now()
    with click.progressbar(length=diary.size(), label="Opening") as bar:
        whole = diary.whole(progress=bar.update)
    with _whole_file(file) as out:
        out.write(exported(whole, diary_page(whole, now), now))
    click.echo(f"Entries in {file}: {whole.entries}. Anyone who has the file can read them.")
    if whole.damaged:
        click.echo(f"Could not be opened, and not in the file: {whole.damaged}. A backup may still hold them.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--look", is_flag=True, help="Only print what is in FILE, as JSON. Nothing is kept; no diary is opened.")
@click.option("--name", help="The name its owner chose; asked for where it is not given.")
@PHRASE_FILE
def import_diary(file: Path, look: bool, name: str | None, passphrase_file: TextIO | None) -> None:
    """Bring FILE into one diary: an export of Amends, Daylio, Day One, Journiv or jrnl, or a dated text, zipped or not.

    The same file twice does no harm.
    """
    if look:
        _print_look(file)
    diary = _diary(name or click.prompt("The name of the diary"), passphrase_file)
    from zoneinfo import ZoneInfo

    from amends.store.door import NotReadable
    from amends.store.imports import found

    try:
        whole = found(file.read_bytes(), ZoneInfo(diary.desk().preferences.zone or "UTC"), file.name)
    except NotReadable as error:
        raise click.ClickException(f"{file}: {error} Nothing was changed.") from None
    entries = whole.diary.entries
    with click.progressbar(diary.bring(whole.diary, whole.is_ours), length=entries, label="Bringing in") as bar:
        *_so_far, brought = bar
    click.echo(f"New entries: {brought.new}. There already: {entries - brought.new}.")
    if brought.changed:
        click.echo(f"Of these, read otherwise now: {brought.changed}. How they were before stands below each.")


def _print_look(file: Path) -> NoReturn:
    found, is_readable = look_at(file)
    click.echo(json.dumps(found, ensure_ascii=False))
    sys.exit(0 if is_readable else 1)


def _phrase(file: TextIO | None, asked: str, new: bool = False) -> str:
    phrase = _first_line(file) if file else click.prompt(asked, hide_input=True, confirmation_prompt=new)
    from amends.vault import SHORTEST_PHRASE

    if not phrase.strip():
        raise click.ClickException("The passphrase is empty: nothing stands in its first line. Nothing was changed.")
    if new and len(phrase) < SHORTEST_PHRASE:
        raise click.ClickException(f"The passphrase must be at least {SHORTEST_PHRASE} characters long.")
    return str(phrase)


def _first_line(file: TextIO) -> str:
    try:
        return file.readline().strip()
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name}: no passphrase, as it is no text in UTF-8.") from None


def _diary(name: str, file: TextIO | None) -> "Diary":
    """One diary, opened by its name and passphrase, as on the page to sign in."""
    phrase = _phrase(file, "Passphrase of the diary")
    migrated()
    from amends.store.accounts import WrongWay, accounts
    from amends.store.diary import Diary

    try:
        vault = accounts().by_name(name, phrase)
    except WrongWay:
        raise click.ClickException("This name and passphrase open no diary here. Nothing was changed.") from None
    return Diary(vault)


@contextmanager
def _whole_file(file: Path) -> Iterator[BinaryIO]:
    """A new file that is there whole or not at all. What cannot be written is said."""
    from amends.whole_file import whole_file

    try:
        with whole_file(file) as out:
            yield out
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written ({error.strerror}).") from None
