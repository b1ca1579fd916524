"""Plain words as the pieces that the neural model knows: the longest piece first, as BERT cuts them."""

from collections.abc import Sequence

from amends.process import unaccented

LONGEST_WORD = 40  # characters; a longer one is unknown, as a whole


class Pieces:
    """A vocabulary, one piece a line, its number being its place. "##" begins a piece that goes on with a word."""

    def __init__(self, words: Sequence[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(words)}
        self.unknown, self.first = self._numbers["[UNK]"], self._numbers["[CLS]"]

    def of(self, word: str) -> list[int]:
        """The numbers of a plain word's pieces; that of "unknown" where no piece fits.

        An apostrophe is a piece of its own, and accents do not count: so was the base model taught.
        """
        parts = unaccented(word).replace("'", " ' ").split()
        return [number for part in parts for number in self._cut(part)]

    def _cut(self, part: str) -> list[int]:
        found: list[int] = []
        start, mark = 0, ""
        while start < len(part):
            for end in range(min(len(part), LONGEST_WORD), start, -1):
                number = self._numbers.get(mark + part[start:end])
                if number is not None:
                    break
            else:
                return [self.unknown]
            found.append(number)
            start, mark = end, "##"
        return found
