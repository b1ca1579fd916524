"""Under which licences all stands that is installed with Amends: from the lock, and what each package says."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements" / "image.txt"
PINNED = re.compile(r"^([\w.-]+)==([\w.]+)(?: ; (.+?))? \\$", re.MULTILINE)
SHORT = 60  # characters: what is longer is the text of a licence, not its name


def licences() -> str:
    """One row a package that `make serve` or the image installs; raises where one says no licence."""
    about = (
        "What is installed with Amends, by `make serve` and in the image, and the licence that each package names in\n"
        "its own metadata; where two versions stand, for two Pythons, that of one of them. Amends itself: Apache-2.0,\n"
        "its guidance and corpus CC BY 4.0.\n\n"
    )
    pinned = _pinned()
    rows = [
        f"| {name} | {', '.join(versions)} | {_licence(name, where)} |\n" for name, (versions, where) in pinned.items()
    ]
    return f"# Licences\n\n{about}| package | version | licence |\n|---|---|---|\n{''.join(rows)}"


def _pinned() -> dict[str, tuple[list[str], str]]:
    """By name: its versions, and where it is needed."""
    found: dict[str, tuple[list[str], str]] = {}
    for name, version, where in PINNED.findall(LOCK.read_text(encoding="utf-8")):
        found.setdefault(name, ([], where))[0].append(version)
    return found


def _licence(name: str, where: str) -> str:
    if where and "win32" in where:
        return f"only where `{where}`"
    try:
        return _said(metadata(name))
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed: run make setup, then this again") from None


def _said(about: PackageMetadata) -> str:
    """The expression where there is one; a short name; or what the classifiers say."""
    expression, name = about.get("License-Expression", ""), (about.get("License", "") or "").strip()
    classes = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    known = expression or (name if 0 < len(name) <= SHORT and "\n" not in name else "") or ", ".join(classes)
    if not known:
        raise SystemExit(f"{about['Name']} names no licence")
    return known
