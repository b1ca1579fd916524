"""What 100,000 families cost the one who is asked: python -m tests.bench_families [families …]

For each size a PostgreSQL of its own, with so many families really there: an owner each, two key slots, a visit, four
repairs, and for one in ten a link. They are bytes of real sizes that open to nobody; twelve parents beside them signed
up and wrote as everybody does, and `today` is asked by their cookies, over the real server. All sizes stand at once and
are asked in turn, so that whatever else the machine does is shared by all. Printed, never asserted.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

from tests.databases import postgresql
from tests.running import Visitor, running, unwatched

SIZES = (10, 1_000, 100_000)
PARENTS = 12  # that are asked, beside each size
ROUNDS = 60  # times each of them, in each house
WARM = 10  # rounds that are not counted
PHRASE = "the tower fell at nine"
MANY = "99999/hour 99999/minute 99999/15minutes"


def settle(families: int) -> None:
    """Fills the database that AMENDS_DATABASE names: what `--settle` does, in a process of its own."""
    import django

    django.setup()
    from tests.families import settle

    settle(families)


def parents(site: running) -> list[Visitor]:
    """Parents with an account and a diary of a few entries, each at a browser that stays connected."""
    found = []
    for number in range(PARENTS):
        visitor = Visitor(site.port)
        for _ in range(3):
            repair = visitor.begins()
            visitor.post(f"/repair/{repair}/acknowledge/", {"words": "I shouted at you.", "go": "next"})
        visitor.post("/sign-up/", {"known_as": f"parent {number}", "passphrase": PHRASE, "understood": "yes"})
        visitor.close()  # until it is asked: the server lets nobody wait for minutes
        found.append(visitor)
    return found


def today(visitor: Visitor) -> float:
    """Milliseconds until the first page is there."""
    began = time.perf_counter()
    assert visitor.get("/").status == 200
    return (time.perf_counter() - began) * 1000


def house(families: int, stack: ExitStack) -> list[Visitor]:
    """A running house with so many families, and the parents in it who are asked."""
    server = stack.enter_context(postgresql())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    told = {"AMENDS_DATABASE": server.url, "AMENDS_LIMITS": MANY, "AMENDS_KEY_WORK": "light"}
    site = unwatched(folder, **told)
    stack.enter_context(site)
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.bench_families", "--settle", str(families)]
    subprocess.run(command, env=site.env | {"DJANGO_SETTINGS_MODULE": "amends.settings"}, check=True)
    print(f"{families:>7,} families settled in {time.monotonic() - began:.1f} s", flush=True)
    return parents(site)


def asked(houses: dict[int, list[Visitor]]) -> dict[int, list[float]]:
    """How long each answer took, by the size of the house: all of them in turn."""
    taken: dict[int, list[float]] = {size: [] for size in houses}
    for turn in range(-WARM, ROUNDS):
        for number in range(PARENTS):
            for size, visitors in houses.items():
                took = today(visitors[number])
                if turn >= 0:
                    taken[size].append(took)
    return taken


def main(sizes: tuple[int, ...]) -> None:
    """Prints the table; the ratio is to the smallest house."""
    with ExitStack() as stack:
        houses = {size: house(size, stack) for size in sizes}
        before = os.getloadavg()[0]
        taken = asked(houses)
        print(f"load of the machine ({os.cpu_count()} cores): {before:.1f} before, {os.getloadavg()[0]:.1f} after")
    marks = {size: quantiles(one, n=100) for size, one in taken.items()}
    least = marks[sizes[0]]
    print(f"`today`, {ROUNDS * PARENTS:,} answers each\nfamilies      p50       p99   p99 to {sizes[0]}")
    for size, mark in marks.items():
        print(f"{size:>8,} {mark[49]:6.1f} ms {mark[98]:6.1f} ms   {mark[98] / least[98]:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--settle"]:
        settle(int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
