"""Threads that count at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Timer

import pytest
from limits.storage import MemoryStorage

from amends.counting import Counts

AT_ONCE = 4
COUNT: dict[str, Callable[[MemoryStorage], object]] = {
    "incr": lambda counts: counts.incr("a", 60),
    "decr": lambda counts: counts.decr("a"),
    "acquire_entry": lambda counts: counts.acquire_entry("a", 99, 60),
}


class Busy:
    """A machine on which a while passes between two lines, as it does when threads take turns there."""

    @property
    def timer(self) -> Timer:
        return self._timer

    @timer.setter
    def timer(self, timer: Timer) -> None:
        self._timer = timer
        time.sleep(0.02)


class BusyCounts(Busy, Counts):
    """Ours, there."""


def faults(storage: MemoryStorage, count: Callable[[MemoryStorage], object]) -> list[BaseException]:
    """What goes wrong where several threads count at the same moment."""
    storage.timer.join()
    together = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        counted = [threads.submit(lambda: (together.wait(), count(storage))) for _ in range(AT_ONCE)]
    return [fault for one in counted if (fault := one.exception())]


@pytest.mark.parametrize("name", COUNT)
def test_threads_that_count_at_once_start_no_timer_twice(name: str) -> None:
    assert faults(BusyCounts(), COUNT[name]) == []
