"""What came, as files: out of a zip those that can hold a diary, and each as the bytes or the text that it is."""

import codecs
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from amends.store.door import NotReadable

LARGEST = 100 << 20  # bytes, unpacked: decades of words; a zip that claims more is not a diary
LARGEST_TEXT = 12 << 20  # bytes of what is no JSON: it is held three times while it is read, at up to 4 bytes a letter
MOST_LINES = 500_000  # of such a text: each is asked whether it is a date
LONGEST_LINE = 1 << 20  # bytes of it: ten times the longest page
MOST_SIGNS = 5_000_000  # commas, opening brackets and line ends in a file: what a reader's time and memory grow with
MOST_FILES = 20_000  # in a zip: fifty years of a file a day, or as many pictures
TOO_LARGE = f"This file is larger than any diary: more than {LARGEST >> 20} MB of words. Bring in a part of it."
TOO_LARGE_TEXT = f"This text is longer than any diary: more than {LARGEST_TEXT >> 20} MB. Bring in a part of it."
TOO_MANY_LINES = f"This text has more than {MOST_LINES:,} lines. Bring in a part of it."
TOO_LONG_LINE = "This line is longer than any page. Make several of it in the file."
TOO_MANY_PARTS = "This file has more parts than any diary. If it is one, bring in a part of it."
TOO_MANY_FILES = f"There are more than {MOST_FILES:,} files in this zip. Bring in a part of it."
NOT_UTF8 = "This file is not text in UTF-8. Save it again, and choose UTF-8."
_PIECE = 1 << 20  # bytes
_SIGNS = (b",", b"[", b"{", b"\n", b"\r")
_MEMBER = b"PK\x01\x02"  # a line of a zip's list of contents
_KINDS = (".json", ".csv", ".tsv", ".txt", ".md", ".markdown", ".text")
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".tif", ".tiff")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, RuntimeError, EOFError, ValueError)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def files_in(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip, its name and what is in it: nothing of a picture, which is only named. Raises NotReadable."""
    if content.count(_MEMBER) > MOST_FILES:
        raise NotReadable(TOO_MANY_FILES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if not _is_hidden(one)]
            if sum(one.file_size for one in members if is_text(one.filename)) > LARGEST:
                raise NotReadable(TOO_LARGE)
            for one in members:
                yield one.filename, packed.read(one) if is_text(one.filename) else b""
    except _BROKEN as error:
        raise NotReadable("This zip file is cut, changed, or locked. Make it again, without a password.") from error


def is_picture(name: str) -> bool:
    """Whether a file is a picture, by its name."""
    return name.lower().endswith(_PICTURES)


def is_text(name: str) -> bool:
    """Whether a file may hold a diary, by its name."""
    return name.lower().endswith(_KINDS)


def bounded(content: bytes) -> bytes:
    """The same file, where reading it costs no more than any diary does: counted before anything is built of it.

    Raises NotReadable.
    """
    if len(content) > LARGEST:
        raise NotReadable(TOO_LARGE)
    if sum(content.count(sign) for sign in _SIGNS) > MOST_SIGNS:
        raise NotReadable(TOO_MANY_PARTS)
    return content


def json_of(content: bytes) -> bytes:
    """A JSON file in UTF-8, looked at piece by piece and never built as a text. Raises NotReadable."""
    bare = content.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(bare), _PIECE):
        try:
            decoder.decode(bare[at : at + _PIECE], final=at + _PIECE >= len(bare))
        except UnicodeDecodeError as error:
            raise NotReadable(NOT_UTF8, bare.count(b"\n", 0, at + error.start) + 1) from None
    return bare


def text_of(content: bytes) -> str:
    """A file as text, its lines ended as ours are. Spreadsheets write UTF-16. Raises NotReadable."""
    _lines_fit(content)
    mark, coded = next(((mark, coded) for mark, coded in _MARKS if content.startswith(mark)), (b"", _guess(content)))
    try:
        return content[len(mark) :].decode(coded).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotReadable(NOT_UTF8, line) from None


def _lines_fit(content: bytes) -> None:
    if len(content) > LARGEST_TEXT:
        raise NotReadable(TOO_LARGE_TEXT)
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES:
        raise NotReadable(TOO_MANY_LINES)
    for number, line in enumerate(io.BytesIO(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")), start=1):
        if len(line) > LONGEST_LINE:
            raise NotReadable(TOO_LONG_LINE, number)


def _guess(content: bytes) -> str:
    """Text of two bytes a letter has a zero in every second one, where it is of our alphabet."""
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "utf-8"


def _is_hidden(one: zipfile.ZipInfo) -> bool:
    """A folder, or what a Mac lays beside each file."""
    parts = PurePosixPath(one.filename).parts
    return one.is_dir() or any(part.startswith(".") or part == "__MACOSX" for part in parts)
