"""The table of planted faults must not rot: see tests/mutants.py, which `make mutants` runs."""

from pathlib import Path

import pytest

from tests import mutants
from tests.mutants import ROOT, SOURCE, Mutant, survives, table


def test_every_fault_still_has_one_place_in_the_source_and_tests_that_are_there() -> None:
    faults = table()
    assert len({(one.file, one.old, one.new) for one in faults}) == len(faults)
    for one in faults:
        assert (SOURCE / one.file).read_text(encoding="utf-8").count(one.old) == 1, one.promise
        assert one.old != one.new
        for test in one.tests:
            file, _, name = test.partition("::")
            assert (ROOT / file).exists(), test
            assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), test


@pytest.mark.parametrize(
    ("new", "lives"), [("def fingerprint(text: str) -> str:  # as it was", True), ("def fingerprint():", False)]
)
def test_a_fault_is_noticed_or_survives_and_the_copy_is_whole_again(new: str, lives: bool, tmp_path: Path) -> None:
    copy = tmp_path / "amends" / "process" / "words.py"
    copy.parent.mkdir(parents=True)
    whole = "def fingerprint(text: str) -> str:\n    return text\n"
    copy.write_text(whole)
    near = tmp_path / "test_near.py"
    near.write_text(
        "import runpy\n\n\ndef test_it() -> None:\n"
        f"    assert runpy.run_path({str(copy)!r})['fingerprint']('a') == 'a'\n"
    )
    fault = Mutant("a promise", "process/words.py", "def fingerprint(text: str) -> str:", new, [str(near)])
    assert survives(fault, tmp_path) is lives
    assert copy.read_text() == whole


def test_what_hangs_on_a_fault_has_noticed_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mutants, "PATIENCE", 0.01)
    (tmp_path / "amends").mkdir()
    (tmp_path / "amends" / "one.py").write_text("old")
    assert survives(Mutant("a promise", "one.py", "old", "new", ["tests/test_whole_file.py"]), tmp_path) is False
