"""The recipes of docs/hosting.md, as the programs that they are for read them."""

import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from amends.guidance import lines_in
from amends.settings import FILE_UPLOAD_MAX_MEMORY_SIZE

PAGE = (Path(__file__).parents[1] / "docs" / "hosting.md").read_text(encoding="utf-8")
MEGABYTE = 1_000_000


def recipe(language: str, name: str = "amends.example") -> str:
    """The one block of that language for the site of that name, or the only one."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    (block,) = [one for one in found if name in one] if len(found) > 1 else found
    return str(block)


@pytest.mark.parametrize("name", ["amends.example", "share.example", "town.example"])
def test_each_recipe_says_itself_who_asks_and_passes_on_nothing_that_the_visitor_said(name: str) -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in recipe("nginx", name)
    assert "header_up X-Forwarded-For {remote_host}" in recipe("caddy", name)
    assert "proxy_add_x_forwarded_for" not in PAGE


def test_each_recipe_of_a_whole_site_lets_a_whole_diary_through() -> None:
    for language, name in product(("nginx", "caddy"), ("amends.example", "town.example")):
        (size,) = re.findall(r"(?:client_max_body_size|max_size) (\d+)", recipe(language, name))
        assert int(size) * MEGABYTE > FILE_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to read the unit")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    there = recipe("ini").replace("/opt/amends/bin/amends", "/bin/true")
    (tmp_path / "amends.service").write_text(there)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "amends.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    about_it = [line for line in done.stderr.splitlines() if "amends.service" in line]
    assert about_it == [], done.stderr


def test_the_help_lines_of_the_page_are_a_file_that_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(recipe("toml"), encoding="utf-8")
    assert len(lines_in(tmp_path / "own.toml")) == 1
