"""The pocket card: whole sentences, all the parent's own, and what is asked about them."""

from dataclasses import dataclass, replace

from amends.process.long_sentences import clauses
from amends.process.message import Label
from amends.process.words import fingerprint

CUES = 3  # further sentences; more only where a sorry or an act would else be left out beside words that may hurt


@dataclass(frozen=True, slots=True)
class Card:
    """What goes into the pocket. Empty where the parent wrote nothing.

    What is taken back of a limit and what still stands are a pair; `plan` holds both of its halves.
    """

    opening: str = ""
    cues: tuple[str, ...] = ()
    taken_back: str = ""
    stands: str = ""
    plan: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is written on it, the opening first."""
        return tuple(line for line in (self.opening, *self.cues, self.taken_back, self.stands, self.plan) if line)

    @property
    def text(self) -> str:
        """The same as one text, a line break between the lines: so it can be read like a message."""
        return "\n".join(self.lines)

    def begin_with(self, mark: str) -> "Card":
        """The card that opens with the part of its opening whose fingerprint is `mark`; unchanged without such a part.

        The whole sentence is one of the parts.
        """
        parts = {fingerprint(part): part for part in (self.opening, *clauses(self.opening))}
        return replace(self, opening=parts.get(mark, self.opening))


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence on the card that may land badly, and its weightiest label. `opens`: the card begins with it."""

    words: str
    label: Label
    opens: bool = False

    @property
    def mark(self) -> str:
        """What `Repair.used` remembers of it."""
        return fingerprint(self.words)


@dataclass(frozen=True, slots=True)
class Laid:
    """A card as it is shown.

    `further` is what stands on it after the opening, in the order of the steps; `asks` are the sentences on it to ask
    about; `rest` is every sentence of the parent's that does not stand on it.
    """

    card: Card = Card()
    further: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    rest: tuple[str, ...] = ()
