"""Words and codes that open a slot: drawn by dice, made to be written on paper."""

import secrets
from functools import cache
from hashlib import sha256

from xkcdpass import xkcd_password as dice  # type: ignore[import-untyped]  # it ships no types

from amends.vault.typed import without_marks

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U, which look or sound like others
GROUPS, GROUP = 7, 4  # 27 letters drawn by dice (135 bits) and one to check the others
WORDS = 5

_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Mistyped(Exception):
    """This is no code of ours: a letter is missing, too many, or wrong."""


def new_recovery_code() -> str:
    """A fresh code of seven groups of four letters."""
    return _grouped(drawn())


def drawn() -> str:
    """Letters drawn by dice (135 bits), and one to check them."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP - 1))
    return letters + _check(letters)


def letters_of(typed: str) -> str:
    """Such letters, out of what somebody typed. Raises Mistyped."""
    letters = without_marks(typed).translate(_LOOKS_LIKE)
    if len(letters) != GROUPS * GROUP or _check(letters[:-1]) != letters[-1]:
        raise Mistyped
    return letters


def recovery_code(typed: str) -> str:
    """The code as it was printed, out of what somebody typed: with any dash, blank or dot between, or none.

    Raises Mistyped before any slot is tried.
    """
    return _grouped(letters_of(typed))


def is_recovery_code(typed: str) -> bool:
    """Whether somebody typed a whole recovery code."""
    try:
        recovery_code(typed)
    except Mistyped:
        return False
    return True


def new_words(seed: bytes = b"") -> str:
    """A fresh passphrase of five words (64 bits); out of a `seed` of 32 bytes always the same one."""
    if seed:
        return words_of(seed, WORDS)
    return str(dice.generate_xkcdpassword(_listed(), numwords=WORDS, delimiter=" "))


def words_of(seed: bytes, many: int) -> str:
    """As many words as asked for, out of 32 bytes that nobody can guess: always the same for the same bytes."""
    words, number, found = _listed(), int.from_bytes(seed), []
    for _ in range(many):
        number, at = divmod(number, len(words))
        found.append(words[at])
    return " ".join(found)


@cache
def _listed() -> tuple[str, ...]:
    """The list of the Electronic Frontier Foundation, in one order."""
    return tuple(sorted(dice.generate_wordlist(wordfile=dice.locate_wordfile("eff-long"), min_length=3, max_length=9)))


def _check(letters: str) -> str:
    return ALPHABET[sha256(letters.encode()).digest()[0] % len(ALPHABET)]


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
