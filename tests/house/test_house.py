"""The house rules that a machine can keep."""

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "amends"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([lint, "--no-cache"], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": "src"})


def test_every_import_goes_down() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("process/people.py", "import django", "The core knows no framework"),
        ("process/plan.py", "import amends.guidance", "Every import goes down"),
        ("coach/ngrams.py", "import cryptography", "Only the vault touches cryptography"),
        ("store/visits.py", "import amends.vault.sealing", "vault is entered by its front door"),
        ("store/visits.py", "import amends.guidance", "store joins process and vault, and knows nothing else"),
        ("store/disk.py", "import amends.settings", "store joins process and vault, and knows nothing else"),
        ("coach/ngrams.py", "import amends.store.shelf", "The coach keeps nothing"),
        ("web/fragments.py", "import amends.web.visit", "In the web room too"),
        ("process/people.py", "import amends.process.rupture\nimport amends.process.repair", "No circles anywhere"),
    ],
)
def test_a_planted_violation_is_caught(file: str, line: str, contract: str, tmp_path: Path) -> None:
    copy = tmp_path / "house"
    (copy / "src").mkdir(parents=True)
    subprocess.run(["cp", "-r", SOURCE, copy / "src" / "amends"], check=True)
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    planted = copy / "src" / "amends" / file
    planted.write_text(f"{planted.read_text()}\n{line}\n")
    done = _lint(copy)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout


def test_the_coach_loads_neither_django_nor_any_web_module() -> None:
    ask = "import sys, json, amends.coach; amends.coach.read('I am sorry.'); print(json.dumps(list(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", ask]))
    assert not [
        name for name in loaded if name.split(".")[0] in {"django", "granian", "whitenoise"} or "amends.web" in name
    ]


@pytest.mark.parametrize("room", sorted(path for path in SOURCE.rglob("__init__.py") if "migrations" not in path.parts))
def test_every_room_says_what_it_is_in_its_first_line(room: Path) -> None:
    if room.parent != SOURCE:
        assert ast.get_docstring(ast.parse(room.read_text()))


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_file_past_400_lines_is_two_files(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 400


def test_the_median_function_has_at_most_ten_lines() -> None:
    functions = [
        node.end_lineno - node.lineno + 1
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    assert sorted(functions)[len(functions) // 2] <= 10
    assert sorted(functions)[len(functions) * 9 // 10] < 35


def test_the_version_is_the_newest_in_the_changelog() -> None:
    dated = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert dated[0] == "## Unreleased"
    assert dated[1].startswith(f"## {PROJECT['project']['version']} ")


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < 120


@pytest.mark.parametrize("made", ["serve", "work", "image", "build", "sbom", "audit", "fuzz", "site"])
def test_the_requirements_hold_what_the_lock_holds(made: str) -> None:
    lock = {one["name"]: one for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    lines = (ROOT / "requirements" / f"{made}.txt").read_text().splitlines()
    pinned = [line.split(" ;")[0].rstrip(" \\") for line in lines if line[:1].isalpha()]
    known = {
        f"{one['name']}=={one['version']}"
        for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
        if "version" in one
    }
    assert pinned
    assert set(pinned) <= known
    assert {line.split("==")[0] for line in pinned} <= set(lock)


def test_the_pages_made_from_the_code_are_fresh() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
