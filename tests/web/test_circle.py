"""The people one knows here: what is new, invitations that came to nothing, comparing words, parting."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from amends.guidance import load
from amends.process import Letter, LetterKind, Person
from amends.store.circle import Circle
from amends.store.giving import Giving
from amends.store.models import Envelope, Handed
from amends.vault import check_words
from amends.web.pages.circle import FEW
from amends.web.steady import clock
from tests.people import Parent, ada, begins, ben, cleo, parent, signs_up, words_on
from tests.rows import flip
from tests.web.test_invite import invites, pair, says, vault_of

pytestmark = pytest.mark.django_db
SAID = load().circle
TITLE, WORDS = "Friday evening", "marigold words"


@pytest.fixture(autouse=True)
def many(settings) -> None:
    settings.LIMITS = "9000/hour 9000/minute 9000/15minutes"


@pytest.fixture
def two() -> tuple[Parent, Parent]:
    """Ada and Ben, who know each other."""
    both = ada(), ben()
    for one in both:
        signs_up(one)
    pair(*both)
    return both


def known(someone: Parent):
    """Whom they know, by name."""
    return {kept.entry.name: kept for kept in Circle(vault_of(someone)).known()}


def gives(someone: Parent, name: str, kind: LetterKind = LetterKind.NOTE, **more: object):
    """They give somebody a letter."""
    now = clock.now()
    letter = Letter(kind, now, now + timedelta(weeks=2), **{"title": TITLE, "words": WORDS} | more)
    return Giving(vault_of(someone)).give(known(someone)[name], letter)


def at(someone: Parent, name: str) -> str:
    """The address of their page about somebody."""
    return f"/given/people/{known(someone)[name].id}/"


def names(text: str) -> list[str]:
    """The people of a list, in its order."""
    return re.findall(r'/given/people/[^>]+>\s*<span>\s*<strong dir="auto">([^<]+)<', text)


# The list


def test_where_nobody_is_known_yet_the_list_says_so_and_leads_to_inviting() -> None:
    someone = ada()
    signs_up(someone)
    text = words_on(someone.browser.get("/given/"))
    assert SAID.people.none in text
    assert all(f'href="{way}"' in text for way in ("/given/invite/", "/given/away/"))
    assert 'href="/given/"' in words_on(someone.browser.get("/account/"))


def test_a_letter_that_was_not_opened_is_counted_and_nothing_of_it_is_shown(two) -> None:
    someone, other = two
    for _ in range(2):
        letter = gives(someone, "Ben")
    text = words_on(other.browser.get("/given/"))
    assert "2 not opened yet" in text and "the other parent" in text
    assert TITLE not in text and WORDS not in text
    Giving(vault_of(other)).open(letter.id, clock.now())
    assert "1 not opened yet" in words_on(other.browser.get("/given/"))


def test_what_was_written_before_the_answer_was_looked_at_is_no_strangers(two) -> None:
    someone, newcomer = two[0], cleo()
    signs_up(newcomer)
    address, words = invites(someone, name="Cleo", called="Ada", role="near")
    newcomer.browser.post(address, {"spoken": words, "go": "accept", "called": "Cleo"})
    gives(newcomer, "Ada")
    text = words_on(someone.browser.get("/given/"))
    assert "1 not opened yet" in text and "somebody near" in text
    assert "nobody you know" not in text


def test_what_a_stranger_laid_down_is_counted_in_one_line_and_not_opened(two) -> None:
    someone, other = two
    gives(someone, "Ben")
    sealed = bytes(Handed.objects.get().sealed)
    for many, line in ((1, "1 thing lay here that nobody"), (2, "2 things lay here that nobody")):
        Handed.objects.create(owner_id=vault_of(other).owner, id=uuid4(), sealed=sealed, until=10**9)
        text = words_on(other.browser.get("/given/"))
        assert line in text and "1 not opened yet" in text, many


def test_a_person_that_does_not_open_is_counted(two) -> None:
    Envelope.objects.filter(id=known(two[0])["Ben"].id).update(sealed=b"\x01 changed")
    assert "1 entry cannot be opened" in words_on(two[0].browser.get("/given/"))


# Families


def family(therapist: Parent, name: str, called: str = "") -> Parent:
    """A family that the therapist comes to see."""
    someone = parent(name)
    signs_up(someone)
    address, words = invites(someone, name="Dr Reed", called=called or name, role="therapist")
    answer = therapist.browser.post(address, {"spoken": words, "go": "accept", "called": "Dr Reed"})
    assert answer.status_code == 302
    someone.browser.get("/given/")
    return someone


def test_a_therapist_sees_families_new_ones_first_and_nothing_of_what_they_say() -> None:
    therapist = parent("Reed")
    signs_up(therapist)
    families = [family(therapist, name) for name in ("Amal", "Bea", "Chris")]
    gives(families[1], "Dr Reed")
    text = words_on(therapist.browser.get("/given/"))
    assert names(text) == ["Bea", "Amal", "Chris"]
    assert "Families you see" in text and text.count("a family you see") == 3
    assert TITLE not in text and 'name="sought"' not in text
    text = words_on(families[0].browser.get("/given/"))
    assert names(text) == ["Dr Reed"] and "your therapist" in text
    page = words_on(therapist.browser.get(at(therapist, "Bea")))
    assert TITLE in page and WORDS not in page
    assert f'href="{at(therapist, "Bea")}write/exercise/"' in page
    assert "write/exercise/" not in words_on(families[1].browser.get(at(families[1], "Dr Reed")))


def test_of_many_families_one_is_found_by_name_and_no_name_stands_in_an_address() -> None:
    therapist = parent("Reed")
    signs_up(therapist)
    family(therapist, "Amal")
    (kept,) = Circle(vault_of(therapist)).known()
    shelf = Circle(vault_of(therapist)).people
    for number in range(FEW):
        shelf.add(replace(kept.entry, name=f"Family {number}", box=uuid4(), pair=bytes([number]) * 32))
    text = words_on(therapist.browser.get("/given/"))
    assert len(names(text)) == FEW + 1 and f'maxlength="{Person.LONGEST_NAME}"' in text
    assert names(words_on(therapist.browser.post("/given/", {"sought": " aMAL "}))) == ["Amal"]
    text = words_on(therapist.browser.post("/given/", {"sought": "x" * 100_000}))
    assert "Nobody by this name." in text and 'name="sought"' in text


# Invitations


def test_an_open_invitation_says_until_when_and_how_often_wrong_words_were_said(two) -> None:
    address, _words = invites(two[0], name="Sam")
    text = words_on(two[0].browser.get("/given/"))
    assert "Sam" in text and "Open until" in text and "Wrong words" not in text
    for line in ("Wrong words were said once.", "Wrong words were said 2 times."):
        says(parent("guesser"), address, "wrong words")
        assert line in words_on(two[0].browser.get("/given/"))


def test_one_that_was_burnt_or_is_over_says_so_and_can_be_forgotten(two) -> None:
    address, _words = invites(two[0], name="Sam")
    for _ in range(3):
        says(parent("guesser"), address, "wrong words")
    text = words_on(two[0].browser.get("/given/"))
    assert SAID.people.over in text and "Forget it" in text
    two[0].browser.post(f"/given/invite/{address.split('/')[3]}/withdraw/")
    assert "Sam" not in words_on(two[0].browser.get("/given/"))


def test_one_that_somebody_answered_without_the_words_says_so_plainly(two) -> None:
    address, _words = invites(two[0], name="Sam")
    Handed.objects.filter(id=address.split("/")[3]).update(answer=bytes(2000))
    assert SAID.people.forged in words_on(two[0].browser.get("/given/"))
    assert list(known(two[0])) == ["Ben"]
    two[0].browser.post(f"/given/invite/{address.split('/')[3]}/withdraw/")
    assert "Sam" not in words_on(two[0].browser.get("/given/"))


def test_one_that_was_taken_back_opens_for_nobody(two) -> None:
    address, words = invites(two[0], name="Sam")
    way = f"/given/invite/{address.split('/')[3]}/withdraw/"
    assert two[0].browser.get(way).status_code == 405
    assert two[0].browser.post(way)["Location"] == "/given/"
    assert SAID.invited.nothing in words_on(says(two[1], address, words))
    assert two[0].browser.post(way).status_code == 404


def test_who_answered_just_before_it_was_taken_back_is_known_all_the_same(two) -> None:
    newcomer = cleo()
    signs_up(newcomer)
    address, words = invites(two[0], name="Cleo")
    newcomer.browser.post(address, {"spoken": words, "go": "accept", "called": "Cleo"})
    answer = two[0].browser.post(f"/given/invite/{address.split('/')[3]}/withdraw/")
    assert answer["Location"] == "/given/"
    assert set(known(two[0])) == {"Ben", "Cleo"}


# One person


def test_the_page_of_one_person_shows_what_they_gave_and_what_became_of_mine(two) -> None:
    someone, other = two
    mine, theirs = gives(someone, "Ben"), gives(other, "Ada", LetterKind.PAGE, title="", page="<p>x</p>")
    text = words_on(someone.browser.get(at(someone, "Ben")))
    assert f'href="/given/letters/{theirs.id}/"' in text and "A page" in text
    assert 'href="/given/away/' in text and TITLE in text
    assert text.casefold().count("not opened yet") == 2 and WORDS not in text
    Giving(vault_of(other)).open(mine.id, clock.now())
    Giving(vault_of(someone)).open(theirs.id, clock.now())
    text = words_on(someone.browser.get(at(someone, "Ben")))
    assert "not opened yet" not in text.casefold() and ": Opened on" in text
    assert all(f'{at(someone, "Ben")}write/{kind}/"' in text for kind in ("note", "together"))


def test_both_see_the_same_ten_words_and_nobody_else_does(two) -> None:
    someone, other = two
    words = check_words(known(someone)["Ben"].entry.pair)
    assert len(words.split()) == 10
    for one, name in ((someone, "Ben"), (other, "Ada")):
        text = words_on(one.browser.get(at(one, name)))
        assert words in text and SAID.person.differ in text


def test_somebody_can_be_called_otherwise_and_only_here(two) -> None:
    someone, other = two
    way = at(someone, "Ben")
    assert someone.browser.post(way, {"name": "B."})["Location"] == way
    assert list(known(someone)) == ["B."] and list(known(other)) == ["Ada"]
    for name, line in (("", "Give a name"), ("n" * 61, "60 characters at most")):
        answer = someone.browser.post(way, {"name": name})
        assert (answer.status_code, line in words_on(answer)) == (422, True)
    assert "words-back" in words_on(someone.browser.post(way, {"name": "I want to kill myself"}))
    assert list(known(someone)) == ["B."]


def test_parting_says_first_what_it_does_and_both_see_it_afterwards(two) -> None:
    someone, other = two
    gives(someone, "Ben")
    gives(other, "Ada")
    way, back = at(someone, "Ben"), at(other, "Ada")
    text = words_on(someone.browser.get(f"{way}part/"))
    said = SAID.person
    assert all(line in text for line in (said.gone, said.back, said.read, said.told))
    assert known(someone)["Ben"].entry.pair
    assert someone.browser.post(f"{way}part/")["Location"] == "/given/"
    for one, page in ((someone, way), (other, back)):
        assert "You have parted" in words_on(one.browser.get("/given/"))
        text = words_on(one.browser.get(page))
        assert said.over in text
        assert all(gone not in text for gone in ("/write/", said.check, "/given/letters/"))
    assert not Handed.objects.exists()


def test_the_name_of_who_one_has_parted_from_can_be_forgotten_and_not_before(two) -> None:
    someone, other = two
    gives(someone, "Ben")
    way, back = f"{at(someone, 'Ben')}part/", f"{at(other, 'Ada')}part/"
    other.browser.post(back)
    text = words_on(someone.browser.get(way))
    assert SAID.person.forget in text
    someone.browser.post(way, {"forget": "yes"})
    assert known(someone) == {}
    assert [str(state) for _given, state in Giving(vault_of(someone)).given(clock.now())] == ["taken-back"]
    assert someone.browser.get(way).status_code == 404
    assert someone.browser.post(way, {"forget": "yes"}).status_code == 404


def test_to_forget_somebody_one_has_not_parted_from_parts_and_keeps_the_name(two) -> None:
    two[0].browser.post(f"{at(two[0], 'Ben')}part/", {"forget": "yes"})
    assert known(two[0])["Ben"].entry.is_over


# Others


def test_a_third_parent_finds_nothing_at_any_address_of_theirs(two) -> None:
    someone, other = two
    gives(someone, "Ben")
    address, _words = invites(someone, name="Sam")
    third = cleo()
    signs_up(third)
    ids = [known(someone)["Ben"].id, known(other)["Ada"].id, address.split("/")[3], vault_of(someone).owner, uuid4()]
    for id in ids:
        for way in (f"/given/people/{id}/", f"/given/people/{id}/part/", f"/given/invite/{id}/withdraw/"):
            assert third.browser.get(way).status_code in (404, 405)
            assert third.browser.post(way, {"name": "x", "forget": "yes"}).status_code == 404
    assert set(known(someone)) == {"Ben"} and not known(someone)["Ben"].entry.is_over
    assert SAID.people.none in words_on(third.browser.get("/given/"))


@pytest.mark.parametrize(
    "way", ["/given/", "/given/invite/", f"/given/people/{uuid4()}/", f"/given/people/{uuid4()}/part/"]
)
def test_a_guest_and_a_stranger_are_asked_to_sign_in(way: str) -> None:
    guest = parent("guest")
    begins(guest)
    for someone in (guest, parent("nobody")):
        for method in ("get", "post"):
            answer = getattr(someone.browser, method)(way)
            assert (answer.status_code, "Open my diary" in words_on(answer) or "locked" in words_on(answer)) == (
                401,
                True,
            )


def test_what_stands_on_these_pages_is_kept_in_no_cache_and_no_title_says_who(two) -> None:
    for way in ("/given/", at(two[0], "Ben"), f"{at(two[0], 'Ben')}part/"):
        answer = two[0].browser.get(way)
        assert answer["Cache-Control"] == "no-store"
        assert "Ben" not in re.search(r"<title>(.*?)</title>", words_on(answer), re.DOTALL)[1]


def test_somebody_whose_row_does_not_open_is_listed_and_can_be_taken_away_and_brought_back(two) -> None:
    someone, _other = two
    id = known(someone)["Ben"].id
    flip(id)
    assert f'href="/given/people/{id}/"' in words_on(someone.browser.get("/given/"))
    assert f'action="/diary/{id}/forget/"' in words_on(someone.browser.get(f"/given/people/{id}/"))
    gone = words_on(someone.browser.post(f"/diary/{id}/forget/"))
    assert f"/given/people/{id}/" not in words_on(someone.browser.get("/given/"))
    back = re.search(r'name="forgotten" value="([^"]+)"', gone)[1]
    assert someone.browser.post("/diary/bring-back/", {"forgotten": back})["Location"] == f"/given/people/{id}/"
    assert f'href="/given/people/{id}/"' in words_on(someone.browser.get("/given/"))
