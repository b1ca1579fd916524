"""docs/faults.md: each kind of fault names the tests that find its next case."""

import re

from tests.house.test_house import ROOT

PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]
TESTS = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))


def test_every_kind_names_tests_that_are_there() -> None:
    for row in ROWS:
        named = re.findall(r"`([\w/.]*test_[\w/.]+)`", row.rsplit(" | ", 1)[1])
        assert named, row
        for name in named:
            assert (ROOT / name).is_file() if name.endswith(".py") else f"def {name}(" in TESTS, name
