"""The time by which visits end. A machine's clock may be set, back or forward, while people write: then nothing stays
open for longer, and nobody's words are gone any sooner."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

# Seconds that really pass, those in which the machine sleeps among them, where it can say so.
_passed = partial(time.clock_gettime, time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic


class SteadyClock:
    """The machine's time as it was when this began, and what has really passed since then."""

    def __init__(self, told: Callable[[], datetime], passed: Callable[[], float]) -> None:
        self._passed = passed
        self._began, self._first = told(), passed()

    def now(self) -> datetime:
        """This moment."""
        return self._began + timedelta(seconds=self._passed() - self._first)


clock = SteadyClock(timezone.now, _passed)  # of this process: after a restart the machine's clock is asked again
