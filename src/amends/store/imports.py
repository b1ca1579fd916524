"""A file from anywhere, and what it holds: told apart by what is in it, never by its name."""

import re
from datetime import tzinfo
from pathlib import PurePosixPath

from amends.process import DiaryExport
from amends.store.door import NotReadable, let_in
from amends.store.export import FORMAT, own
from amends.store.formats.clocks import day
from amends.store.formats.dated import is_dated, read_dated, read_day_file
from amends.store.formats.day_one import read_day_one
from amends.store.formats.daylio import is_daylio, read_daylio
from amends.store.formats.found import Found, Left, Pages
from amends.store.formats.journiv import read_journiv
from amends.store.formats.jrnl import read_jrnl
from amends.store.formats.json_parts import Part, whole
from amends.store.formats.rednotebook import is_month, is_named_month, read_month
from amends.store.unpacked import bounded, files_in, is_picture, is_text, json_of, text_of

OWN = "Amends"
_HEAD = 1000  # letters, in which it shows what a text is
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[(?!\d{4}-))")  # a text of jrnl begins with a day in brackets
_UNKNOWN = "This JSON file is not from Amends, Day One, Journiv or jrnl."


def found(content: bytes, zone: tzinfo, name: str = "") -> Found:
    """What a file holds, ours or another diary's, zipped or not; by its name go only months and days.

    All of it can be shown here. `zone` is for times of which the file says no zone. Raises NotReadable.
    """
    pages = Pages(zone)
    ours = _unzipped(content, pages) if content.startswith(b"PK") else _read(PurePosixPath(name), content, pages)
    return Found(OWN, 1, let_in(ours), is_ours=True) if ours else pages.found()


def _unzipped(content: bytes, pages: Pages) -> DiaryExport | None:
    """All files of a diary in a zip: some diaries write one a journal, or one a month."""
    known = 0
    for name, inside in files_in(content):
        try:
            if ours := _member(name, inside, pages):
                return ours
            known += is_text(name)
        except _Unknown:
            pages.left.add(Left.FILES)
        except NotReadable as error:
            raise NotReadable(error.says, error.line, name) from None
    if not known:
        raise NotReadable("There is no diary in this zip file: no JSON, no CSV, and no text with dates.")
    return None


class _Unknown(NotReadable):
    """This file may be beside a diary; alone it is none."""


def _member(name: str, content: bytes, pages: Pages) -> DiaryExport | None:
    if not is_text(name):
        pages.left.add(Left.PICTURES if is_picture(name) else Left.FILES)
        return None
    return _read(PurePosixPath(name), content, pages)


def _read(name: PurePosixPath, content: bytes, pages: Pages) -> DiaryExport | None:
    """Adds to the pages all that is in one file; or the diary, where the file is ours."""
    if _JSON.match(bounded(content)) and not is_named_month(name.name):
        return _json(content, pages)
    text = text_of(content)
    if is_month(name.name, text):
        read_month(name.name, text, pages)
    elif _JSON.match(text[:_HEAD].encode()):
        return _json(text.encode(), pages)
    elif is_daylio(text):
        read_daylio(text, pages)
    elif is_dated(text):
        read_dated(text, pages)
    elif on := day(name.stem[:10]):
        read_day_file(on, text, pages)
    else:
        raise _Unknown(
            "This file has no columns full_date, time and note, as Daylio's have, and no line in it is a date, "
            "as in a dated text. Write above each entry its day, like 2026-05-20.",
            1,
        )
    return None


def _json(content: bytes, pages: Pages) -> DiaryExport | None:
    file = whole(json_of(content))
    if not file.raw.startswith(b"{"):
        raise _Unknown(_UNKNOWN, file.line)
    fields = file.fields()
    if fields.get("format", file).raw == f'"{FORMAT}"'.encode():
        return own(file.raw)
    _others(fields, pages)
    return None


def _others(fields: dict[str, Part], pages: Pages) -> None:
    if "export_version" in fields:
        read_journiv(fields, pages)
    elif "entries" in fields and "metadata" in fields:
        read_day_one(fields["entries"], pages)
    elif "entries" in fields:
        read_jrnl(fields["entries"], pages)
    else:
        raise _Unknown(_UNKNOWN, 1)
