"""Words as they were typed, made the same from every keyboard: a phone bends quotes, joins dashes, widens blanks."""

import re
import unicodedata

_SINGLE = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a"
_DOUBLE = '"\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\u301f'
_STRAIGHT = str.maketrans(dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"'))
_TO_BEND = str.maketrans({"'": "\u2019", '"': "\u201d"})
_DASHES = re.compile(r"[-\u02d7\u2212]+")


def folded(typed: str) -> str:
    """The words that one key is made of: one kind of quote, of dash and of blank, in Unicode NFKC.

    Runs of dashes are one dash (a phone makes one of two), runs of blanks are one space, and none is at an end;
    letters that cannot be seen are left out.
    """
    straight = typed.translate(_STRAIGHT)  # before NFKC, which makes a blank and a mark of some quotes
    plain = unicodedata.normalize("NFKC", "".join(map(_plain, straight))).translate(_STRAIGHT)
    return " ".join(_DASHES.sub("-", plain).split())


def older_readings(typed: str) -> list[str]:
    """What a slot may have been made of before words were folded: as typed; with plain quotes; with a phone's."""
    as_typed = unicodedata.normalize("NFKC", typed).strip()
    plain = folded(typed)
    return list(dict.fromkeys([as_typed, plain, plain.translate(_TO_BEND), _bent(plain)]))


def without_marks(typed: str) -> str:
    """What was typed without any dash, blank, dot or mark: letters and digits alone, in upper case."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter.isspace() or kind == "Zs":
        return " "
    return "-" if kind == "Pd" else "" if kind in {"Cf", "Cc"} else letter


def _bent(plain: str) -> str:
    """As a phone bends quotes: an opening one before a word, a closing one after it."""
    opening = re.sub(r"(?:(?<=\s)|^)[\"']", lambda quote: {"'": "\u2018", '"': "\u201c"}[quote[0]], plain)
    return opening.translate(_TO_BEND)
