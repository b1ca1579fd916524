"""The site on this machine: one server a data folder, on a port that nobody else has."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from ctypes import CDLL
from pathlib import Path
from typing import Any

import click

from amends.cli.site import disk_faults_said, django, migrated, set_up

if sys.platform != "win32":
    import fcntl

ARENAS, OWN_MAPPING = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD in glibc's malloc.h
LARGE = 256 * 1024  # bytes: a block from here on is the system's again as soon as it is free


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Run the site on this machine."""
    set_up()
    from django.conf import settings

    with closing(_alone_in(settings.DATA)):
        _port_is_free(host, port)
        django("collectstatic", "--noinput", "--verbosity", "0")
        migrated()
        _purge()
        click.echo(f"Amends is running at http://{host}:{port}{settings.PATH}   (Ctrl+C stops it)")
        click.echo(f"Its data is in {settings.DATA}")
        _listen(host, port)


def _alone_in(folder: Path) -> Any:
    """Holds the data folder, until it is closed or this process and its workers are gone, however they go."""
    with disk_faults_said():
        lock = open(folder / "serving.lock", "a", opener=lambda path, flags: os.open(path, flags, 0o600))  # noqa: SIM115
    if sys.platform == "win32":  # it has no such lock
        return lock
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise click.ClickException(
            f"AMENDS_DATA: another Amends serves the data in {folder}. Stop that one first."
        ) from None
    return lock


def _port_is_free(host: str, port: int) -> None:
    """The server itself would share a port that is taken, and half of the visitors would reach the other one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = "something else listens there" if error.errno == errno.EADDRINUSE else str(error.strerror or error)
        raise click.ClickException(f"--host, --port: cannot listen on {host}, port {port}: {why}.") from None


def _purge() -> None:
    from django.db import connections
    from django.utils import timezone

    from amends.store import visits

    visits.purge(timezone.now())
    connections.close_all()  # nothing open may be shared with the processes that answer


def _listen(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    Granian(
        "amends.web.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=30_000, max_buffer_size=65_536),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
    ).serve(target_loader=_application)


def _application(target: str) -> Callable[..., Any]:
    """Granian's own loader looks for `target` in the current folder first, and runs what it finds there."""
    _give_memory_back()
    from amends.web.asgi import application

    return application()


def _give_memory_back() -> None:
    """glibc's malloc has a heap for each few threads, and keeps larger blocks in them with every one that is freed:
    after large files were brought in, a site kept 216 MiB, and keeps 165 with this; a reading takes as long as before.

    A variable in the environment would come too late: the server forks its workers.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library than glibc
            libc = CDLL(None)
            libc.mallopt(ARENAS, 1)
            libc.mallopt(OWN_MAPPING, LARGE)
