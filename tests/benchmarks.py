"""Every figure of this project, in one table of sections: python -m tests.benchmarks [--only NAME …] [--look]

Each section is a command of its own, with a time after which it is given up: one that fails says why and takes no other
with it. docs/benchmarks.md is written anew, with commit, machine and date; --only writes those sections alone and keeps
the others, which keep the commit and the date of their own. --look prints and writes nothing.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import NamedTuple

from tests.figures import ROOT, commit, load, machine, today

PAGE = ROOT / "docs" / "benchmarks.md"
ABOUT = """<!-- Made by `make bench`: measure again, and do not write figures in here by hand. -->

# Benchmarks

What it costs, and what it is worth, as `make bench` printed it. Nothing here is asserted: a busy machine makes times
longer, so each section names the machine, the commit, the load beside it (processes that wanted to run, in the last
minute and in the last five) and the command that prints it again. "Processor" is time of the server's own processes:
what others do meanwhile counts little there. How well the coach reads, hand by hand, is in
`training/RESULTS.md`; what `make soak` holds up under is at the end.
"""


YET = "**Not measured yet.** `make bench` does."


class Section(NamedTuple):
    """One command, what it is about, and the most seconds it may take."""

    name: str
    title: str
    module: str
    arguments: tuple[str, ...]
    seconds: int
    needs: str = ""  # a program without which it cannot run

    @property
    def command(self) -> str:
        """As one types it, from the repository's root."""
        return " ".join((".venv/bin/python -m", self.module, *self.arguments))


SECTIONS = (
    Section("coach", "The coach: how well it reads, and how long it takes", "training.benchmark", ("--quick",), 1800),
    Section("sizes", "What it weighs", "tests.bench_sizes", (), 60),
    Section("pages", "Pages in a browser: bytes, requests, the way to the card", "tests.bench", (), 600, "chromium"),
    Section("diary", "A diary: opening, saving, today after ten years", "tests.bench_diary", (), 900),
    Section("rehearsal", "The rehearsal: a turn, and how the child answers", "tests.bench_rehearsal", (), 600),
    Section("giving", "Giving: letters of a hundred families", "tests.bench_giving", (), 600),
    Section("requests", "Requests a second, with 1, 2 and 4 processes", "tests.bench_requests", (), 600),
    Section("families", "10, 1,000 and 100,000 families", "tests.bench_families", (), 1800),
    Section("peers", "Start, memory and pages, beside others in the same run", "tests.bench_peers", (), 900),
    Section("lighthouse", "Lighthouse, mobile", "tests.lighthouse", (), 1200, "npx"),
    Section("soak", "The soak: half an hour of all that may happen", "tests.soak", ("--minutes", "30"), 2400),
)


def there() -> list[Section]:
    """The sections whose module is here."""
    return [one for one in SECTIONS if find_spec(one.module)]


def measured(section: Section) -> str:
    """The section as Markdown: what its command printed, or why it printed nothing."""
    began = time.monotonic()
    code, beside = commit(), load()
    said = _printed(section)
    took = time.monotonic() - began
    head = f"`{section.command}`\n\n{today()}, commit {code}, {took:.0f} s; {machine()}; load before it {beside}."
    return _titled(section, f"{head}\n\n{said}")


def _printed(section: Section) -> str:
    if section.needs and not which(section.needs):
        return f"**Not measured here**: it needs {section.needs}."
    command = [sys.executable, "-m", section.module, *section.arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=section.seconds)
    except subprocess.TimeoutExpired:
        return f"**Not measured**: it was given up after {section.seconds} s."
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"**Not whole** (status {done.returncode}: {why})\n\n{as_markdown(done.stdout)}"
    return as_markdown(done.stdout)


def as_markdown(printed: str) -> str:
    """Tables and headings stand as they are, headings two floors lower; plain lines keep their columns as a block."""
    lines = [re.sub(r"^(#+) ", r"##\1 ", line.rstrip()) for line in printed.strip().splitlines()]
    if any(line.startswith("|") for line in lines):
        return "\n".join(lines)
    return "\n".join(["```text", *lines, "```"])


def kept(page: str) -> dict[str, str]:
    """The sections of a page that was written before, by name."""
    parts = re.split(r"(?m)^(?=## .*\n<!-- \w+ -->$)", page)[1:]
    return {re.search(r"<!-- (\w+) -->", part)[1]: part for part in parts}  # type: ignore[index]


def written(before: str, new: dict[str, str]) -> str:
    """The whole page: new sections, the others as they were, and of those that nobody measured yet their command."""
    found = {one.name: _titled(one, f"`{one.command}`\n\n{YET}") for one in there()} | kept(before) | new
    return "\n".join([ABOUT, *(found[one.name].rstrip() + "\n" for one in SECTIONS if one.name in found)])


def _titled(section: Section, text: str) -> str:
    return f"## {section.title}\n<!-- {section.name} -->\n\n{text}\n"


def _measured(sections: list[Section], page: Path | None) -> Iterator[str]:
    for section in sections:
        print(f"{section.name}: {section.command} (at most {section.seconds} s)", file=sys.stderr, flush=True)
        text = measured(section)
        if page:  # at once: what comes later may be stopped
            page.write_text(written(page.read_text() if page.exists() else "", {section.name: text}))
        yield text


def main(words: list[str]) -> None:
    """Measures, prints, and writes the page."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("--only", nargs="+", choices=[one.name for one in there()], default=[])
    asked.add_argument("--look", action="store_true")
    given = asked.parse_args(words)
    chosen = [one for one in there() if one.name in given.only or not given.only]
    for text in _measured(chosen, None if given.look else PAGE):
        print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
