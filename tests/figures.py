"""Figures as they are told everywhere: times in order, tables in Markdown, on which machine and of which commit."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]


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
    """Which code: the commit's short name, with a word where files were changed since."""
    named = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=, with changes", "--exclude=*"]
    done = subprocess.run(named, capture_output=True, text=True)
    return done.stdout.strip() or "unknown: not from a repository"


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
