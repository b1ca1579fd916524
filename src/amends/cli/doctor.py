"""Is this installation well? Looks at all of it and changes nothing."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec

import click

from amends.cli.found import Found, looked
from amends.cli.site import SAID_WELL, set_up

# The extras: which module comes with each, and what it is for.
EXTRAS = {
    "postgresql": ("psycopg", "AMENDS_DATABASE"),
    "voice": ("httpx2", "AMENDS_VOICE"),
    "mcp": ("mcp", "amends mcp"),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where the site listens.")
def doctor(as_json: bool, port: int) -> None:
    """Look at this installation, and say what is well and what to do.

    Nothing is changed, made or sent, and no secret is printed. The status is 0 where all is well, and 1 where there is
    something to do.
    """
    from amends.looking import looking

    with looking():
        found = [*_everything(port)]
    to_do = sum(not one.is_well for one in found)
    if as_json:
        told = {"well": not to_do, "found": [one.as_json() for one in found]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _show(found, to_do)
    sys.exit(1 if to_do else 0)


def _show(found: list[Found], to_do: int) -> None:
    for one in found:
        mark = click.style("well ", fg="green") if one.is_well else click.style("to do", fg="yellow")
        click.echo(" ".join(filter(None, (mark, f" {one.what}: {one.says}", one.do))))
    things = "1 thing" if to_do == 1 else f"{to_do} things"
    click.echo(f"\nThere is something to do: {things}." if to_do else "\nAll is well.")


def _everything(port: int) -> Iterator[Found]:
    """All looks, in the order in which one would mend what they find."""
    yield Found("Python", f"{sys.version.split()[0]}.")
    yield Found("Amends", f"{version('amends')}.")
    wrong, missing = wrong_settings()
    yield from _settings(wrong)
    yield from looked("The coach", _coach)
    yield from (_extra(name) for name in EXTRAS)
    yield _neural()
    if missing:
        yield Found("All else", f"not looked at: it needs {missing}.", f"pip install {missing}")
    else:
        yield from _data(wrong, port)


def _data(wrong: list[str], port: int) -> Iterator[Found]:
    """What settings lead to. The default of a wrong one is not what is meant, so it is not looked at."""
    from amends.cli.doctor_data import backups, database
    from amends.cli.doctor_house import certificate, clock, folder, keys, listens, path

    is_here = "AMENDS_DATA" not in wrong
    if is_here:
        yield from looked("The data folder", folder)
        yield from looked("forms.key", keys)
        yield from looked("For phones", certificate)
    if is_here and "AMENDS_DATABASE" not in wrong:
        yield from looked("The database", database)
        yield from looked("Backups", backups)
        yield from looked("The clock", clock)
    if "AMENDS_PATH" not in wrong:
        yield from looked("The path", path)
    yield from looked(f"Port {port}", lambda: listens(port))


def wrong_settings() -> tuple[list[str], str]:
    """The names of the settings that stop a start, and the package that they cannot be read without ("": none).

    Afterwards Django is there, with the defaults of the wrong ones; the environment is as it was.
    """
    before, wrong = dict(os.environ), list[str]()
    try:
        while name := _wrong_one(lambda: import_module("amends.settings")):
            wrong.append(name)
            if os.environ.pop(name, None) is None:
                return wrong, ""  # it is wrong as it is by default, too
        # What holds some of them against the guidance may be asked once: Django cannot be started twice.
        wrong.extend(filter(None, [_wrong_one(set_up)]))
        return wrong, ""
    except ModuleNotFoundError as error:
        return wrong, (error.name or "").split(".")[0]
    finally:
        os.environ.update(before)


def _wrong_one(start: Callable[[], object]) -> str:
    """The first setting that cannot be used; "" where there is none. Its value is not said: it may hold a password."""
    try:
        start()
    except Exception as error:
        if type(error).__name__ not in SAID_WELL:
            raise
        found = re.match(r"AMENDS_[A-Z_]+", str(error))
        return found[0] if found else "AMENDS_DATA"
    return ""


def _settings(wrong: list[str]) -> Iterator[Found]:
    for name in wrong:
        says = "cannot be used as it is set, and stops the start."
        yield Found(name, says, "docs/settings.md says what it may be; amends serve says what is wrong with it.")
    if not wrong:
        yield Found("Settings", "none of them stops a start.")


def _coach() -> Iterator[Found]:
    """Whether what was trained is there, and reads."""
    from amends.coach import read
    from amends.guidance import CONTENT

    folder = CONTENT / "en" / "weights"
    models = ("calibration.json", "ngrams.json", "ngrams.bin", "ear.json", "ear.bin", "ear.onnx", "reader.onnx")
    gone = [name for name in (*models, "reader.txt") if not (folder / name).is_file()]
    again = "Install Amends again."
    if gone:
        yield Found("The coach", f"not all that was trained is there: {', '.join(gone)}.", again)
    elif read("I am sorry that I shouted at you.").spans:
        yield Found("The coach", "it reads, with all that was trained.")
    else:
        yield Found("The coach", "it hears nothing in a plain sorry.", again)


def _extra(name: str) -> Found:
    module, needed_for = EXTRAS[name]
    is_there = find_spec(module) is not None
    return Found(f"Extra {name}", "there." if is_there else f"not installed; only {needed_for} needs it.")


def _neural() -> Found:
    if find_spec("onnxruntime") is not None:
        return Found("Neural model", "onnxruntime is there.")
    return Found("Neural model", "onnxruntime is not there. Amends reads without it, a little less well.")
