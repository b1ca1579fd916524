"""Start, memory and pages of Amends beside others in the same run, as ratios: python -m tests.bench_peers"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.figures import memory_of, middle, per_request, table
from tests.peers import bare, signed_in_there, signed_up, wagtail, wagtail_here
from tests.running import Visitor, running, unwatched

STARTS, TIMES = 3, 300
Asks = dict[str, tuple[str, Callable[[running], Visitor]]]


def stranger(site: running) -> Visitor:
    """Somebody who has never been here."""
    return Visitor(site.port)


def started(site: running) -> float:
    """Seconds until the first page comes, in the middle of some starts; it runs afterwards."""
    taken = []
    for _ in range(STARTS):
        began = time.monotonic()
        site.start()
        taken.append(time.monotonic() - began)
        if len(taken) < STARTS:
            site.stop()
    return sorted(taken)[STARTS // 2]


def costs(site: running, asks: Asks) -> list[tuple[str, float, float, float]]:
    """Of each page its name, milliseconds of processor, milliseconds until it is there, kilobytes."""
    found = []
    for name, (address, who) in asks.items():
        visitor = who(site)
        cpu = per_request(site.workers, lambda v=visitor, a=address: v.get(a).status, TIMES)  # type: ignore[misc]
        wait = middle(lambda v=visitor, a=address: v.get(a), 50)  # type: ignore[misc]
        found.append((name, cpu, wait, len(visitor.get(address).content) / 1000))
        visitor.close()
    return found


def measured(name: str, site: running, asks: Asks) -> tuple[tuple[str, float, int, int], list[tuple]]:  # type: ignore[type-arg]
    """Its row of start and memory, and the rows of its pages."""
    seconds = started(site)
    fresh = memory_of(site.workers)
    pages = costs(site, asks)
    row = (name, seconds, fresh, memory_of(site.workers))
    site.stop()
    return row, pages


def main() -> None:
    """Prints both tables."""
    ours: Asks = {
        "Amends: sign in": ("/sign-in/", stranger),
        "Amends: today, signed in": ("/", signed_up),
        "Amends: the library": ("/library/", stranger),
    }
    theirs: Asks = {
        "Wagtail: sign in": ("/admin/login/", stranger),
        "Wagtail: its home, signed in": ("/admin/", signed_in_there),
        "Django's own admin, signed in": ("/django-admin/", signed_in_there),
    }
    missing = wagtail_here()
    with tempfile.TemporaryDirectory() as folder:
        sites = [
            ("a bare Django page", bare(Path(folder) / "bare"), {"a bare Django page": ("/", stranger)}),
            ("Amends", unwatched(Path(folder)), ours),
        ]
        sites += [] if missing else [("Wagtail", wagtail(Path(folder)), theirs)]
        (Path(folder) / "bare").mkdir()
        found = [measured(*one) for one in sites]
    base = found[0][0], found[0][1][0]
    print("One process each behind the same server (granian), Wagtail and Amends on SQLite.\n")
    heads = ("", "from start to first page", "of bare", "MiB at first", "MiB after all pages", "of bare")
    rows = (row for row, _ in found)
    print(
        table(
            heads,
            ((n, f"{s:.2f} s", f"{s / base[0][1]:.1f} ×", m, e, f"{e / base[0][3]:.1f} ×") for n, s, m, e in rows),
        )
    )
    heads = ("page", "processor a request", "of bare", "until it is there", "of bare", "KB, not packed")
    print("\n" + table(heads, (_page(one, base[1]) for _, pages in found for one in pages)))
    print("\nNot on PyPI, and so not here: linkding, Healthchecks, Baby Buddy." + (f"\n{missing}" if missing else ""))


def _page(one: tuple, base: tuple) -> tuple[str, ...]:  # type: ignore[type-arg]
    name, cpu, wait, size = one
    return name, f"{cpu:.1f} ms", f"{cpu / base[1]:.1f} ×", f"{wait:.1f} ms", f"{wait / base[2]:.1f} ×", f"{size:.1f}"


if __name__ == "__main__":
    main()
