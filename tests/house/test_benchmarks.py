"""docs/benchmarks.md: every section says what printed it, and one that fails takes no other with it."""

import re
import socket

import pytest

from tests.benchmarks import ABOUT, PAGE, SECTIONS, YET, Section, as_markdown, kept, measured, there, written
from tests.figures import at, machine, said, table
from tests.house.test_house import ROOT

WRITTEN = PAGE.read_text(encoding="utf-8")
SEEN = re.compile(
    r"\d{4}-\d\d-\d\d, commit [0-9a-f]{7,}.*, \d+ s; .+ cores, \d+ GiB, .+; load before it [\d.]+ and [\d.]+\."
)


def test_every_section_on_the_page_names_its_command_its_commit_and_its_machine() -> None:
    found = kept(WRITTEN)
    assert WRITTEN.startswith(ABOUT)
    assert list(found) == [one.name for one in SECTIONS if one.name in found]
    for one in SECTIONS:
        if one.name in found:
            assert f"`{one.command}`" in found[one.name]
            assert SEEN.search(found[one.name]) or YET in found[one.name], one.name


def test_every_section_that_can_be_measured_is_on_the_page() -> None:
    assert {one.name for one in there()} - {"families"} <= set(kept(WRITTEN))


def test_the_name_of_the_machine_is_nowhere() -> None:
    assert socket.gethostname() not in machine()
    assert socket.gethostname() not in WRITTEN


def test_every_module_that_measures_is_a_section() -> None:
    modules = {f"tests.{file.stem}" for file in (ROOT / "tests").glob("bench_*.py")} | {"tests.bench"}
    assert modules <= {one.module for one in SECTIONS}


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (Section("a", "A", "tests.nothing_of_this_name", (), 60), "Not whole** (status 1: "),
        (Section("a", "A", "timeit", ("-n1", "-r1", "__import__('time').sleep(30)"), 1), "given up after 1 s"),
        (Section("a", "A", "timeit", (), 60, needs="a-program-nobody-has"), "it needs a-program-nobody-has"),
    ],
)
def test_a_section_that_fails_or_hangs_says_so_and_is_a_section_still(section: Section, told: str) -> None:
    text = measured(section)
    assert told in text
    assert f"`{section.command}`" in text
    assert list(kept(f"{ABOUT}\n{text}")) == ["a"]


def test_measuring_one_section_anew_leaves_the_others_as_they_were() -> None:
    first, second = SECTIONS[:2]
    old = {one.name: f"## {one.title}\n<!-- {one.name} -->\n\nold {one.name}\n" for one in (first, second)}
    page = written("", {second.name: old[second.name]})
    page = written(page, {first.name: old[first.name]})
    new = written(page, {second.name: old[second.name].replace("old", "new")})
    assert kept(new)[first.name].strip() == old[first.name].strip()
    assert "new" in kept(new)[second.name]
    assert list(kept(new))[:2] == [first.name, second.name]
    assert all(YET in text for text in list(kept(new).values())[2:])


def test_tables_stay_tables_and_plain_lines_keep_their_columns() -> None:
    assert as_markdown("## Title\n| a |") == "#### Title\n| a |"
    assert as_markdown("  1.0 ms  a\n 10.0 ms  b") == "```text\n1.0 ms  a\n 10.0 ms  b\n```"
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"


def test_the_middle_and_the_99th_are_what_they_say() -> None:
    assert (at(range(100), 0.5), at(range(100), 0.99), at([7], 0.99)) == (50, 99, 7)
    assert said([0.001, 0.002, 0.009]) == "p50 2 ms, p99 9 ms of 3"
