"""The site on this machine: one server a data folder, on a port that nobody else has."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from ctypes import CDLL
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amends.cli.phone import CERTIFICATE, Home, at_home, certificates, told
from amends.cli.site import disk_faults_said, django, migrated, set_up

if TYPE_CHECKING:
    from amends.cli.first_visit import Pages
if sys.platform != "win32":
    import fcntl

ARENAS, OWN_MAPPING = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD in glibc's malloc.h
WHY = {errno.EADDRINUSE: "something else listens there", errno.EADDRNOTAVAIL: "this machine has no such address"}
LARGE = 256 * 1024  # bytes: a block from here on is the system's again as soon as it is free


@click.command()
@click.option("--host", show_default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--phone", is_flag=True, help="For the phones in this home: over https, with a QR code to begin at.")
@click.option("--address", help="With --phone: this machine's address in the home network, if another one is found.")
def serve(host: str | None, port: int, phone: bool, address: str | None) -> None:
    """Run the site on this machine."""
    home = _home(host, port, phone, address)
    set_up()
    from django.conf import settings

    with closing(_alone_in(settings.DATA)):
        listens = home.address if home else host or "127.0.0.1"
        for one in (port, home.door) if home else (port,):
            _port_is_free(listens, one)
        django("collectstatic", "--noinput", "--verbosity", "0")
        migrated()
        _purge()
        if home:
            shown = _trusted(settings.DATA, home)
            click.echo(f"Its data is in {settings.DATA}")
            _listen(listens, port, tls=settings.DATA / CERTIFICATE, load=partial(_with_door, home, shown))
        else:
            click.echo(f"Amends is running at http://{listens}:{port}{settings.PATH}   (Ctrl+C stops it)")
            click.echo(f"Its data is in {settings.DATA}")
            _listen(listens, port)


def _home(host: str | None, port: int, phone: bool, address: str | None) -> Home | None:
    """Where phones find this machine, if they are to."""
    if phone and host:
        raise click.ClickException(
            "--phone finds the address by itself. Leave --host out; --address names another one."
        )
    if address and not phone:
        raise click.ClickException("--address belongs to --phone. Without it, --host says where to listen.")
    return at_home(address, port) if phone else None


def _trusted(folder: Path, home: Home) -> "Pages":
    """Says how a phone comes to trust this machine. Returns what it is shown first."""
    from django.utils import timezone

    from amends.cli.first_visit import pages
    from amends.vault import ends

    with disk_faults_said():
        root = certificates(folder, home, timezone.now())
        click.echo(told(home, root, ends((folder / CERTIFICATE).read_bytes())))
    return pages(home, root)


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
        why = WHY.get(error.errno or 0, str(error.strerror or error))
        raise click.ClickException(f"--host, --address, --port: cannot listen on {host}, port {port}: {why}.") from None


def _purge() -> None:
    from django.db import connections
    from django.utils import timezone

    from amends.store import visits

    visits.purge(timezone.now())
    connections.close_all()  # nothing open may be shared with the processes that answer


def _listen(host: str, port: int, tls: Path | None = None, load: Callable[[str], Any] | None = None) -> None:
    """Serves until it is stopped; over https with the key and the certificates in the file `tls`."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, SSLProtocols
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
        ssl_cert=tls,
        ssl_key=tls,
        ssl_protocol_min=SSLProtocols.tls12,  # phones of before 2020 know no other
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # seconds at a stop; a form that is only half here would hold it up for ten
        log_level=LogLevels.warning,
    ).serve(target_loader=load or _application)


def _with_door(home: Home, shown: "Pages", target: str) -> Callable[..., Any]:
    """The site, and in the same process what a phone is shown first: whoever starts it anew starts both."""
    from amends.cli.first_visit import open_door

    open_door(home, shown)
    return _application(target)


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
