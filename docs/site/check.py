"""What the built site promises, by reading its pages: python docs/site/check.py build/site

No page loads anything from another machine, and every link inside leads to a page, and a place on it, that is there.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FAR = re.compile(r"^(?:\w+:)?//", re.IGNORECASE)
FETCHED = {"src", "srcset", "poster", "data", "action", "formaction"}
FROM_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:\w+:)?//[^\"')\s]+)", re.IGNORECASE)


class Page(HTMLParser):
    """What one page fetches, where its links lead, and the places that links may name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Each tag once. A link that is followed by a tap is no fetch; a `<link>` is one."""
        for name, value in attrs:
            if name == "id":
                self.places.add(value or "")
            elif name in FETCHED or (name == "href" and tag in ("link", "image", "use")):
                self.fetched.append(value or "")
            elif name == "href":
                self.links.append(value or "")


def problems(site: Path) -> Iterator[str]:
    """One line for each broken promise, in the order of the files."""
    pages = {file: Page(file.read_text(encoding="utf-8")) for file in sorted(site.rglob("*.html"))}
    for file, page in pages.items():
        name = file.relative_to(site)
        yield from (f"{name} loads {one}" for one in page.fetched if FAR.match(one))
        yield from (f"{name} loads {one}" for one in FROM_CSS.findall(file.read_text(encoding="utf-8")))
        near = (one for one in [*page.links, *page.fetched] if one and not urlsplit(one).scheme and not FAR.match(one))
        yield from (f"{name} leads nowhere: {one}" for one in near if not _is_there(file, one, pages))
    for style in sorted(site.rglob("*.css")):
        yield from (f"{style.relative_to(site)} loads {one}" for one in FROM_CSS.findall(style.read_text("utf-8")))


def _is_there(file: Path, link: str, pages: dict[Path, Page]) -> bool:
    """Whether a link on one page leads somewhere."""
    parts = urlsplit(link)
    there = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    place = unquote(parts.fragment)
    return there.is_file() and (not place or there not in pages or place in pages[there].places)


if __name__ == "__main__":
    built = Path(sys.argv[1]).resolve()
    found = list(problems(built))
    print(
        *found or [f"{len(list(built.rglob('*.html')))} pages, nothing loaded from elsewhere, no link astray"], sep="\n"
    )
    sys.exit(bool(found))
