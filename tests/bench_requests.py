"""Requests a second and how long each takes, with 1, 2 and 4 server processes, on SQLite and on PostgreSQL, beside a
bare Django page behind the same server: python -m tests.bench_requests

Several processes on one SQLite file are measured and not offered: `amends serve` is one process a data folder.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.databases import TOOLS, postgresql
from tests.figures import at, cpu_of, rate, table
from tests.peers import amends, bare, behind, signed_up
from tests.running import Visitor, unwatched

PROCESSES = (1, 2, 4)
CLIENTS, LASTS = 8, 4.0  # seconds of each measurement
LIMITS = "99999/hour 99999/minute 99999/15minutes"
WORDS = "I shouted at you about the shoes this morning. That was my mistake. You looked scared."
HEADS = ("what", "database", "processes", "requests/s", "of bare", "p50", "p99", "processor a request")


def measured(site: behind, asks: list[Callable[[], int]]) -> tuple[float, float, float, float]:
    """Requests a second, p50 and p99 in milliseconds, milliseconds of processor a request."""
    for ask in asks:
        assert ask() == 200
    before = cpu_of(site.workers)
    found = rate(asks, LASTS)
    cpu = (cpu_of(site.workers) - before) / len(found.seconds)
    return found.a_second, at(found.seconds, 0.5) * 1000, at(found.seconds, 0.99) * 1000, cpu * 1000


def clients(site: behind, known: list[Visitor]) -> list[Visitor]:
    """The same people at this site, each over a connection of their own."""
    for visitor in known:
        visitor.close()
        visitor.port = site.port
    return known


def readers(visitors: list[Visitor]) -> list[Callable[[], int]]:
    """Each opens today."""
    return [lambda one=one: one.get("/").status for one in visitors]  # type: ignore[misc]


def writers(visitors: list[Visitor]) -> list[Callable[[], int]]:
    """Each saves a step of a repair of their own, as the page does while one types."""

    def saves(one: Visitor, address: str) -> Callable[[], int]:
        numbers = iter(range(10**9))
        return lambda: one.post(address, {"words": f"{WORDS} {next(numbers)}"}, HX_Request="true").status

    return [saves(one, f"/repair/{one.begins()}/acknowledge/") for one in visitors]


@contextmanager
def people(folder: Path, database: str) -> Iterator[list[Visitor]]:
    """Parents with an account each, made at a site that has made its tables."""
    site = unwatched(folder, AMENDS_DATABASE=database, AMENDS_LIMITS=LIMITS, AMENDS_KEY_WORK="light")
    with site:
        found = [signed_up(site, f"parent {number}") for number in range(CLIENTS)]
    yield found


def main() -> None:
    """Prints the table, row by row as it comes."""
    rows = []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        databases = {"SQLite": ""}
        if TOOLS:
            databases["PostgreSQL"] = stack.enter_context(postgresql(durable=True)).url
        base = {}
        for number in PROCESSES:
            site = bare(Path(name) / "bare", number)
            site.folder.mkdir(exist_ok=True)
            with site:
                found = measured(site, readers(clients(site, [Visitor(0) for _ in range(CLIENTS)])))
            base[number] = found[0]
            rows.append(_row("a bare Django page", "none", number, found, base))
        for database, url in databases.items():
            folder = Path(name) / database
            folder.mkdir()
            with people(folder, url) as known:
                for number in PROCESSES:
                    site = amends(folder, number, AMENDS_DATABASE=url, AMENDS_LIMITS=LIMITS, AMENDS_KEY_WORK="light")
                    with site:
                        for what, asks in (("today, signed in", readers), ("a save", writers)):
                            found = measured(site, asks(clients(site, known)))
                            rows.append(_row(what, database, number, found, base))
    print(f"{CLIENTS} clients at once, each without a pause, for {LASTS:.0f} s; they run on the same cores.\n")
    print(table(HEADS, rows))


def _row(what: str, database: str, number: int, found: tuple[float, ...], base: dict[int, float]) -> tuple[str, ...]:
    a_second, p50, p99, cpu = found
    figures = (
        f"{a_second:,.0f}",
        f"{a_second / base[number]:.2f} ×",
        f"{p50:.0f} ms",
        f"{p99:.0f} ms",
        f"{cpu:.1f} ms",
    )
    return what, database, str(number), *figures


if __name__ == "__main__":
    main()
