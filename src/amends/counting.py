"""Where it is counted how often something was done, in the memory of this process."""

from threading import RLock
from typing import Any

from limits.storage import MemoryStorage


class Counts(MemoryStorage):
    """What the limits library counts in, for threads. Its own (5.8) starts a timer while it counts, and two threads
    that count at once may start the same one: RuntimeError, and a page that breaks."""

    def __init__(self, *more: Any, **named: Any) -> None:
        self._turn = RLock()
        super().__init__(*more, **named)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Counts so many more, one thread after the other."""
        with self._turn:
            return super().incr(key, expiry, amount)

    def decr(self, key: str, amount: int = 1) -> int:
        """Counts so many less, one thread after the other."""
        with self._turn:
            return super().decr(key, amount)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Counts so many more where there is room, one thread after the other."""
        with self._turn:
            return super().acquire_entry(key, limit, expiry, amount)
