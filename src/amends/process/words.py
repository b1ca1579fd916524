"""Small handling of the parent's words that more than one room needs."""

import unicodedata
from hashlib import blake2b


def tidy(words: str) -> str:
    """The same words on one line, with single spaces."""
    return " ".join(words.split())


def unaccented(words: str) -> str:
    """The same letters without their accents, whether those were typed as part of the letter or behind it."""
    return "".join(one for one in unicodedata.normalize("NFD", words) if unicodedata.category(one) != "Mn")


def is_in(sought: str, words: str) -> bool:
    """Whether what is looked for stands in these words: capitals and accents make no difference."""
    return unaccented(sought).casefold() in unaccented(words).casefold()


def fingerprint(words: str) -> str:
    """A short name for a sentence, the same for the same words: it lets a page speak of one without repeating it."""
    return blake2b(tidy(words).encode(errors="surrogatepass"), digest_size=6).hexdigest()
