"""A template reads like an outline: one element a line, nothing inline; no line of a source is over 120 characters."""

import re
from pathlib import Path
from statistics import median

import pytest

from amends.guidance import CONTENT
from amends.web import urls

WEB = Path(urls.__file__).parent
LONGEST, MEDIAN = 120, 60  # characters of a line
FEW = 4  # lines: of fewer there is no middle to speak of
ALONE = {"diary-file.html", "first-visit.html"}  # shown where none of our files is: they carry their style with them
TEMPLATES = {
    str(file.relative_to(WEB / "templates")): file.read_text(encoding="utf-8")
    for file in sorted((WEB / "templates").rglob("*.html"))
}
SOURCES = [
    *sorted((WEB / "static").rglob("*.css")),
    *sorted((WEB / "static").rglob("*.js")),
    *sorted((WEB / "templates").glob("*.js")),
]
INLINE = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=")

OWN_LENGTH = re.compile(r'm(?:ax|in)length="?\d')


def faults(text: str) -> list[str]:
    """What is wrong with how a template stands on the page."""
    lines = text.splitlines()
    long = [f"line {at}: {len(line)} characters" for at, line in enumerate(lines, 1) if len(line) > LONGEST]
    said = [len(line) for line in lines if line.strip()]
    return long + ([f"median {median(said)}"] if len(said) >= FEW and median(said) > MEDIAN else [])


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_template_is_an_outline(name: str) -> None:
    assert faults(TEMPLATES[name]) == []


def test_the_middle_line_of_all_templates_is_short() -> None:
    lines = [len(line) for text in TEMPLATES.values() for line in text.splitlines() if line.strip()]
    print(f"{len(TEMPLATES)} templates: median line {median(lines)}, longest {max(lines)}")
    assert median(lines) <= MEDIAN


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in ALONE])
def test_nothing_is_inline(name: str) -> None:
    assert INLINE.findall(re.sub(r"{%.*?%}", "", TEMPLATES[name])) == []  # what a tag is given is no attribute


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_page_takes_each_length_from_the_form_and_writes_none_itself(name: str) -> None:
    assert OWN_LENGTH.findall(TEMPLATES[name]) == []


def test_a_planted_length_is_caught() -> None:
    assert OWN_LENGTH.findall('<input name="when" maxlength="200">')


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(WEB)))
def test_no_line_of_style_or_script_is_long(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [at for at, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("name", ["cues.toml", "safety_rules.toml"])
def test_no_line_of_a_rule_is_long(name: str) -> None:
    for file in CONTENT.glob(f"*/{name}"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [at for at, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("file", [file for file in SOURCES if file.suffix == ".js"], ids=lambda file: file.name)
def test_a_script_has_one_purpose_and_less_than_a_hundred_and_twenty_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize(
    "planted",
    ['<p style="color: red">', "<script>alert(1)</script>", '<a onclick="x()">', "<style>p {}</style>"],
)
def test_what_is_inline_is_caught(planted: str) -> None:
    assert INLINE.findall(planted)


@pytest.mark.parametrize("planted", ["<p>" + "x" * 120 + "</p>", "<p>\n" + "\n".join(["y" * 61] * 3)])
def test_what_is_no_outline_is_caught(planted: str) -> None:
    assert faults(planted)


TYPED = re.compile(
    r'<textarea\b[^>]*>|<input\s[^>]*type="(?:text|search)"[^>]*>|<q\b[^>]*>|<\w+\s[^>]*class="told"[^>]*>'
)
OURS = {'<q class="dice">'}  # words that the house drew


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_parents_words_run_the_way_of_their_own_script(name: str) -> None:
    assert [tag for tag in TYPED.findall(TEMPLATES[name]) if 'dir="auto"' not in tag and tag not in OURS] == []


def test_a_word_without_a_way_of_its_own_is_seen() -> None:
    assert TYPED.findall('<p class="told">{{ words }}</p>') == ['<p class="told">']
    assert TYPED.findall('<input\n  type="text"\n>') == ['<input\n  type="text"\n>']
