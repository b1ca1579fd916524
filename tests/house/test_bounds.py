"""docs/limits.md lists every bound and what is told there: none is forgotten, no sentence is made up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django.forms
import pytest

from amends.web import urls  # noqa: F401  (it knows all pages, and so all forms)
from docs.bounds import BOUNDS, IS_BOUND, NO_BOUNDS, Bound

SOURCE = Path(__file__).parents[2] / "src" / "amends"
SAID = "\n".join(
    file.read_text(encoding="utf-8")
    for folder, kind in (("", "*.py"), ("web/templates", "*.html"), ("guidance/content/en", "*.toml"))
    for file in (SOURCE / folder).rglob(kind)
)
LISTED = {bound.where for bound in BOUNDS}
UNTYPED = {"once", "tab", "base", "limit_base", "shown", "dismissed"}  # a page sends them, and nobody types them


def _constants(body: list[ast.stmt], inside: str = "") -> Iterator[str]:
    """The constants of a module and its classes that are named like a bound."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _constants(node.body, f"{inside}{node.name}.")
        if isinstance(node, ast.Assign | ast.AnnAssign):
            names = (
                name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
            )
            yield from (inside + name for name in names if name.isupper() and IS_BOUND.match(name))


def _bounds_of_the_code() -> set[str]:
    """All of them, as `module:NAME`."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        found |= {f"{module}:{name}" for name in _constants(ast.parse(file.read_text()).body)}
    return found


def _forms(of: type = django.forms.Form) -> Iterator[type]:
    for form in of.__subclasses__():
        if form.__module__.startswith("amends."):
            yield form
        yield from _forms(form)


def test_every_bound_is_on_the_page_or_is_said_to_be_none() -> None:
    assert _bounds_of_the_code() == LISTED | set(NO_BOUNDS)
    assert not LISTED & set(NO_BOUNDS)


def test_a_planted_bound_is_found() -> None:
    planted = "MOST_TRIES = 3\nclass Child:\n    LONGEST_NICKNAME: int = 9\nMOSTLY = 1\nmost = 2\nA_MAX_B, C = 1, 2\n"
    assert list(_constants(ast.parse(planted).body)) == ["MOST_TRIES", "Child.LONGEST_NICKNAME", "A_MAX_B"]


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda bound: bound.where)
def test_a_bound_is_a_number_and_says_what_happens_beyond_it(bound: Bound) -> None:
    assert bound.number > 0
    assert bool(bound.says) != bool(bound.then)
    assert bound.says in SAID


def test_a_row_that_points_back_stands_right_behind_one_of_its_own_module() -> None:
    rooms = [bound.where.partition(":")[0] for bound in BOUNDS]
    for at, bound in enumerate(BOUNDS):
        if re.search(r"\b(it|its|their)\b", bound.what) and rooms[at] in rooms[:at]:
            assert rooms[at - 1] == rooms[at], f"{bound.what}: of what?"


@pytest.mark.parametrize("form", sorted(set(_forms()), key=repr), ids=lambda form: form.__qualname__)
def test_what_is_too_long_for_a_field_is_said_in_our_own_words(form: type) -> None:
    for name, field in form.base_fields.items():
        each = getattr(field, "each", field)
        if getattr(each, "max_length", None) and name not in UNTYPED:
            assert "max_length" in each.error_messages, name
