"""A diary as files for its owner: JSON by a published schema, and one page that any browser shows. Both are open.

`docs/diary.schema.json` is made from these types.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

import msgspec

from amends.known import know
from amends.process import DiaryExport
from amends.store.door import NotReadable
from amends.store.shelf import renamed

FORMAT, VERSION = "amends-diary", 1
JSON, HTML = "diary.json", "diary.html"


@dataclass(frozen=True, slots=True)
class DiaryFile:
    """The JSON file: its format and version first, so that any program can tell what it holds."""

    format: str
    version: int
    made: datetime
    diary: DiaryExport


know(DiaryFile)


def exported(diary: DiaryExport, html: str, now: datetime) -> bytes:
    """A zip of both files: the JSON is made here, the page that people read is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        made = DiaryFile(FORMAT, VERSION, now, diary)
        files.writestr(JSON, msgspec.json.format(msgspec.json.encode(made, order="deterministic"), indent=1))
        files.writestr(HTML, html)
    return out.getvalue()


def own(content: bytes) -> DiaryExport:
    """The diary in a JSON file of ours. Raises NotReadable that says what is wrong, and where."""
    try:
        head = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        if msgspec.json.decode(head["version"], type=int) > VERSION:
            raise NotReadable("This file was made by a newer Amends. Update first, then bring it in.")
        return msgspec.json.decode(renamed(content), type=DiaryFile).diary
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError) as error:
        raise NotReadable(f"This diary file was changed or cut: {error}") from error


def schema() -> dict[str, object]:
    """The published JSON schema of the file."""
    return msgspec.json.schema(DiaryFile)
