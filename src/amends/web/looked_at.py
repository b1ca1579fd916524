"""The page that was looked at before it is given: what leaves is that, byte for byte, and nothing else ever can.

It travels through its own giver's browser, sealed under their vault: nobody else can put another page in, and they
themselves cannot either. The page of somebody else is shown only where it is made as pages here are made.
"""

import binascii
import re
from base64 import b64decode, b64encode

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from amends.process import Letter
from amends.store.opened import Vault
from amends.vault import Damaged

MOST_BYTES = 400_000  # of one page; twelve weeks with three moments a day are 70,000

_TAG = re.compile(r'</?([a-z0-9]+)((?:\s+[A-Za-z-]+="[^"<>]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r"\s([A-Za-z-]+)=")
_WRITTEN = {"article", "section", "h1", "h2", "p", "q", "ol", "ul", "li", "strong", "span"}
_LAID_OUT = {"div", "table", "thead", "tbody", "tr", "th", "td"}
_DRAWN = {"svg", "title", "desc", "path", "circle", "text"}
_TAGS = _WRITTEN | _LAID_OUT | _DRAWN
_NAMES = {"class", "id", "dir", "role", "scope", "aria-labelledby"}
_PLACES = {"viewBox", "d", "x", "y", "cx", "cy", "r", "text-anchor"}
_ATTRIBUTES = _NAMES | _PLACES


def sealed(vault: Vault, page: str) -> str:
    """A page as its form carries it; empty where it is too large to be given."""
    plain = page.encode()
    return b64encode(vault.box.seal(plain, _place(vault))).decode() if len(plain) <= MOST_BYTES else ""


def looked_at(vault: Vault, carried: str) -> str:
    """The page that the owner of this vault has looked at. Raises Damaged for anything else."""
    try:
        page = vault.box.unseal(b64decode(carried, validate=True), _place(vault)).decode()
    except (binascii.Error, ValueError):
        raise Damaged("nothing that a page of ours carries") from None
    shown(page)
    return page


def shown(page: str) -> SafeString:
    """A page as it is shown, every byte of it. Raises Damaged where it holds what no page here ever holds: a link, a
    form, a script, or a word that would do something."""
    between = _TAG.sub("", page)
    if "<" in between or ">" in between or not all(_is_ours(*found.groups()) for found in _TAG.finditer(page)):
        raise Damaged("it is not made as pages here are made")
    return mark_safe(page)


def title_above(letter: Letter) -> str:
    """What stands above what was given: its title; nothing where a page begins with that very heading."""
    return "" if f"<h1>{escape(letter.title)}</h1>" in letter.page else letter.title


def _is_ours(tag: str, attributes: str) -> bool:
    return tag in _TAGS and set(_ATTRIBUTE.findall(attributes)) <= _ATTRIBUTES


def _place(vault: Vault) -> str:
    return f"{vault.owner}/looked-at"
