"""What is released: a wheel that anybody can build again to the last byte, and a word of where it was built."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-content")
MAKE = (ROOT / "Makefile").read_text(encoding="utf-8")
# YAML reads the word "on" as a truth.
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
(JOB,) = WORKFLOW["jobs"].values()


def built(folder: Path) -> Path:
    """The wheel, out of a copy of the sources in another folder with other times, as `make wheel` builds it."""
    folder.mkdir()
    for name in SOURCES:
        shutil.copyfile(ROOT / name, folder / name)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for file in folder.rglob("*"):
        os.utime(file, (time.time(), time.time()))
    env = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    assert " ".join(command[1:]) in MAKE
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, timeout=120)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same sources, built twice in two places."""
    folder = tmp_path_factory.mktemp("wheels")
    return [built(folder / name) for name in ("here", "in another place")]


def test_the_wheel_is_the_same_to_the_last_byte_wherever_it_is_built(wheels: list[Path]) -> None:
    first, second = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
    assert first == second
    assert wheels[0].name == wheels[1].name


def test_the_wheel_holds_what_runs_and_nothing_of_what_it_is_made_with(wheels: list[Path]) -> None:
    names = zipfile.ZipFile(wheels[0]).namelist()
    assert "amends/web/templates/worker.js" in names
    assert any(name.endswith("weights/reader.onnx") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"amends"}
    (about,) = [name for name in names if name.endswith("METADATA")]
    told = zipfile.ZipFile(wheels[0]).read(about).decode()
    assert not re.search(r"^Requires-Dist: (cyclonedx|pytest|hatchling)", told, re.MULTILINE)


def test_a_tag_alone_releases_with_no_right_that_is_not_named() -> None:
    assert WORKFLOW[True] == {"push": {"tags": ["v*"]}}
    assert WORKFLOW["permissions"] == {}
    assert JOB["permissions"] == {"contents": "write", "id-token": "write", "attestations": "write"}


def test_what_is_released_was_tested_built_twice_and_is_signed_for() -> None:
    steps = [step.get("run") or step["uses"].split("@")[0] for step in JOB["steps"]]
    order = ["make audit", ".ci/run", "make wheel corpus sbom", "actions/attest-build-provenance"]
    assert [steps.index(one) for one in order] == sorted(steps.index(one) for one in order)
    (again,) = [one for one in steps if "diff before dist/SHA256SUMS" in one]
    assert "make wheel corpus\n" in again
    targets = set(re.findall(r"^([\w-]+):", MAKE, re.MULTILINE))
    assert {"wheel", "corpus", "sbom", "audit", "licences", "release"} <= targets
    (signs,) = [step for step in JOB["steps"] if "attest" in step.get("uses", "")]
    assert signs["with"]["subject-path"].split() == ["dist/*.whl", "dist/amends.cdx.json"]


def test_every_action_is_held_to_a_commit_and_says_which_version_that_is() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert len(re.findall(r"uses: [\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == text.count("uses:")


def test_an_audit_that_got_no_answer_is_no_good_one() -> None:
    (audit,) = [line for line in MAKE.splitlines() if "bin/pip-audit" in line]
    assert {"--strict", "--require-hashes", "--disable-pip"} <= set(audit.split())
    assert {"requirements/image.txt", "requirements/work.txt"} <= set(audit.split())


def test_no_step_writes_what_somebody_may_have_named_into_a_command() -> None:
    assert not [step for step in JOB["steps"] if "${{" in step.get("run", "")]
