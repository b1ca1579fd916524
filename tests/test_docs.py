"""The documents: every page has its place, every link and picture is there, and the tutorial says what is printed."""

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from amends.cli import main
from docs.pictures import KEPT, PICTURES
from tests.journeys.rooms import ROOMS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SITE = DOCS / "site"
NAV: dict[str, Any] = runpy.run_path(str(SITE / "nav.py"))
CHECK: dict[str, Any] = runpy.run_path(str(SITE / "check.py"))
INDEX = (DOCS / "index.md").read_text(encoding="utf-8")
PAGES = sorted([*DOCS.glob("*.md"), *(DOCS / "decisions").glob("*.md")])
FRONT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "training/amends_corpus/README.md")]
LINKED = re.compile(r"(?<!!)\[[^]\n]+\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"|!\[[^]]*\]\(([^)\s]+)\)")


def near(page: Path) -> Iterator[str]:
    """Where the links and pictures of a page lead, but for other sites."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = (next(filter(None, groups)) for groups in LINKED.findall(text))
    return (one for one in found if not re.match(r"\w+:", one))


def test_every_page_is_listed_once_below_what_it_is_for() -> None:
    sections = NAV["sections"](INDEX)
    assert list(sections) == ["Tutorial", "How-to", "Reference", "Explanation"]
    listed = [page for pages in sections.values() for page in pages]
    there = {file.stem for file in DOCS.glob("*.md")} - {"index"} | {NAV["ALL_OF"]}
    assert sorted(listed) == sorted(there)


def test_the_sites_menu_has_every_page_and_the_first_page_stays_as_it_is() -> None:
    menu = NAV["with_menu"](INDEX)
    assert menu.startswith(INDEX)
    assert ":caption: Tutorial\n\ntutorial\n```" in menu
    assert ":glob:\n\n0*\n" in NAV["with_all"]("# Decisions\n")


@pytest.mark.parametrize("page", [*PAGES, *FRONT], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    for one in near(page):
        path, _, place = one.partition("#")
        there = page.parent / path if path else page
        assert there.exists(), one
        assert not place or place in _places(there), one


def _places(page: Path) -> set[str]:
    """The names that headings of a page have, where it is read and in the site alike."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_of_the_site_leads_out_of_it(page: Path) -> None:
    for one in near(page):
        assert (page.parent / one.partition("#")[0]).resolve().is_relative_to(DOCS), one
        assert one.partition("#")[0].endswith((".md", ".png", "")), one


def test_every_picture_is_taken_by_command_is_there_and_is_shown() -> None:
    there = {file.name for file in PICTURES.glob("*.png")}
    assert there == KEPT
    shown = {Path(one).name for page in [*PAGES, *FRONT] for one in near(page) if one.endswith(".png")}
    assert shown == KEPT
    assert {name.rsplit("-", 2)[0] for name in KEPT} <= {room.name for room in ROOMS}


def test_the_tutorial_shows_what_the_coach_prints_and_names_only_what_is_there() -> None:
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    ((command, printed),) = re.findall(r"```console\n\$ \.venv/bin/amends (.+)\n((?:.*\n)+?)```", tutorial)
    told = CliRunner().invoke(main, shlex.split(command))
    # The figures of the models differ a little from one processor to another.
    without = [re.sub(r"[+-]\d+\.\d", "…", text) for text in (told.output, printed)]
    assert without[0] == without[1]
    for name in re.findall(r"\.venv/bin/amends (\w+)", tutorial):
        assert name in main.commands
    for python in re.findall(r"```python\n(.*?)```", tutorial, re.DOTALL):
        exec(compile(python, "tutorial", "exec"), {})


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<script src="https://cdn.example/a.js">', "a.html loads https://cdn.example/a.js"),
        ('<link rel="stylesheet" href="//fonts.example/a.css">', "a.html loads //fonts.example/a.css"),
        ("<style>@import 'https://fonts.example/b.css'</style>", "a.html loads https://fonts.example/b.css"),
        ('<img src="gone.png">', "a.html leads nowhere: gone.png"),
        ('<a href="gone.html">', "a.html leads nowhere: gone.html"),
        ('<a href="a.html#gone">', "a.html leads nowhere: a.html#gone"),
        ('<p id="here"><a href="#here">', ""),
        ('<a href="https://example.org/">', ""),
    ],
)
def test_what_loads_from_elsewhere_or_leads_nowhere_is_said(html: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    assert list(CHECK["problems"](tmp_path)) == ([told] if told else [])


def test_a_style_that_loads_from_elsewhere_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@font-face { src: url("https://fonts.example/a.woff2"); }', encoding="utf-8")
    assert list(CHECK["problems"](tmp_path)) == ["a.css loads https://fonts.example/a.woff2"]


def test_the_site_is_built_strictly_and_read_before_it_is_released() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^site:.*\n((?:\t.*\n)+)", make, re.MULTILINE)
    assert "sphinx-build -q -n -W " in recipe
    assert "docs/site/check.py build/site" in recipe
    assert "- run: make site" in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
