"""A file from anywhere, and what it holds: told apart by what is in it, never by its name."""

import io
import struct
import zipfile
import zlib
from datetime import tzinfo
from typing import Any

import msgspec

from amends.process import DiaryExport
from amends.store.door import NotReadable, let_in
from amends.store.export import FORMAT, own
from amends.store.formats import day_one, daylio, journiv

LARGEST = 200 << 20  # bytes, unpacked: decades of words; a zip that claims more is not a diary


def brought(content: bytes, zone: tzinfo) -> DiaryExport:
    """The diary in a file of ours, of Daylio, Day One or Journiv, zipped or not: all of it can be shown here.

    `zone` is where Daylio's times were written down: its files do not say. Raises NotReadable.
    """
    return let_in(_read(content, zone))


def _read(content: bytes, zone: tzinfo) -> DiaryExport:
    if content.startswith(b"PK"):
        content = _unzipped(content)
    if content.lstrip()[:1] not in (b"{", b"["):
        return daylio(content, zone)
    given = _json(content)
    if given.get("format") == FORMAT:
        return own(content)
    try:
        return _others(given)
    except (AttributeError, TypeError, KeyError, RecursionError) as error:
        raise NotReadable("This JSON file is not built like the one of any diary known here.") from error


def _others(given: dict[str, Any]) -> DiaryExport:
    if "export_version" in given:
        return journiv(given)
    if "entries" in given and "metadata" in given:
        return day_one(given)
    raise NotReadable("This JSON file is not from Amends, Day One or Journiv.")


def _json(content: bytes) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotReadable(f"This JSON file is cut or changed: {error}") from None
    except RecursionError:
        raise NotReadable("This JSON file is folded deeper than any diary.") from None
    if not isinstance(given, dict):
        raise NotReadable("This JSON file is not from Amends, Day One or Journiv.")
    return given


def _unzipped(content: bytes) -> bytes:
    """The one JSON file (or else CSV file) in a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            found = sorted(
                (one for one in files.infolist() if one.filename.lower().endswith((".json", ".csv"))),
                key=lambda one: (one.filename.count("/"), one.filename.lower().endswith(".csv"), one.filename),
            )
            if not found:
                raise NotReadable("There is no diary in this zip file: no JSON and no CSV.")
            if found[0].file_size > LARGEST:
                raise NotReadable("This file is larger than any diary.")
            return files.read(found[0])
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, RuntimeError, EOFError, ValueError) as error:
        raise NotReadable("This zip file is cut, changed, or locked.") from error
