"""What making keys out of words costs, counted and not timed."""

import pytest

from amends.vault import slots
from amends.vault.slots import Work


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """Gets the work of each key that is made from words, from now on."""
    works: list[Work] = []
    derived = slots._derived

    def noted(words: str, salt: bytes, work: Work) -> bytes:
        works.append(work)
        return derived(words, salt, work)

    monkeypatch.setattr(slots, "_derived", noted)
    return works
