"""The menu of the site, out of docs/index.md: a heading, and the pages listed below it. Standard library only."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[1]
HOME = "index"
ALL_OF = "decisions/README"  # this page lists all that lie beside it


def sections(index: str) -> dict[str, list[str]]:
    """The pages below each heading, as names without their ending, in the order of the page."""
    headings = re.split(r"^## (.+)\n", index, flags=re.MULTILINE)[1:]
    listed = (re.findall(r"^- \[[^]]+\]\(([\w/-]+)\.md\)", below, re.MULTILINE) for below in headings[1::2])
    return dict(zip(headings[::2], listed, strict=True))


def with_menu(index: str) -> str:
    """The first page with the menu of the site, which is not seen on the page itself."""
    menu = "".join(_tree(heading, pages) for heading, pages in sections(index).items())
    return f"{index}\n{menu}"


def with_all(page: str) -> str:
    """The page of decisions with a link to each."""
    return f"{page}\n\n```{{toctree}}\n:maxdepth: 1\n:glob:\n\n0*\n```\n"


def _tree(heading: str, pages: list[str]) -> str:
    lines = "\n".join(pages)
    return f"```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{lines}\n```\n\n"
