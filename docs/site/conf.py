"""How Sphinx makes the site out of docs/: see `make site` and decision 0047. No page asks any other machine."""

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from nav import ALL_OF, DOCS, HOME, with_all, with_menu

STATIC = DOCS.parent / "src" / "amends" / "web" / "static"
COLOUR = re.compile(r"--(\w[\w-]*): var\(--light, (#\w+)\) var\(--dark, (#\w+)\);")
# Which of our colours each of the theme's stands for.
OURS = {
    "color-background-primary": "paper",
    "color-background-secondary": "leaf",
    "color-background-hover": "wash",
    "color-background-border": "line",
    "color-background-item": "leaf",
    "color-foreground-primary": "ink",
    "color-foreground-secondary": "soft",
    "color-foreground-muted": "soft",
    "color-foreground-border": "edge",
    "color-brand-primary": "gold",
    "color-brand-content": "gold",
    "color-brand-visited": "gold",
    "color-inline-code-background": "leaf",
    "color-code-background": "leaf",
    "color-code-foreground": "ink",
    "color-highlight-on-target": "wash",
}
# What a page of the theme lacks for who hears it or has no mouse, and what stands there instead.
MENDED = {
    'class="caption" role="heading"': 'class="caption" role="heading" aria-level="2"',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
    "<pre>": '<pre tabindex="0">',  # wide ones scroll sideways
    '<div id="search-results">': '<h1>Search</h1>\n<div id="search-results">',
}
FACE = 'Literata, "Iowan Old Style", Palatino, Georgia, "Noto Serif", serif'


def colours() -> tuple[dict[str, str], dict[str, str]]:
    """The theme's variables by day and by night, out of the site's own colours.css."""
    css = (STATIC / "css" / "colours.css").read_text(encoding="utf-8").partition("data-chapter")[0]
    found = {name: (light, dark) for name, light, dark in COLOUR.findall(css)}
    day, night = ({name: found[ours][at] for name, ours in OURS.items()} for at in (0, 1))
    return {"font-stack": FACE, "font-stack--headings": FACE, **day}, night


DAY, NIGHT = colours()
project, author, copyright = "Amends", "Amends contributors", "Amends contributors"
extensions = ["myst_parser"]
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 3
root_doc = HOME
exclude_patterns = ["site", "pictures"]
html_theme = "furo"
html_title = "Amends"
html_static_path = ["static", str(STATIC / "fonts")]
html_css_files = ["amends.css"]
html_theme_options = {"light_css_variables": DAY, "dark_css_variables": NIGHT}
html_copy_source = html_show_sourcelink = html_show_sphinx = False
html_favicon = str(STATIC / "bowl.svg")
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"


def laid_out(app: Any, page: str, source: list[str]) -> None:
    """The menu, where it stands; Sphinx reads what is left in `source`."""
    if page == HOME:
        source[0] = with_menu(source[0])
    if page == ALL_OF:
        source[0] = with_all(source[0])


def preloaded(app: Any, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Our face comes with the page: text never waits for it, and does not change its shape when it comes."""
    face = context["pathto"]("_static/literata-roman.woff2", 1)
    link = f'<link rel="preload" href="{face}" as="font" type="font/woff2" crossorigin>'
    context["metatags"] = context.get("metatags", "") + link


def mended(app: Any, error: Exception | None) -> None:
    """What axe finds in the theme, put right in every page. Raises ValueError where the theme has changed."""
    if error:
        return
    pages = {file: file.read_text(encoding="utf-8") for file in Path(app.outdir).rglob("*.html")}
    for old, new in MENDED.items():
        if not any(old in html for html in pages.values()):
            raise ValueError(f"the theme writes no {old!r} any more: see MENDED in docs/site/conf.py")
        pages = {file: html.replace(old, new) for file, html in pages.items()}
    for file, html in pages.items():
        file.write_text(html, encoding="utf-8")


def setup(app: Any) -> None:
    """Sphinx asks for it."""
    app.connect("source-read", laid_out)
    app.connect("html-page-context", preloaded)
    app.connect("build-finished", mended)
