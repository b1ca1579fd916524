"""No function is harder than it looks: how many ways lead through it, comprehensions counted, as radon counts them."""

from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.visitors import Function

ROOT = Path(__file__).parents[2]
MOST = 10  # ways through one function; ruff's own rule leaves out comprehensions, where they hide best


def too_hard(source: str) -> list[str]:
    """Each function, method and inner function with more ways than that, and how many."""
    functions = [block for block in cc_visit(source) if isinstance(block, Function)]
    return [f"{block.fullname} {block.complexity}" for block in functions if block.complexity > MOST]


@pytest.mark.parametrize(
    "file",
    sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "training").glob("*.py")]),
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_no_function_has_more_than_ten_ways_through_it(file: Path) -> None:
    assert too_hard(file.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "def planted(a):\n" + "    if a: a -= 1\n" * MOST,
        "class Planted:\n    def method(self, a):\n" + "        if a: a -= 1\n" * MOST,
        "def planted(a):\n    return " + " + ".join(["[b for b in a if b]"] * (MOST // 2)),
    ],
    ids=["branches", "a method", "comprehensions"],
)
def test_a_planted_function_with_eleven_is_caught(planted: str) -> None:
    assert [line.split()[-1] for line in too_hard(planted)] == ["11"]


def test_one_with_ten_is_not() -> None:
    assert too_hard("def planted(a):\n" + "    if a: a -= 1\n" * (MOST - 1)) == []
