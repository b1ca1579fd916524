"""A class belongs to one room, or to everybody; what is everybody's a room changes only under a name of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.web import urls

WEB = Path(urls.__file__).parent
SHEETS = {file.stem: file.read_text(encoding="utf-8") for file in sorted((WEB / "static" / "css").glob("*.css"))}
SHARED = {"tokens", "colours", "base", "frame", "parts", "dots", "book", "art"}
ROOM_OF = {"write-note": "write", "write-desk": "write", "asks": "card"}  # a room of more than one sheet
WORN_BY = "\n".join(
    file.read_text(encoding="utf-8")
    for file in sorted(WEB.rglob("*"))
    if file.suffix in {".html", ".js", ".py", ".svg"} and file.is_file()
)
NAME = re.compile(r"\.[a-z][\w-]*|#[a-z][\w-]*|(?<=\[)data-(?!chapter)[\w-]+")
NESTED = r"\((?:[^()]|\([^()]*\))*\)"
LONGEST = 300  # lines of a sheet


def _apart(selectors: str) -> list[str]:
    """Cuts at the commas that stand in no bracket, and opens each `:is(a, b)` into one selector for a, one for b."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", re.sub(rf":not{NESTED}", "", selectors))]
    opened = [(part, re.search(r":is\(([^()]*)\)", part)) for part in parts]
    return [
        one
        for part, choice in opened
        for one in (
            [part]
            if choice is None
            else _apart(",".join(part.replace(choice[0], each.strip(), 1) for each in choice[1].split(",")))
        )
    ]


def _selectors(sheet: str) -> Iterator[str]:
    """Each selector of a sheet, one by one."""
    for rule in re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if not rule.strip().startswith("@"):
            yield from _apart(rule)


def _dressed(selector: str) -> list[str]:
    """The classes of what a rule dresses: its last part."""
    last = re.split(r"[\s>+~]+", re.sub(rf":has{NESTED}", "", selector).strip())[-1]
    return re.findall(r"\.[a-z][\w-]*", last)


def _room(sheet: str) -> str:
    return "" if sheet in SHARED else ROOM_OF.get(sheet, sheet)


def strangers(sheets: dict[str, str]) -> list[str]:
    """Rules of a room that dress a class which also others name, under no name that is the room's alone."""
    known: dict[str, set[str]] = {}
    for sheet, text in sheets.items():
        for selector in _selectors(text):
            for name in NAME.findall(selector):
                known.setdefault(name, set()).add(_room(sheet))
    return [
        f"{sheet}.css: {selector}"
        for sheet, text in sheets.items()
        if _room(sheet)
        for selector in _selectors(text)
        if _dressed(selector) and not any(known[name] == {_room(sheet)} for name in NAME.findall(selector))
    ]


def unworn(sheets: dict[str, str], by: str) -> list[str]:
    """Classes that are dressed and that nothing wears."""
    words = {*re.findall(r"[\w-]+", by)}
    named = {name for text in sheets.values() for selector in _selectors(text) for name in NAME.findall(selector)}
    return sorted(name for name in named if name.startswith(".") and name[1:] not in words)


def test_no_room_dresses_the_class_of_another() -> None:
    assert strangers(SHEETS) == []


def test_every_class_that_is_dressed_is_worn() -> None:
    assert unworn(SHEETS, WORN_BY) == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_fits_a_glance(name: str) -> None:
    assert len(SHEETS[name].splitlines()) < LONGEST


@pytest.mark.parametrize(
    "planted",
    [
        {"now": ".door { top: 0 }", "help": ".number, .door { top: 0 }"},
        {"now": ".door { top: 0 }", "help": ".number .door { top: 0 }"},
        {"parts": ".chips { top: 0 }", "help": "main :is(.chips, .number) { top: 0 }"},
        {"frame": ".thumbs { top: 0 }", "help": "@media print { @layer room { body .thumbs { top: 0 } } }"},
    ],
)
def test_a_class_of_two_rooms_is_caught(planted: dict[str, str]) -> None:
    assert strangers(planted)


@pytest.mark.parametrize(
    "planted",
    [
        {"parts": ".chips { top: 0 }", "help": ".number > .chips { top: 0 }"},
        {"now": ".door .frame { top: 0 }", "help": "[data-emergency] .frame { top: 0 }"},
        {"write": ".paper { top: 0 }", "write-desk": ".paper { top: 1px }"},
    ],
)
def test_a_name_of_its_own_lets_a_room_change_what_is_shared(planted: dict[str, str]) -> None:
    assert strangers(planted) == []


def test_a_class_that_nothing_wears_is_caught() -> None:
    assert unworn({"now": ".door { top: 0 } .gone:hover { top: 0 }"}, '<a class="door">') == [".gone"]
