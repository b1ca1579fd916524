"""Small handling of the parent's words that more than one room needs."""

from hashlib import blake2b


def tidy(words: str) -> str:
    """The same words on one line, with single spaces."""
    return " ".join(words.split())


def fingerprint(words: str) -> str:
    """A short name for a sentence, the same for the same words: it lets a page speak of one without repeating it."""
    return blake2b(tidy(words).encode(errors="surrogatepass"), digest_size=6).hexdigest()
