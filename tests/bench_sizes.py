"""What it weighs: the models, the package, what a page brings along: python -m tests.bench_sizes"""

from collections.abc import Iterable
from pathlib import Path

from tests.figures import ROOT, table

PACKAGE = ROOT / "src" / "amends"
WEIGHTS = PACKAGE / "guidance" / "content" / "en" / "weights"


def megabytes(files: Iterable[Path]) -> float:
    """Of all these files together; a megabyte is a million bytes."""
    return sum(file.stat().st_size for file in files) / 1e6


def whole(folder: Path) -> list[Path]:
    """All files of a folder that are shipped."""
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def main() -> None:
    """Prints one table."""
    rows = [(f"{file.parent.name}/{file.name}", megabytes([file])) for file in sorted(whole(WEIGHTS))]
    parts = {
        "all models": whole(WEIGHTS),
        "style, script, pictures": whole(PACKAGE / "web" / "static"),
        "templates": whole(PACKAGE / "web" / "templates"),
        "guidance, all languages, without the models": set(whole(PACKAGE / "guidance" / "content"))
        - set(whole(WEIGHTS)),
        "the whole package": whole(PACKAGE),
    }
    rows += [(name, megabytes(files)) for name, files in parts.items()]
    print(table(("what", "MB"), ((name, f"{size:.2f}") for name, size in rows)))


if __name__ == "__main__":
    main()
