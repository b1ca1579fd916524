"""Plants one small fault at a time in a copy of the source, and sees whether the nearest tests notice.

`make mutants` runs all of tests/mutants.toml; words after `python -m tests.mutants` choose those whose promise or file
holds one of them. Ends with 1 where a fault survives: then a test is missing, or it promises more than it holds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "amends"
TABLE = Path(__file__).with_name("mutants.toml")
PATIENCE = 300  # seconds for the tests of one fault; what hangs on it has noticed it too


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: the promise it breaks, the text in `file` (below src/amends) that `new` takes the place of, and which
    tests are nearest."""

    promise: str
    file: str
    old: str
    new: str
    tests: list[str]


def table() -> list[Mutant]:
    """All faults that are written down."""
    return [Mutant(**one) for one in tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutant"]]


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether its tests pass over a `copy` of src with the fault in it. The copy is whole again afterwards."""
    file = copy / "amends" / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        return _pass(mutant.tests, copy)
    finally:
        file.write_text(whole, encoding="utf-8")


def _pass(tests: list[str], copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-W", "error", "-p", "no:cacheprovider", *tests]
    env = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        ended = subprocess.run(command, cwd=ROOT, env=env, timeout=PATIENCE, **quiet).returncode
    except subprocess.TimeoutExpired:
        return False
    assert ended in (0, 1, 2), f"pytest could not run {tests} ({ended})"  # 2: the fault stops the tests at the door
    return ended == 0


def main(wanted: list[str]) -> int:
    """Tries the chosen ones and prints how each ended. Returns how many survived, at most 1."""
    chosen = [one for one in table() if not wanted or any(word in one.promise + one.file for word in wanted)]
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT / "src", Path(folder) / "src"))
        assert _pass(sorted({test for one in chosen for test in one.tests}), copy), "they fail without any fault"
        for one in chosen:
            lives = survives(one, copy)
            survivors += lives
            print(f"{'SURVIVED' if lives else 'killed  '}  {one.file}: {one.promise}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} were noticed.")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
