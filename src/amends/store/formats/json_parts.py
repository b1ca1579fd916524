"""Parts of a JSON file, each with the line it begins on. An array is walked item by item and never built whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from amends.known import know
from amends.store.door import NotReadable

LARGEST_ENTRY = 4 << 20  # bytes: forty times the longest page
MOST_BOOKS = 1_000  # journals in one file
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],]', re.DOTALL)
_BYTE = re.compile(r"\(byte (\d+)\)")
NOT_BUILT = "This JSON file is not built like the one of any diary known here."


class _Fields(msgspec.Struct):
    """The fields that a diary of any kind is known by. Whatever else is in an object is passed over and not built."""

    format: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    export_version: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    metadata: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    entries: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    journals: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    moments: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


know(_Fields)


@dataclass(frozen=True, slots=True)
class Part:
    """One value, still as text, and the line of the file on which it begins."""

    raw: bytes
    line: int = 1

    def fields(self) -> dict[str, "Part"]:
        """The values in an object that a diary is known by, by their names. Raises NotReadable."""
        try:
            found = msgspec.structs.asdict(msgspec.json.decode(self.raw, type=_Fields))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise NotReadable(NOT_BUILT, self.line) from None
        return {name: self._inner(bytes(raw)) for name, raw in found.items() if raw is not msgspec.UNSET}

    def items(self) -> Iterator["Part"]:
        """The values in an array, one after another. Raises NotReadable."""
        if not self.raw.startswith(b"["):
            raise NotReadable(NOT_BUILT, self.line)
        start, depth, line = 1, 0, self.line
        for token in _TOKEN.finditer(self.raw):
            sign = token[0]
            depth += (sign in b"{[") - (sign in b"}]") if len(sign) == 1 else 0
            if (depth == 1 and sign == b",") or depth == 0:
                yield from _item(self.raw[start : token.start()], line)
                line += self.raw.count(b"\n", start, token.end())
                start = token.end()

    def entry(self) -> dict[str, Any]:
        """An object, built: small enough to be an entry of a diary. Raises NotReadable."""
        if len(self.raw) > LARGEST_ENTRY:
            raise NotReadable("This entry is larger than any page. Make several of it in the file.", self.line)
        try:
            return msgspec.json.decode(self.raw, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise NotReadable(NOT_BUILT, self.line) from None

    def _inner(self, raw: bytes) -> "Part":
        return Part(raw, self.line + self.raw.count(b"\n", 0, self.raw.find(raw)))


def whole(content: bytes) -> Part:
    """A JSON file whose every bracket closes. Raises NotReadable that says where it does not."""
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
        raw = content.strip()
        return Part(raw, _line(content, content.index(raw)))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        at = _BYTE.search(str(error))
        line = _line(content, int(at[1]) if at else len(content))
        raise NotReadable(f"This JSON file is cut or changed: {error}. Make the file again.", line) from None
    except RecursionError:
        raise NotReadable("This JSON file is folded deeper than any diary.") from None


def listed(given: object) -> list[str]:
    """The words in a list, whatever else is in it."""
    return [words for words in given if isinstance(words, str)] if isinstance(given, list) else []


def _item(raw: bytes, line: int) -> Iterator[Part]:
    if bare := raw.strip():
        yield Part(bare, line + raw.count(b"\n", 0, len(raw) - len(raw.lstrip())))


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
