"""Free pages of a diary: what a parent wrote down, or brought along from another diary."""

from dataclasses import dataclass, replace
from datetime import datetime

LONGEST_TEXT, LONGEST_TITLE = 100_000, 1_000  # characters; the form and what is brought in agree on them


@dataclass(frozen=True, slots=True)
class PageWords:
    """How a page read once, here or in the diary that it came from."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One free page. `brought_from` names the other diary it came from, empty where it was written here.

    `page` is the page of the library it was written on, if any. A page that was brought along has the name by which
    its own diary knows it (`known_as`, empty from older versions); `before` is how it read, newest first, before its
    words were changed there, or here (then it `is_edited`).
    """

    written: datetime
    text: str
    title: str = ""
    brought_from: str = ""
    page: str = ""
    known_as: str = ""
    before: tuple[PageWords, ...] = ()
    is_edited: bool = False

    @property
    def words(self) -> PageWords:
        """What it reads now."""
        return PageWords(self.title, self.text)


def rewritten(page: JournalEntry, title: str, text: str) -> JournalEntry:
    """The page with other words, written here. How it was brought along stays known: the same file may come again."""
    again = replace(page, title=title, text=text)
    if not page.brought_from or page.is_edited or again == page:
        return again
    return replace(again, before=(page.words, *page.before), is_edited=True)
