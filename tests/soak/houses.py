"""Some servers on one PostgreSQL that keeps its files on a small disk; and all that may happen to them."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.databases import PostgreSQL
from tests.moved_clock import MovedClock, move

DISK = 600  # MiB: the files of PostgreSQL itself take 60, its log about
LOG = "96MB"
RESTART = 0.1  # seconds until what has died is started again, as systemd does
PATIENCE = 60  # seconds for it to come up
KEYS = ("forms.key", "names.key")
LIMITS = "99999/hour 99999/minute 99999/15minutes"


class Server(MovedClock):
    """One of them, on a machine of its own: its data folder and its clock are its own."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, AMENDS_DATABASE=url, AMENDS_LIMITS=LIMITS, AMENDS_KEY_WORK="light")

    def comes_back(self) -> None:
        """Starts it until it runs: while the database is away it ends at once, and says why."""
        end = time.monotonic() + PATIENCE
        while True:
            time.sleep(RESTART)
            with suppress(AssertionError):
                self.start()
                return
            self.log.close()
            assert time.monotonic() < end, f"it does not come back: {self.said}"

    @property
    def said(self) -> str:
        """All it has printed."""
        return (self.folder / "log.txt").read_text()


class Houses:
    """The servers, the database, the disk. The first server is never killed: its memory is watched all the time."""

    def __init__(self, folder: Path, disk: Path, servers: int) -> None:
        self.database = PostgreSQL(disk, durable=True, log=LOG)
        self.disk = disk
        self.servers: list[Server] = []
        for number in range(servers):
            place = folder / f"server-{number}"
            (place / "data").mkdir(parents=True, mode=0o700)
            server = Server(place, self.database.url)
            for key in KEYS if self.servers else ():
                shutil.copy(self.servers[0].folder / "data" / key, place / "data" / key)
            self.servers.append(server)
            server.start()

    def close(self) -> None:
        """Takes everything away."""
        for server in self.servers:
            with suppress(ProcessLookupError):
                server.kill()
        self.database.stop("immediate")

    def kill(self, number: int) -> str:
        """kill -9 of one server with all its processes; it is started again."""
        server = self.servers[number]
        server.kill()
        server.comes_back()
        return f"server {number} killed"

    def restart_database(self, how: str, away: float) -> str:
        """Stops PostgreSQL ("fast", or "immediate" as in a power cut), for so many seconds."""
        self.database.stop(how)
        time.sleep(away)
        self.database.start()
        return f"database stopped ({how}), started after {away:.0f} s"

    def move_clock(self, number: int, hours: float) -> str:
        """Sets the clock of one running server."""
        move(self.servers[number].clock, hours * 3600)
        return f"clock of server {number} is wrong by {hours:+.0f} h"

    def fill_disk(self, lasts: float) -> str:
        """Leaves no byte on the database's disk for so many seconds; then there is room again."""
        if not os.path.ismount(self.disk):
            return "the disk was not filled: to mount a small one takes root"
        filler = self.disk / "filler"
        end = time.monotonic() + lasts
        with filler.open("wb", buffering=0) as file:
            while time.monotonic() < end:  # what the database gives back meanwhile is taken, too
                with suppress(OSError):
                    while time.monotonic() < end:
                        file.write(bytes(65_536))
                time.sleep(0.1)
        filler.unlink()
        fell = not self.database.is_up
        if fell:
            self.database.start()
        return f"the database's disk was full for {lasts:.0f} s{', and stopped it' if fell else ''}"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of its own, where one may be mounted; else a folder. The database runs as somebody else than root."""
    with tempfile.TemporaryDirectory(prefix="amends-disk-") as outside:
        Path(outside).chmod(0o711)
        disk = Path(outside) / "disk"
        disk.mkdir()
        call = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(disk)]
        mounted = subprocess.run(call, capture_output=True).returncode == 0
        try:
            yield disk
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(disk)], check=True)


@contextmanager
def houses(folder: Path, servers: int) -> Iterator[Houses]:
    """So many servers for the time of a `with`."""
    with small_disk() as disk, closing(Houses(folder, disk, servers)) as all_of_them:
        yield all_of_them
