"""What was given to one person is looked for everywhere, by everybody else: at every address, with every id there is,
in forms, searches, exports, errors. Made from the address table, so that a new page is covered the day it is born."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from amends.process import Letter, LetterKind, Role, Step, Tool
from amends.store.circle import Circle
from amends.store.giving import Giving
from amends.store.handed import Spot
from amends.store.invitations import hear_invitation
from amends.store.models import Handed
from amends.vault import WORKS
from amends.web.steady import clock
from amends.web.urls import FOR_PROGRAMS, PRIVATE, urlpatterns
from tests.people import Parent, ada, begins, ben, cleo, diary_of, parent, signs_up, undone, words_on

pytestmark = pytest.mark.django_db
WORDS, OTHER_WORDS = "five words told by voice", "five others for another link"
LIGHT = WORKS["light"]
ENDS = {"forget", "leave", "lock", "sign-out", "delete", "new-key", "look"}  # these only end or shut what is one's own
IN_ADDRESSES = {
    "step": list(Step)[:1],
    "tool": list(Tool)[:1],
    "name": ["values"],
    "kind": ["note", "exercise", "together"],
}

# Where something of somebody's, or of a search for it, could stand: all else is the same for everybody.
_CLOSED = {pattern.name for pattern in (*PRIVATE, *FOR_PROGRAMS)} - ENDS - {f"given-{name}" for name in ENDS}
LOOKED_AT = [one for one in urlpatterns if one.name in _CLOSED or str(one.pattern).startswith("given/page/")]
OF_ONE = [pattern for pattern in urlpatterns if "id" in pattern.pattern.converters]


@dataclass
class Cast:
    """Everybody, and what each of them alone may read."""

    ada: Parent
    ben: Parent
    reed: Parent
    ids: list[UUID]
    link: UUID
    other_link: UUID


def _vault(someone: Parent):
    return diary_of(someone)._vault


def _page(words: str) -> Letter:
    now = clock.now()
    article = f'<article class="given"><h1>{words} heading</h1></article>'
    return Letter(
        LetterKind.PAGE, now, now + timedelta(weeks=4), f"{words} title", page=article, words=f"{words} words"
    )


def _meet(one: Parent, other: Parent, role: Role) -> None:
    now = clock.now()
    inviting, answering = Circle(_vault(one)), Circle(_vault(other))
    id = inviting.invite(other.name, role, WORDS, now + timedelta(weeks=1), now, LIGHT, one.name)
    answering.accept(hear_invitation(Spot.alone(id), WORDS, now), other.name, now)
    inviting.invitations(now)


@pytest.fixture
def cast() -> Cast:
    """Ada, her co-parent Ben and her therapist; each of the two was given something, and so was who has a link."""
    hers, his, reed = ada(), ben(), parent("Doctor Quince")
    for one in (hers, his, reed):
        begins(one)
        signs_up(one)
    _meet(hers, his, Role.CO_PARENT)
    _meet(hers, reed, Role.THERAPIST)
    giving, now = Giving(_vault(hers)), clock.now()
    for kept in giving.circle.known():
        giving.give(kept, _page("marigold" if kept.entry.name == "Ben" else "saffron"))
    link = giving.give_link("Somebody near", _page("heather"), WORDS, LIGHT)
    other = giving.give_link("Somebody else", _page("lavender"), OTHER_WORDS, LIGHT)
    open = giving.circle.invite("Juniper", Role.NEAR, WORDS, now + timedelta(weeks=1), now, LIGHT, "Rosemary")
    known = [kept.id for kept in giving.circle.known()]
    hers_alone = [next(iter(diary_of(hers).entries())).id, _vault(hers).owner, open]
    lying = Handed.objects.exclude(id=open).values_list("id", flat=True)
    return Cast(hers, his, reed, [*lying, *known, *hers_alone], link.id, other.id)


def _addresses(pattern: URLPattern, ids: list[UUID]) -> Iterator[str]:
    """Every way to fill in an address."""
    route = "/" + str(pattern.pattern)
    wants = pattern.pattern.converters
    for chosen in product(*[IN_ADDRESSES.get(name, ids) for name in wants]):
        address = route
        for (name, _converter), value in zip(wants.items(), chosen, strict=True):
            before, _open, rest = address.partition("<")
            address = before + str(value) + rest.partition(">")[2]
            del name
        yield address


def _forms(ids: list[UUID]) -> Iterator[dict[str, str]]:
    """What somebody may send to any of them: ids where names are expected, and words that open something else."""
    names = ("id", "person", "whom", "letter", "about", "past", "child", "held", "together", "once", "key", "looked_at")
    for id in ids[:1]:
        yield dict.fromkeys(names, str(id)) | {"words": OTHER_WORDS, "go": "give", "next": "/given/", "q": "mari"}
    yield {"spoken": OTHER_WORDS, "known_as": "Ada", "passphrase": OTHER_WORDS, "called": "Ada", "go": "accept"}


def _asked(browser: Client, cast: Cast) -> Iterator[tuple[str, str]]:
    """Everything that one browser can ask for, and what came back: headers and body."""
    forms = list(_forms(cast.ids))
    for pattern in LOOKED_AT:
        for address in _addresses(pattern, cast.ids):
            answers = [browser.get(address, {"about": str(cast.ids[0]), "q": "mari"})]
            answers += [browser.post(address, form) for form in forms]
            for answer in answers:
                assert answer.status_code < 500, (address, answer.status_code)
                yield address, f"{answer.headers} {words_on(answer)}"


OTHERS = {
    "nobody": (lambda cast: parent("nobody"), ("marigold", "saffron", "heather", "Juniper", "Rosemary")),
    "a guest": (lambda cast: _begun(cleo()), ("marigold", "saffron", "heather", "Juniper", "Rosemary")),
    "the third parent": (lambda cast: _signed_up(cleo()), ("marigold", "saffron", "heather", "Juniper", "Rosemary")),
    "the other parent": (lambda cast: cast.ben, ("saffron", "heather", "Juniper", "Quince")),
    "the therapist": (lambda cast: cast.reed, ("marigold", "heather", "Juniper")),
}


def _begun(someone: Parent) -> Parent:
    begins(someone)
    return someone


def _signed_up(someone: Parent) -> Parent:
    begins(someone)
    signs_up(someone)
    return someone


@pytest.mark.parametrize("who", OTHERS)
def test_what_was_given_to_somebody_else_is_nowhere_to_be_found(cast: Cast, who: str) -> None:
    somebody, secrets = OTHERS[who]
    for address, answer in _asked(somebody(cast).browser, cast):
        found = [secret for secret in secrets if secret in answer]
        assert not found, (address, found)


def test_those_it_was_given_to_find_it(cast: Cast) -> None:
    """What the other tests look for can be found: they would notice it."""
    opened = parent("a friend").browser.post(f"/given/page/{cast.link}/", {"spoken": WORDS})
    assert "heather heading" in words_on(opened)
    for somebody, words in ((cast.ben, "marigold"), (cast.reed, "saffron")):
        assert any(f"{words} heading" in answer for _address, answer in _asked(somebody.browser, cast))


def test_what_is_somebody_elses_and_what_never_was_look_the_same_and_cost_the_same(cast: Cast) -> None:
    someone = _signed_up(cleo())
    for pattern in OF_ONE:
        with undone(someone):
            never = _look(someone, pattern, uuid4())
            for id in cast.ids:
                assert _look(someone, pattern, id) == never, (pattern.name, id)


def _look(someone: Parent, pattern: URLPattern, id: UUID) -> list[tuple[int, str, int]]:
    """What is answered about this id, and how many times the database was asked."""
    found = []
    for address, ask in product(_addresses(pattern, [id]), (someone.browser.get, someone.browser.post)):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(address)
        body = re.sub(r'value="[^"]{20,}"', "", words_on(answer).replace(str(id), "ID"))
        # A visit is prolonged once a minute, whatever was asked for.
        cost = sum("store_visit" not in query["sql"] for query in asked)
        found.append((answer.status_code, body, cost))
    return found
