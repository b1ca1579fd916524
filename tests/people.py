"""The cast: Ada and Ben share a home, Cleo must see nothing of theirs, and there is a child in every age band."""

from dataclasses import dataclass

from django.test import Client

from amends.process import AgeBand, Child

CHILDREN = {
    AgeBand.BABY: Child("Bo", AgeBand.BABY),
    AgeBand.SMALL: Child("Mina", AgeBand.SMALL),
    AgeBand.SCHOOL: Child("Juno", AgeBand.SCHOOL),
    AgeBand.TWEEN: Child("Theo", AgeBand.TWEEN),
    AgeBand.TEEN: Child("Priya", AgeBand.TEEN),
    AgeBand.GROWN: Child("Sam", AgeBand.GROWN),
}


@dataclass
class Parent:
    """A parent and their browser."""

    name: str
    browser: Client


def parent(name: str) -> Parent:
    """Somebody at a browser that has never been here. A wrong form token is refused, as it is in life."""
    return Parent(name, Client(enforce_csrf_checks=False))


def ada() -> Parent:
    """Mother of Juno; shares a home, and one day some pages, with Ben."""
    return parent("Ada")


def ben() -> Parent:
    """Juno's other parent."""
    return parent("Ben")


def cleo() -> Parent:
    """A third parent, who must see nothing of the others."""
    return parent("Cleo")


def begins(someone: Parent, kind: str = "raised-voice", band: str = "6-9", unsafe: str = "no") -> str:
    """They answer the first page. Returns the id of their repair."""
    answer = someone.browser.post("/start/", {"kind": kind, "band": band, "unsafe": unsafe})
    assert answer.status_code == 302, answer.content
    return next(part for part in answer["Location"].replace("=", "/").split("/") if len(part) == 36)


def writes(someone: Parent, repair: str, step: str, words: str, **more: str):
    """They write the words of one step and say what comes next."""
    form = {"words": words, "go": "next"} | more
    return someone.browser.post(f"/repair/{repair}/{step}/", form)
