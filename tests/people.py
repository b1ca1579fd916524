"""The cast: Ada and Ben share a home, Cleo must see nothing of theirs, and there is a child in every age band."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from amends.process import AgeBand, Child, Repair
from amends.store.diary import Diary
from amends.web.urls import PRIVATE
from amends.web.visit import visitor_of

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
    """Somebody at a browser that has never been here. Form tokens are not asked for: test_doors does that."""
    return Parent(name, Client(enforce_csrf_checks=False))


@contextmanager
def undone(*people: Parent) -> Iterator[None]:
    """What happens meanwhile is undone, in the database and in these browsers: one cast serves a hundred tries."""
    before = [deepcopy(one.browser.cookies) for one in people]
    start = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(start)
        for one, cookies in zip(people, before, strict=True):
            one.browser.cookies = cookies


def ada() -> Parent:
    """Mother of Juno; shares a home, and one day some pages, with Ben."""
    return parent("Ada")


def ben() -> Parent:
    """Juno's other parent."""
    return parent("Ben")


def cleo() -> Parent:
    """A third parent, who must see nothing of the others."""
    return parent("Cleo")


PHRASE = "the tower fell at nine"


def signs_up(someone: Parent, phrase: str = PHRASE) -> str:
    """They make a diary under their own name. Returns the recovery code that the page shows."""
    form = {"known_as": someone.name, "passphrase": phrase, "understood": "yes"}
    answer = someone.browser.post("/sign-up/", form)
    assert answer.status_code == 200, answer.content
    return re.search(r'class="code">([0-9A-Z-]+)<', answer.content.decode())[1]


def signs_in(someone: Parent, phrase: str = PHRASE, **more: str):
    """They come back."""
    return someone.browser.post("/sign-in/", {"known_as": someone.name, "passphrase": phrase} | more)


def is_private(address: str) -> bool:
    """Whether a page shows what is one visitor's own."""
    try:
        return resolve(address.partition("?")[0]).url_name in {pattern.name for pattern in PRIVATE}
    except Resolver404:  # a file that everybody gets
        return False


def words_on(answer) -> str:
    """What a page says."""
    return unescape(answer.content.decode())


def listed(someone: Parent) -> list[str]:
    """The entries of their diary, as the list shows them: the newest one lies open beside it, and is not counted."""
    found = re.search(r'id="found".*?</div>', words_on(someone.browser.get("/diary/")), re.DOTALL)
    return re.findall(r"<li>.*?</li>", found[0], re.DOTALL) if found else []


def diary_of(someone: Parent) -> Diary:
    """Their diary, opened by the cookie in their browser."""
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = someone.browser.cookies["visit"].value
    return visitor_of(request).diary


def repairs_of(someone: Parent) -> list[Repair]:
    """Their repairs, newest first."""
    return [kept.entry for kept in diary_of(someone).entries()]


def begins(someone: Parent, kind: str = "raised-voice", band: str = "6-9", unsafe: str = "no") -> str:
    """They answer the first page. Returns the id of their repair."""
    answer = someone.browser.post("/start/", {"kind": kind, "band": band, "unsafe": unsafe})
    assert answer.status_code == 302, answer.content
    return next(part for part in answer["Location"].replace("=", "/").split("/") if len(part) == 36)


def writes(someone: Parent, repair: str, step: str, words: str, **more: str):
    """They write the words of one step and say what comes next."""
    form = {"words": words, "go": "next"} | more
    return someone.browser.post(f"/repair/{repair}/{step}/", form)


def brings(someone: Parent, content: bytes, name: str = "x"):
    """They choose a file and, where it can be read, bring in what the page has shown of it."""
    answer = someone.browser.post("/account/import/", {"file": SimpleUploadedFile(name, content)})
    held = re.search(r'name="held" value="([0-9a-f]+)"', answer.content.decode())
    return someone.browser.post("/account/import/", {"held": held[1]}) if held else answer
