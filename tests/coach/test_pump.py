"""No text makes a rule or a cue slow: each is fed its own words, over and over, in a process that can be killed.

The bound is 50 ms for 20,000 characters. A machine under load measures anything, so processor time counts, and of what
seemed slow the best of five tries; the worst that was measured is printed.
"""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from amends.coach import alarms, cautions, read
from tests.coach.pump import unbounded
from tests.coach.pumping import patterns

ROOT = Path(__file__).parents[2]
KNOWN = [
    "better that you " + "been " * 3_990 + "x",
    "you " + "been " * 3_990 + "x",
    "i " + "been " * 3_990 + "x",
    "he " + "had " * 4_990 + "x",
    "tablet " + "ud " * 6_600,
    "a\n" * 10_000,
    " " * 20_000,
    "\n" * 20_000,
    "a" * 20_000,
    "i " * 10_000,
    "a-" * 10_000,
    "never hit you " * 1_400,
    "don't tell ",
    "i never hit you. " * 1_170,
]


def test_no_repetition_in_a_rule_or_a_cue_is_without_a_bound() -> None:
    assert {name: found for name, pattern in patterns() if (found := unbounded(pattern.pattern))} == {}


@pytest.mark.parametrize("pattern", ["(?: a| b)*c", "a+b", "a{2,}", "(?:a(?= x*))b"])
def test_a_repetition_without_a_bound_is_seen(pattern: str) -> None:
    assert unbounded(pattern)


def test_no_text_makes_a_rule_or_a_cue_slow() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.coach.pumping"], cwd=ROOT, capture_output=True, text=True, timeout=80, check=False
    )
    print(ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]


@pytest.mark.parametrize("text", KNOWN, ids=lambda text: repr(text[:16]))
def test_texts_that_once_stopped_the_site_are_heard_and_read(text: str) -> None:
    read("I'm sorry I shouted.")  # the models are loaded once, at the first reading
    began = process_time()
    alarms(text)
    cautions(text)
    read(text)
    took = process_time() - began
    print(f"{took * 1000:.0f} ms")
    assert took < 2  # all rules, twice, and the reading, on a busy machine
