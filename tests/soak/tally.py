"""What was answered, how long it took, what went wrong, and how much memory the servers held."""

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.figures import at

CUT = "cut off"  # no answer came: whoever asked does not know what became of it
KEPT, REFUSED, LOCKED = "kept", "refused, and said so", "asked to sign in"
WARM = 0.25  # share of the time in which memory may still grow: everything is used for the first time
MAY_GROW = 24  # MiB between the second quarter and the last, in the middle of each: more is a leak
MOST = 400  # MiB that one server may hold, large files that were brought in included


@dataclass
class Tally:
    """Filled by many threads at once."""

    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, became: str, took: float) -> None:
        """One answer to one kind of request, after so many seconds."""
        with self._lock:
            self.answers[what][became] += 1
            if became != CUT:
                self.seconds[what].append(took)

    def fault(self, text: str) -> None:
        """A promise that was broken."""
        with self._lock:
            self.faults.append(f"after {time.monotonic() - self.began:.0f} s, {text}")

    def happens(self, text: str) -> None:
        """What was done to the house, and when."""
        self.happened.append(f"{time.monotonic() - self.began:6.0f} s  {text}")

    def holds(self, server: int, mebibytes: int) -> None:
        """How much memory a server holds now."""
        self.memory[server].append((time.monotonic() - self.began, mebibytes))

    def times(self, what: str) -> tuple[float, float]:
        """Milliseconds until an answer to this kind of request: the middle, and the 99th of a hundred."""
        return at(self.seconds[what], 0.5) * 1000, at(self.seconds[what], 0.99) * 1000

    def most(self, server: int) -> int:
        """The most MiB that this server ever held."""
        return max((held for _, held in self.memory[server]), default=0)

    def growth(self, server: int) -> float:
        """MiB by which the middle of the last quarter is above that of the second one."""
        seen = [held for _, held in self.memory[server]]
        quarter = len(seen) // 4
        return at(seen[-quarter:], 0.5) - at(seen[quarter : 2 * quarter], 0.5) if quarter else 0.0

    def slope(self, server: int) -> float:
        """MiB an hour, by least squares, once all is warm."""
        seen = self.memory[server][int(len(self.memory[server]) * WARM) :]
        if len(seen) < 2:
            return 0.0
        middle = sum(when for when, _ in seen) / len(seen)
        spread = sum((when - middle) ** 2 for when, _ in seen)
        return 3600 * sum((when - middle) * held for when, held in seen) / spread

    def ask_about_memory(self, lives: int) -> None:
        """A fault for each server that holds too much, and for server `lives`, which is never killed, if it grows."""
        for server in self.memory:
            if self.most(server) > MOST:
                self.fault(f"server {server} held {self.most(server)} MiB, and {MOST} is the most")
        if self.growth(lives) > MAY_GROW:
            self.fault(f"server {lives} grows: {self.growth(lives):.0f} MiB, and {MAY_GROW} is the most")
