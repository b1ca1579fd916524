"""What a look at this installation finds: one line each, and what to do where there is something to do."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at, whether it is well, what was seen, and what to do about it ("" where it is well)."""

    what: str
    says: str
    do: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return not self.do

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {"well": self.is_well, **asdict(self)}


Look = Callable[[], Iterator[Found]]


def looked(what: str, look: Look) -> Iterator[Found]:
    """All that one look finds. What stops it is a finding too: of that its kind alone is said, never its words."""
    try:
        yield from look()
    except Exception as error:
        said = f"could not be looked at ({type(error).__name__})."
        yield Found(what, said, "Mend what stands above first, then look again.")
