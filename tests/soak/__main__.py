"""Fifty visitors at three servers on one PostgreSQL, and all that may happen: python -m tests.soak [--minutes 30]

Every 20 seconds a server is killed (kill -9) and started again; the database is stopped twice; the clock of a running
server is set forward and back; the disk of the database is full once. Meanwhile forms stand half sent, somebody brings
in files that are small and unpack to much, and somebody asks for help. At the end everybody looks through their diary:
what was answered as kept is there word for word, nothing is half, nobody sees another's words, whatever was not kept
was said to be so, and memory is flat. The report is printed and lies in build/. Status 1 where a promise was broken.

The same --seed makes the same people, words and events; how they fall between each other is up to the machine.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from tests.figures import ROOT
from tests.soak.report import written
from tests.soak.run import Plan, soaked


def main(words: list[str]) -> int:
    """Runs, prints and writes. Returns the status."""
    asked = argparse.ArgumentParser(prog="python -m tests.soak")
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--visitors", type=int, default=50)
    asked.add_argument("--seed", type=int, default=17)
    given = asked.parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers, database and disk are put away
    plan = Plan(seconds=given.minutes * 60, visitors=given.visitors, seed=given.seed)
    with tempfile.TemporaryDirectory(prefix="amends-soak-") as folder:
        tally = soaked(Path(folder), plan)
    print(written(tally, plan, ROOT / "build"))
    return min(1, len(tally.faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
