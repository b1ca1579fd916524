"""How tests start the program itself, and lines of Python, in processes of their own.

Under AMENDS_COVERED=yes (`make test` says so) coverage sees what of the command line and the settings runs in them.
Not for a folder in which other modules lie: coverage would import them before the program can say no.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
COVERED = os.environ.get("AMENDS_COVERED") == "yes"


def amends(*words: str) -> list[str]:
    """The command, as a user gives it."""
    return _python("-m", "amends", *words)


def lines(code: str, folder: Path) -> list[str]:
    """A program of these lines; it lies in `folder` where coverage has to see it run."""
    if not COVERED:
        return _python("-c", code)
    file = folder / "lines.py"
    file.write_text(code, encoding="utf-8")
    return _python(str(file))


def _python(*words: str) -> list[str]:
    seen = [f"--rcfile={HERE / 'covered.toml'}", f"--data-file={HERE.parent / '.coverage'}"]
    return [sys.executable, *(["-m", "coverage", "run", *seen] if COVERED else []), *words]
