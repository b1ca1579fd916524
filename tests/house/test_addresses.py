"""No address of ours is written by hand: all of them come from urls.py and settings.py, so that they move together when
the site lies below a path (AMENDS_PATH). Looked for in every template, script, style and module, by kind."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src" / "amends"
WEB = ROOT / "web"
PAGES = [*sorted((WEB / "templates").rglob("*.html"))]
SCRIPTS = [*sorted((WEB / "static").rglob("*.js")), *sorted((WEB / "templates").glob("*.js"))]
STYLES = sorted((WEB / "static").rglob("*.css"))
MODULES = [*sorted(WEB.rglob("*.py")), *sorted((ROOT / "cli").rglob("*.py")), ROOT / "settings.py"]
# What begins with a slash and is no address of ours, and the one that a document names below its server.
NO_ADDRESS = {
    ("cli/rehearse.py", "/again"),
    ("cli/rehearse.py", "/end"),
    ("cli/first_visit.py", "/certificate.crt"),  # on the port beside ours, which has no path
    ("cli/phone.py", "/"),  # a site for phones is served below no path
    ("cli/phone.py", "/run/avahi-daemon/pid"),
    ("web/api/document.py", "/api/v1/"),
    ("web/held.py", "/held/"),
    ("web/looked_at.py", "/looked-at"),
    ("web/throttle.py", "/wait"),
    ("settings.py", "/"),
    ("settings.py", "/([A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*"),
}
IN_A_PAGE = re.compile(r"""(?:=\s*|[('"]\s*|:)["']/(?![/>])[^"']*["']""")
IN_A_SCRIPT = re.compile(r"""["'`]/(?![/*])[\w?#.-]*""")
IN_A_STYLE = re.compile(r"""url\(\s*["']?/|@import\s+["']/""")
# Where a lone slash is an address too, and not what a text is cut at.
GOES = {
    "redirect",
    "HttpResponseRedirect",
    "KeptHere",
    "build_absolute_uri",
    "startswith",
    "resolve",
    "get",
    "set_cookie",
}


def in_a_page(text: str) -> list[str]:
    """What a template names by hand: in an attribute, and in what it compares."""
    return IN_A_PAGE.findall(re.sub(r"<(?:path|circle|ellipse|use)[^>]*>", "", text))


def in_a_script(text: str) -> list[str]:
    """What a script names by hand, comments left out."""
    return IN_A_SCRIPT.findall(re.sub(r"^\s*//.*$|\s//\s.*$", "", text, flags=re.MULTILINE))


def in_a_module(text: str) -> list[str]:
    """What a module names by hand: any text that begins with a slash, and a lone one where it is sent, set or asked."""
    tree = ast.parse(text)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    found = [node.value for node in ast.walk(tree) if id(node) not in said and _begins(node)]
    return found + [value for node in ast.walk(tree) for value in _lone(node)]


def _begins(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.match(r"/[^/\s]", node.value))


def _lone(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = [*node.args, *(word.value for word in node.keywords)] if name in GOES else []
    elif isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.In | ast.NotIn):
        given = [node.left, *node.comparators]
    elif isinstance(node, ast.Dict):
        given = [*node.values]
    else:
        given = []
    yield from (one.value for one in given if isinstance(one, ast.Constant) and one.value == "/")


@pytest.mark.parametrize(("files", "named"), [(PAGES, in_a_page), (SCRIPTS, in_a_script), (STYLES, IN_A_STYLE.findall)])
def test_no_page_script_or_style_names_an_address_by_hand(files, named) -> None:  # type: ignore[no-untyped-def]
    assert files
    assert {file.name: found for file in files if (found := named(file.read_text(encoding="utf-8")))} == {}


def test_no_module_names_an_address_by_hand() -> None:
    found = {(str(file.relative_to(ROOT)), one) for file in MODULES for one in in_a_module(file.read_text("utf-8"))}
    assert found - NO_ADDRESS == set()
    assert found >= NO_ADDRESS, "an exception that is there no more is none"


def test_a_planted_address_of_each_kind_is_caught() -> None:
    assert in_a_page('<a href="/diary/">') and in_a_page("{% if here == '/' %}")
    assert in_a_page("{% if here|slice:':9' == '/library/' %}") and in_a_page('<form data-to="/deliver/">')
    assert not in_a_page('<a href="{% url \'diary\' %}"><path d="M1 2/3"/>')
    assert in_a_script('fetch("/deliver/")') and in_a_script("go(`/lock/`)") and in_a_script("register('/worker.js')")
    assert not in_a_script('// as in "/deliver/"\nconst cut = "a/b";')
    assert IN_A_STYLE.findall('src: url("/static/a.woff2")') and not IN_A_STYLE.findall('url("fonts/a.woff2")')
    for line in (
        'PREFIX = "/given/"',
        'redirect("/")',
        'x = f"/a/{b}"',
        'a == "/"',
        '{"scope": "/"}',
        'set_cookie(path="/")',
    ):
        assert in_a_module(line), line
    assert not in_a_module('"""/diary/ is a page."""\n"/".join(parts)')


def test_one_module_alone_gives_cookies_and_takes_them_back() -> None:
    """So every cookie has the path, the name and the guards that settings decide."""
    called = re.compile(r"\.(?:set_cookie|delete_cookie|set_signed_cookie)\(")
    assert [file.name for file in MODULES if called.search(file.read_text("utf-8"))] == ["cookies.py"]
