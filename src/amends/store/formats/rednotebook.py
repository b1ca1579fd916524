"""RedNotebook's months: a file each, `2026-05.txt`, in the YAML that it writes: a number a day, `text`, and tags."""

import codecs
import re
from datetime import date, datetime, time
from itertools import islice

from amends.process import JournalEntry
from amends.store.door import NotReadable
from amends.store.formats.found import Pages, in_one_line, in_parts, told_at

NAME = "RedNotebook"
_FILE = re.compile(r"(\d{4})-(\d{2})\.txt")
_MOST_DAYS = 31
_DAY = re.compile(r"^(\d{1,2}):(?=\s|$)", re.MULTILINE)
_TEXT = re.compile(r"(?:^[ \t]+|\{|, )text:[ \t]*+", re.MULTILINE)
_SINGLE = re.compile(r"'((?:[^']++|'')*+)'")
_DOUBLE = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_BLOCK = re.compile(r"[|>][-+\d]*[ \t]*\n((?:[ \t]+\S.*(?:\n|$)|[ \t]*\n)*+)")
_BARE = re.compile(r"((?:[^\n]*+)(?:\n[ \t]{4,}[^\n]*+|\n(?=\s*\n))*+)")
_FOLD = re.compile(r"[ \t]*+\n((?:[ \t]*+\n)*+)[ \t]*+")
_JOINED = re.compile(r"\\\n[ \t]*+")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\n", "0": "", "N": "\n", "L": "\n", "P": "\n", "_": " ", "e": "", "a": ""}
_TAG_MARKS = re.compile(r"[{}]|:\s*(?:null|~)?\s*$|:\s*null", re.MULTILINE)


def is_named_month(name: str) -> bool:
    """Whether a file has the name of a month."""
    return bool(_FILE.fullmatch(name))


def is_month(name: str, text: str) -> bool:
    """Whether a file has the name of a month, and numbers its days."""
    return is_named_month(name) and bool(_DAY.match(text) or not text.strip(" \n{}"))


def read_month(name: str, text: str, pages: Pages) -> None:
    """All days of one month. Raises NotReadable that names the first wrong one by its line."""
    if pages.format != NAME:
        pages.begin(NAME)
    year, month = (int(part) for part in name[:7].split("-"))
    starts = list(islice(_DAY.finditer(text), _MOST_DAYS + 1))
    if len(starts) > _MOST_DAYS:
        line = text.count("\n", 0, starts[-1].start()) + 1
        raise NotReadable(f"{year}-{month:02} has more days than any month. Make one of those that come twice.", line)
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):
        line = text.count("\n", 0, start.start()) + 1
        try:
            on = datetime.combine(date(year, month, int(start[1])), time())
        except ValueError:
            raise NotReadable(f"{year}-{month:02} has no day {start[1]}. Change the number.", line) from None
        words = _words(text[start.end() : end], line)
        pages.add(f"{on:%Y-%m-%d}", JournalEntry(told_at(on, pages.zone), words, "", NAME), "This day", line)


def _words(day: str, line: int) -> str:
    found = _TEXT.search(day)
    if not found:
        return _tags(day)
    scalar, end = _scalar(day, found.end(), line)
    return in_parts(scalar, _tags(day[: found.start()] + day[end:]))


def _scalar(day: str, start: int, line: int) -> tuple[str, int]:
    """A text in one of the ways YAML writes it, and where it ends."""
    first = day[start : start + 1]
    pattern = {"'": _SINGLE, '"': _DOUBLE, "|": _BLOCK, ">": _BLOCK}.get(first, _BARE)
    found = pattern.match(day, start)
    if not found:
        raise NotReadable("The text of this day is cut: its quotation mark does not close.", line)
    if first == "'":
        return _folded(found[1].replace("''", "'")), found.end()
    if first == '"':
        return _ESCAPE.sub(_escaped, _folded(_JOINED.sub("", found[1]))), found.end()
    if pattern is _BLOCK:
        lines = [words.strip() for words in found[1].split("\n")]
        return ("\n".join(lines) if first == "|" else _folded("\n".join(lines))), found.end()
    return _folded(found[1]).rstrip("}"), found.end()


def _folded(words: str) -> str:
    """One line end is a blank; of more, one is taken away."""
    return _FOLD.sub(lambda found: "\n" * found[1].count("\n") or " ", words)


def _escaped(found: re.Match[str]) -> str:
    sign = found[1]
    if len(sign) == 1:
        return _ESCAPES.get(sign, sign)
    try:
        return codecs.decode(f"\\{sign}", "unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return "\N{REPLACEMENT CHARACTER}"


def _tags(rest: str) -> str:
    """The categories and what stands in them, in one line."""
    return in_one_line(*(f"#{tag}" for line in _TAG_MARKS.sub("\n", rest).split("\n") if (tag := line.strip(" ,:\"'"))))
