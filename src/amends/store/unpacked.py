"""What came, as files: out of a zip those that can hold a diary, and each as the bytes or the text that it is."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from amends.store.door import NotReadable

LARGEST = 100 << 20  # bytes, unpacked: decades of words; a zip that claims more is not a diary
TOO_LARGE = f"This file is larger than any diary: more than {LARGEST >> 20} MB of words. Bring in a part of it."
_KINDS = (".json", ".csv", ".tsv", ".txt", ".md", ".markdown", ".text")
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".tif", ".tiff")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, RuntimeError, EOFError, ValueError)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def files_in(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip, its name and what is in it: nothing of a picture, which is only named. Raises NotReadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if not _is_hidden(one)]
            wanted = [one for one in members if one.filename.lower().endswith(_KINDS)]
            if sum(one.file_size for one in wanted) > LARGEST:
                raise NotReadable(TOO_LARGE)
            for one in members:
                yield one.filename, packed.read(one) if one in wanted else b""
    except _BROKEN as error:
        raise NotReadable("This zip file is cut, changed, or locked. Make it again, without a password.") from error


def is_picture(name: str) -> bool:
    """Whether a file is a picture, by its name."""
    return name.lower().endswith(_PICTURES)


def is_text(name: str) -> bool:
    """Whether a file may hold a diary, by its name."""
    return name.lower().endswith(_KINDS)


def text_of(content: bytes) -> str:
    """A file as text, its lines ended as ours are. Spreadsheets write UTF-16. Raises NotReadable."""
    if len(content) > LARGEST:
        raise NotReadable(TOO_LARGE)
    mark, coded = next(((mark, coded) for mark, coded in _MARKS if content.startswith(mark)), (b"", _guess(content)))
    try:
        return content[len(mark) :].decode(coded).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotReadable("This file is not text in UTF-8. Save it again, and choose UTF-8.", line) from None


def _guess(content: bytes) -> str:
    """Text of two bytes a letter has a zero in every second one, where it is of our alphabet."""
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "utf-8"


def _is_hidden(one: zipfile.ZipInfo) -> bool:
    """A folder, or what a Mac lays beside each file."""
    parts = PurePosixPath(one.filename).parts
    return one.is_dir() or any(part.startswith(".") or part == "__MACOSX" for part in parts)
