"""Simple markup made plain. What only looks like it ("<3", "->", "<i mean it>") is a parent's words, and stays."""

import re
from html import unescape

_NAMES = "a|b|blockquote|br|code|del|div|em|font|h[1-6]|hr|i|li|mark|ol|p|pre|s|small|span|strike|strong|sub|sup|u|ul"
# An attribute has a value, or else it is a word. No part gives back what it took: a run of "<" is read once.
_ATTRIBUTES = r"""(?:\s++[\w-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s<>"']++))*+\s*+/?+"""
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES}){_ATTRIBUTES}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_ENDS_A_LINE = frozenset(["p", "div", "li", "blockquote", "pre", *(f"h{size}" for size in range(1, 7))])


def plain(words: str) -> str:
    """The words alone, with the line ends that the markup stood for."""
    return _ENTITY.sub(lambda found: unescape(found[0]), _TAG.sub(_line_end, words))


def _line_end(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    return "\n" if name in {"br", "hr"} or (tag["end"] and name in _ENDS_A_LINE) else ""
