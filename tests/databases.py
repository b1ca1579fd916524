"""A real PostgreSQL server for the tests: made in a folder of its own, started, and taken away again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

_PLACES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
TOOLS = next((place for place in _PLACES if (place / "initdb").exists()), None)


class PostgreSQL:
    """A running server, reached by a socket in its folder alone. `url` is what AMENDS_DATABASE takes; its write-ahead
    log grows to about the size of `log`.

    One with a `port` is as it was just installed: it listens there too, asks for passwords, and has one role, postgres.
    """

    def __init__(self, folder: Path, durable: bool, log: str = "1GB", port: int = 0) -> None:
        self.data = folder / "pg"
        self._settings = f"-c max_wal_size={log}{'' if durable else ' -c fsync=off -c full_page_writes=off'}"
        folder.chmod(0o777)  # the server runs as another user than root, and its socket lies here
        self._socket = folder
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
        self._port, owner = port, "postgres" if port else "amends"
        guarded = ("--auth-local=trust", "--auth-host=scram-sha-256")
        self._run("initdb", "-D", self.data, "-U", owner, *guarded, "-E", "UTF8", "--no-sync", "--locale=C")
        self.start()
        if not port:
            self._run("createdb", "-h", self._socket, "-U", owner, owner)

    @property
    def socket(self) -> Path:
        """The folder of its socket."""
        return self._socket

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://amends@{quote(str(self._socket), safe='')}/amends"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        listens = f"-c listen_addresses=localhost -c port={self._port}" if self._port else "-c listen_addresses=''"
        options = f"-k {self._socket} {listens} -c max_connections=60 {self._settings}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "server.log", "-o", options, "start")

    @property
    def is_up(self) -> bool:
        """Whether it runs: on a disk that is full it may have stopped itself."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", self.data, "status")
            return True
        return False

    def stop(self, how: str = "fast") -> None:
        """Stops it: "fast", or "immediate" as in a power cut."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def _run(self, tool: str, *words: object) -> None:
        assert TOOLS, "no PostgreSQL here: apt install postgresql"
        root = os.geteuid() == 0
        other_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if root else []
        command = [*other_user, str(TOOLS / tool), *map(str, words)]
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True, timeout=90)


@contextmanager
def postgresql(durable: bool = False, port: int = 0) -> Iterator[PostgreSQL]:
    """A server for as long as the block lasts. Only a `durable` one waits for the disk."""
    with tempfile.TemporaryDirectory(prefix="amends-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgreSQL(Path(folder), durable, port=port)
        try:
            yield server
        finally:
            server.stop("immediate")
