"""A program that may open a diary: what it may do there, and until when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Scope(StrEnum):
    """What a program may do."""

    READ = "diary:read"
    WRITE = "diary:write"
    REMOVE = "diary:remove"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Program:
    """A program as its owner named it. `ending` is the last letters of its token, to tell one from another."""

    LONGEST_NAME: ClassVar[int] = 60
    MOST_DAYS: ClassVar[int] = 365

    name: str
    scopes: frozenset[Scope]
    made: datetime
    until: datetime
    ending: str

    def is_over(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now >= self.until
