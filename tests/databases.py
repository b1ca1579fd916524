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
    log grows to about the size of `log`."""

    def __init__(self, folder: Path, durable: bool, log: str = "1GB") -> None:
        self.data = folder / "pg"
        self._settings = f"-c max_wal_size={log}{'' if durable else ' -c fsync=off -c full_page_writes=off'}"
        folder.chmod(0o777)  # the server runs as another user than root, and its socket lies here
        self._socket = folder
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "amends", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        self.start()
        self._run("createdb", "-h", self._socket, "-U", "amends", "amends")

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"postgresql://amends@{quote(str(self._socket), safe='')}/amends"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = f"-k {self._socket} -c listen_addresses='' -c max_connections=60 {self._settings}"
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
def postgresql(durable: bool = False) -> Iterator[PostgreSQL]:
    """A server for as long as the block lasts. Only a `durable` one waits for the disk."""
    with tempfile.TemporaryDirectory(prefix="amends-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgreSQL(Path(folder), durable)
        try:
            yield server
        finally:
            server.stop("immediate")
