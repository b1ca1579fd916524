"""A copy of the content that a test may damage."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from amends.guidance import CONTENT

Damage = Callable[[str, str, str], Path]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """All files, in a folder of their own."""
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def damage(content: Path) -> Damage:
    """Plants a fault: `damage("en/steps.toml", "old", "new")` changes the first place and returns the folder."""

    def plant(file: str, old: str, new: str) -> Path:
        text = (content / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}: this test plants nothing"
        (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return content

    return plant
