"""A site for the phones in one home, which lies on the loopback of an empty network (tests/journeys/alone.py)."""

import http.client
import socket
import ssl
from pathlib import Path

from tests import commands
from tests.running import running

ADDRESS = "192.168.77.5"


class for_phones(running):
    """`amends serve --phone`, for the time of a `with`. Where `is_found`, it has to find its address by itself."""

    def __init__(self, folder: Path, is_found: bool = False, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.port -= self.port % 2  # the next one is free, too
        self._words = [] if is_found else ["--address", ADDRESS]

    def command(self) -> list[str]:
        """How it is started."""
        return commands.amends("serve", "--port", str(self.port), "--phone", *self._words)

    def _answers(self) -> bool:
        anybody = ssl._create_unverified_context()
        return self.asks("/", http.client.HTTPSConnection(ADDRESS, self.port, timeout=5, context=anybody))[0] == 200

    def first(self, place: str) -> tuple[int, bytes]:
        """What somebody gets who asks before trusting anything."""
        return self.asks(place, http.client.HTTPConnection(ADDRESS, self.port + 1, timeout=5))

    def asks(self, place: str, wire: http.client.HTTPConnection) -> tuple[int, bytes]:
        """Status and content; 0 where nobody answers."""
        try:
            wire.request("GET", place)
            answer = wire.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            wire.close()

    def trusting(self, root: bytes) -> tuple[int, bytes]:
        """What somebody gets who trusts the root, and nobody else."""
        trusts = ssl.create_default_context(cadata=root)
        return self.asks("/", http.client.HTTPSConnection(ADDRESS, self.port, timeout=5, context=trusts))


def own_name() -> str:
    """What this machine is called at home."""
    return f"{socket.gethostname().split('.')[0].lower()}.local"
