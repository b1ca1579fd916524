"""The program on a machine whose clock is moved while it runs: python -m tests.moved_clock FILE amends-arguments

The seconds by which it is wrong stand in FILE as eight bytes; time that really passes (monotonic) stays as it is.
"""

import mmap
import struct
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.running import running

SHAPE = struct.Struct("d")


def move(file: Path, seconds: float) -> None:
    """From now on the clock of whoever was started with this file is wrong by so many seconds."""
    with file.open("r+b" if file.exists() else "w+b") as clock:
        clock.write(SHAPE.pack(seconds))


class MovedClock(running):
    """`amends serve` on a machine with a clock of its own, which lies in `clock`."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.clock = folder / "clock"
        move(self.clock, 0)

    def command(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-m", "tests.moved_clock", str(self.clock), "serve", "--port", str(self.port)]


def _by(file: Path) -> None:
    """Django's clock and Python's, by what stands in the file at each moment."""
    from django.utils import timezone

    with file.open("rb") as clock:
        shared = mmap.mmap(clock.fileno(), SHAPE.size, access=mmap.ACCESS_READ)
    real = time.time
    time.time = lambda: real() + SHAPE.unpack(shared[: SHAPE.size])[0]
    timezone.now = lambda: datetime.fromtimestamp(time.time(), UTC)


if __name__ == "__main__":
    _by(Path(sys.argv[1]))
    from amends.cli import main

    main(sys.argv[2:], prog_name="amends")
