"""Figures as they are told everywhere: times in order, tables in Markdown, on which machine and of which commit."""

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SAME = ("--", ".", ":!docs/benchmarks.md")


def at(values: Iterable[float], share: float) -> float:
    """The value that this `share` (0 to 1) of them does not exceed; nan of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def said(seconds: Sequence[float]) -> str:
    """Half of them took no longer than the first number, all but one in a hundred no longer than the second."""
    return f"p50 {at(seconds, 0.5) * 1000:.0f} ms, p99 {at(seconds, 0.99) * 1000:.0f} ms of {len(seconds)}"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def memory_of(processes: Iterable[int]) -> int:
    """MiB that these processes hold now; what several of them share counts once."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total >> 10


def commit() -> str:
    """Which code: the commit, with a word where other files than the page of figures were changed since."""
    name, changed = (_git(*words) for words in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", *SAME)))
    return (name + (", with changes" if changed else "")) or "unknown: not from a repository"


def _git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True).stdout.strip()


def machine() -> str:
    """Processor, cores, memory and system, without the machine's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    cpu = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release().partition('-')[0]}, Python {platform.python_version()}"
    return f"{cpu}, {os.cpu_count()} cores, {gib:.0f} GiB, {system}"


def load() -> str:
    """How busy the machine is by others: processes that want to run, in the middle of the last minute and of five."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} and {five:.1f}"


def today() -> str:
    """The date, in UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def timed(do: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of so many goes, after one that opens what has to be opened."""
    do()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def middle(do: Callable[[], object], times: int = 5) -> float:
    """Milliseconds that it takes, in the middle of so many goes."""
    return median(timed(do, times))


def cpu_of(processes: Iterable[int]) -> float:
    """Seconds of processor time that these processes have used."""
    ticks = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13] for process in processes)
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def per_request(processes: list[int], ask: Callable[[], int], times: int = 400) -> float:
    """Milliseconds of these processes' processor time a request: what others do on the machine counts little."""
    for _ in range(30):
        assert ask() == 200
    before = cpu_of(processes)
    for _ in range(times):
        ask()
    return (cpu_of(processes) - before) / times * 1000


@dataclass(frozen=True)
class Rate:
    """How many were answered in a second, and how long each took, in seconds."""

    a_second: float
    seconds: list[float]


def rate(asks: Sequence[Callable[[], int]], lasts: float) -> Rate:
    """Each of `asks` in a thread of its own, again and again for so many seconds."""
    taken: list[float] = []
    end = time.monotonic() + lasts

    def again(ask: Callable[[], int]) -> None:
        while time.monotonic() < end:
            began = time.perf_counter()
            status = ask()
            taken.append(time.perf_counter() - began)
            assert status == 200, status

    began = time.monotonic()
    with ThreadPoolExecutor(len(asks)) as threads:
        for done in [threads.submit(again, ask) for ask in asks]:
            done.result()
    return Rate(len(taken) / (time.monotonic() - began), taken)
