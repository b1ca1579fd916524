"""A language is a folder: how people type in it, what the reader listens for, and what was learned from its text."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from amends.coach.grammar import Grammar
from amends.coach.names import Names
from amends.coach.spelling import Spelling
from amends.guidance import CONTENT, decode, languages


@dataclass(frozen=True)
class Language:
    """One folder. Its files are read when they are first needed; a broken one raises ValueError, naming the field."""

    code: str
    root: Path = CONTENT

    def file(self, name: str) -> Path:
        """A file of this folder, whether or not it is there."""
        return self.root / self.code / name

    def weights(self, name: str) -> Path:
        """A file that training wrote for this language, whether or not it is there."""
        return self.file(f"weights/{name}")

    @cached_property
    def is_taught(self) -> bool:
        """Whether anything was learned from its text: without that, nothing but danger is heard in it."""
        return self.weights("calibration.json").exists()

    @cached_property
    def spelling(self) -> Spelling:
        """How people type and dictate."""
        return decode(self.root, f"{self.code}/spelling.toml", Spelling)

    @cached_property
    def grammar(self) -> Grammar:
        """The small words by which its sentences are cut."""
        return decode(self.root, f"{self.code}/grammar.toml", Grammar)

    @cached_property
    def names(self) -> Names:
        """What people are called."""
        return decode(self.root, f"{self.code}/names.toml", Names)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its ordinary words, as far as the reader was taught any, and the short forms that stand for them."""
        vocabulary = self.weights("reader.txt")
        taught = vocabulary.read_text(encoding="utf-8").split() if vocabulary.exists() else ()
        return frozenset(self.spelling.words).union(taught)


@cache
def language(code: str) -> Language:
    """The language of this code. Raises ValueError where there is no folder of that name."""
    # Compared with the folders there are, so that no name from outside becomes a path.
    if code not in languages():
        raise ValueError(f"no reader and no safety rules in {code!r}; there is: {', '.join(languages())}")
    return Language(code)
