"""Free pages of a diary: what a parent wrote down, or brought along from another diary."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_TEXT, LONGEST_TITLE = 100_000, 1_000  # characters; the form and what is brought in agree on them


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One free page. `brought_from` names the other diary it came from, empty where it was written here.

    `page` is the page of the library it was written on, if any.
    """

    written: datetime
    text: str
    title: str = ""
    brought_from: str = ""
    page: str = ""
