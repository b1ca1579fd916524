"""A house's own help lines: a file of its operator, and what is said of one that does not fit."""

from pathlib import Path

import pytest

from amends.guidance import GuidanceError, HelpFor, lines_in, load
from amends.guidance.own_lines import LARGEST_FILE, MOST_LINES

WHOLE = """
[[line]]
name = "Harbour Clinic"
for = ["parents", "crisis"]
whom = "Families of the clinic"
reach = "Call 020 7946 0018"
tel = "02079460018"
calling = "A nurse answers."
checked_on = 2026-11-20
"""


def own(folder: Path, text: str) -> Path:
    """A file of own lines."""
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def misfit(file: Path) -> str:
    """What is said of a file that does not fit."""
    with pytest.raises(GuidanceError) as wrong:
        lines_in(file)
    return str(wrong.value)


def test_a_whole_line_is_read_and_needs_no_source(tmp_path: Path) -> None:
    (line,) = lines_in(own(tmp_path, WHOLE))
    assert (line.name, line.tel, line.for_) == ("Harbour Clinic", "02079460018", (HelpFor.PARENTS, HelpFor.CRISIS))


def test_what_our_own_files_hold_would_be_taken_from_a_house_too(tmp_path: Path) -> None:
    ours = Path(load()._root / "help.toml").read_text(encoding="utf-8")
    united_states = ours.split("[[country]]")[1].split("[[country.line]]", 1)[1]
    lines = lines_in(own(tmp_path, f"[[line]]{united_states}".replace("[[country.line]]", "[[line]]")))
    assert lines == load().help.countries["US"].line


@pytest.mark.parametrize("number", ["+442079460018", "116123", "02079460018"])
def test_a_number_may_begin_with_a_plus_and_is_shown_as_it_is_called(number: str, tmp_path: Path) -> None:
    text = WHOLE.replace('"02079460018"', f'"{number}"').replace("020 7946 0018", number)
    assert lines_in(own(tmp_path, text))[0].tel == number


@pytest.mark.parametrize("link", ["https://clinic.example", "https://clinic.example:8443/help?for=all#now"])
def test_a_line_may_be_a_list_behind_https_alone(link: str, tmp_path: Path) -> None:
    assert lines_in(own(tmp_path, WHOLE.replace('tel = "02079460018"', f'link = "{link}"')))[0].link == link


@pytest.mark.parametrize(
    ("old", "new", "say"),
    [
        ('whom = "Families of the clinic"\n', "", "missing required field `whom`"),
        ("checked_on = 2026-11-20\n", "", "missing required field `checked_on`"),
        ("2026-11-20", '"last week"', "checked_on"),
        ('"parents"', '"mothers"', "for may hold child-safety, violence, crisis, parents, children"),
        ("[[line]]\n", "[[line]]\nphone = 3\n", "unknown field `phone`"),
        ('["parents", "crisis"]', "[]", "for needs another value: empty list"),
        ("A nurse answers.", "  ", "calling needs another value: empty text"),
        ("[[line]]\n", '[[line]]\nsources = ["a-friend"]\n', "unknown source: a-friend"),
        ('tel = "02079460018"\n', "", "this line needs another value: one of tel, sms and link"),
        ('"02079460018"', '"020 7946 0018"', "tel needs another value: digits alone"),
        ('"02079460018"', '"٠٢٠٧٩٤٦"', "tel needs another value: digits alone"),
        ('"02079460018"', '"02079460018;ext=1"', "tel needs another value: digits alone"),
        ('"02079460018"', '"02079460019"', "tel needs another value: the same number in reach"),
        ("tel = ", "sms = '85258'\ntel = ", "sms needs another value: the same number in reach"),
        ("tel = ", "link = 'http://clinic.example'\ntel = ", "link needs another value: an address that begins"),
        ("tel = ", "link = 'javascript:alert(1)'\ntel = ", "link needs another value: an address that begins"),
        ("tel = ", "link = 'https://me@clinic.example/'\ntel = ", "link needs another value: an address that begins"),
        ("tel = ", "link = 'https://clinic.example/a b'\ntel = ", "link needs another value: an address that begins"),
        ("tel = ", "link = 'https://'\ntel = ", "link needs another value: an address that begins"),
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_file_and_what_to_change(
    old: str, new: str, say: str, tmp_path: Path
) -> None:
    assert old in WHOLE
    file = own(tmp_path, WHOLE.replace('"Harbour', '"First') + WHOLE.replace(old, new, 1))
    said = misfit(file)
    assert said.startswith(f"{file}: [[line]] 2 (Harbour Clinic): ")
    assert say in said


def test_a_line_without_a_name_is_named_by_its_place(tmp_path: Path) -> None:
    file = own(tmp_path, WHOLE.replace('name = "Harbour Clinic"\n', ""))
    assert misfit(file).startswith(f"{file}: [[line]] 1: ")


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("", "required field `line`"),
        ("line = []", "there is no [[line]] in it"),
        ("line = 3", "Expected `array`, got `int`"),
        ("[[line]\n", "line 1, column 7"),
        ("[[help]]\nname = 3", "unknown field `help`"),
        ("line = " + "[" * 50_000, "recursion"),
    ],
)
def test_a_file_that_is_no_list_of_lines_says_what_each_line_needs(text: str, say: str, tmp_path: Path) -> None:
    file = own(tmp_path, text)
    said = misfit(file)
    assert said.startswith(f"{file}: ")
    assert say in said
    assert "Each [[line]] needs name, for, whom, reach, calling, checked_on, and one of tel, sms and link" in said


def test_bytes_that_are_no_text_are_refused_with_the_files_name(tmp_path: Path) -> None:
    file = own(tmp_path, "")
    file.write_bytes(b"\xff\xfe")
    assert misfit(file).startswith(f"{file}: ")


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_file_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    assert misfit(tmp_path / name).startswith(f"{tmp_path / name}: cannot be read (")


def test_as_many_lines_as_fit_are_taken_and_not_one_more(tmp_path: Path) -> None:
    assert len(lines_in(own(tmp_path, WHOLE * MOST_LINES))) == MOST_LINES == 20
    assert "21 lines, and 20 fit here at most" in misfit(own(tmp_path, WHOLE * (MOST_LINES + 1)))


def test_a_file_as_large_as_fits_is_read_and_not_one_byte_more(tmp_path: Path) -> None:
    text = WHOLE + "#" * (LARGEST_FILE - len(WHOLE))
    assert len(text) == 100_000
    assert lines_in(own(tmp_path, text))
    assert "more than 100,000 bytes" in misfit(own(tmp_path, text + "#"))
