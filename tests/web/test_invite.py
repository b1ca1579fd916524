"""Inviting and being invited: who says the five words is let in, and nobody else, however they try."""

import re
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from amends.guidance import load
from amends.process import Person, Role
from amends.store import circle as people
from amends.store.circle import Circle
from amends.store.giving import Giving
from amends.store.handed import NotThere
from amends.store.invitations import TRIES, lay_house_invitation
from amends.store.models import Handed, KeySlot, Owner
from amends.vault import WORKS, slots
from amends.web.fields import LONGEST_SPOKEN
from amends.web.steady import clock
from amends.web.visit import visitor_of
from tests.looking import examples
from tests.people import PHRASE, Parent, ada, begins, ben, cleo, parent, signs_in, signs_up, words_on, writes

pytestmark = pytest.mark.django_db
SAID = load().circle
FORM = {"name": "Ben of Friday", "role": "co-parent", "called": "Ada of home", "weeks": "2"}
NEW = {"known_as": "Ben", "passphrase": "another good phrase", "understood": "yes"}


def vault_of(someone: Parent):
    """Their vault, opened by the cookie in their browser."""
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = someone.browser.cookies["visit"].value
    return visitor_of(request).vault


def invites(someone: Parent, **other: str) -> tuple[str, str]:
    """They invite somebody. Returns the address to send and the words to tell."""
    text = words_on(someone.browser.post("/given/invite/", FORM | other))
    address = re.search(r'whole-address"[^>]*>http://testserver(/given/with/[0-9a-f-]+/)<', text)
    words = re.search(r'class="five"[^>]*>([a-z -]+)<', text)
    assert address and words, text
    return address[1], words[1]


def says(someone: Parent, address: str, words: str, **more: str):
    """They say the words."""
    return someone.browser.post(address, {"spoken": words} | more)


def accepts(someone: Parent, address: str, words: str, called: str = "", **more: str):
    """They say yes."""
    return says(someone, address, words, go="accept", called=called or someone.name, **more)


def pair(one: Parent, other: Parent, **form: str) -> None:
    """Two who have diaries come to know each other over the pages."""
    address, words = invites(one, name=other.name, called=one.name, **form)
    answer = accepts(other, address, words)
    assert answer.status_code == 302, words_on(answer)
    one.browser.get("/given/")


@pytest.fixture
def pairable() -> tuple[Parent, Parent]:
    """Ada and Ben, each with a diary."""
    both = ada(), ben()
    for one in both:
        signs_up(one)
    return both


# Inviting


def test_who_invites_gets_five_words_and_the_whole_address_once(pairable) -> None:
    someone, _ = pairable
    address, words = invites(someone)
    assert len(words.split()) == 5
    assert words not in words_on(someone.browser.get("/given/"))
    assert words not in words_on(someone.browser.get("/given/invite/"))
    (one,) = Circle(vault_of(someone)).invitations(clock.now())
    assert str(one.id) in address
    assert one.invitation.until - one.invitation.made == timedelta(weeks=2)


def test_what_an_invitation_costs_and_how_it_can_be_refused_quietly_is_said(pairable) -> None:
    text = words_on(pairable[0].browser.get("/given/invite/"))
    assert all(line in text for line in (SAID.invite.forced, *SAID.invite.refuse))
    assert 'href="/help-now/"' in text
    text = words_on(pairable[0].browser.post("/given/invite/", FORM))
    assert all(line in text for line in (SAID.invite.words, SAID.invite.address, SAID.invite.tries, SAID.invite.once))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Give a name"),
        ({"called": " "}, "Give a name"),
        ({"role": ""}, "Choose what they are to you"),
        ({"role": "judge"}, "Choose one of those that stand here."),
        ({"weeks": "52"}, "Choose one of those that stand here."),
        ({"name": "n" * (Person.LONGEST_NAME + 1)}, f"{Person.LONGEST_NAME} characters at most"),
        ({"called": "n" * (Person.LONGEST_NAME + 1)}, f"{Person.LONGEST_NAME} characters at most"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_what_was_typed_stays(pairable, changed, says: str) -> None:
    form = FORM | changed
    answer = pairable[0].browser.post("/given/invite/", form)
    assert answer.status_code == 422
    text = words_on(answer)
    assert says in text
    assert all(f'value="{form[name]}"' in text for name in ("name", "called") if form[name].strip())
    assert not Handed.objects.exists()


def test_a_field_holds_as_much_as_its_form_takes(pairable) -> None:
    text = words_on(pairable[0].browser.get("/given/invite/"))
    assert re.findall(r'name="(?:name|called)"[^>]* maxlength="(\d+)"', text) == [str(Person.LONGEST_NAME)] * 2
    text = words_on(parent("nobody").browser.get(f"/given/with/{uuid4()}/"))
    assert re.findall(r'name="spoken"[^>]* maxlength="(\d+)"', text) == [str(LONGEST_SPOKEN)]


def test_words_of_danger_in_a_name_stop_and_nothing_is_laid_down(pairable) -> None:
    answer = pairable[0].browser.post("/given/invite/", FORM | {"name": "I want to kill myself"})
    assert "words-back" in words_on(answer)
    assert not Handed.objects.exists()


def test_a_full_circle_says_what_to_do_and_invites_nobody(pairable, monkeypatch) -> None:
    someone, other = pairable
    address, words = invites(someone)
    monkeypatch.setattr(people, "MOST_PEOPLE", 1)
    answer = someone.browser.post("/given/invite/", FORM)
    assert (answer.status_code, SAID.people.full in words_on(answer)) == (422, True)
    assert f'value="{FORM["name"]}"' in words_on(answer)
    assert Handed.objects.count() == 1
    invites(other)
    answer = accepts(other, address, words)
    assert (answer.status_code, SAID.people.full in words_on(answer)) == (422, True)
    assert Circle(vault_of(other)).known() == []


# Saying the words


def test_two_with_diaries_come_to_know_each_other(pairable) -> None:
    someone, other = pairable
    address, words = invites(someone)
    text = words_on(says(other, address, words))
    assert all(line in text for line in ("Ada of home", "as the other parent", SAID.invited.itself))
    assert Circle(vault_of(other)).known() == []
    accepts(other, address, words, "Ben himself")
    (kept,) = Circle(vault_of(other)).known()
    assert (kept.entry.name, kept.entry.role, kept.entry.invited) == ("Ada of home", Role.CO_PARENT, False)
    assert "Ben of Friday" in words_on(someone.browser.get("/given/"))
    (kept,) = Circle(vault_of(someone)).known()
    assert (kept.entry.name, kept.entry.invited) == ("Ben of Friday", True)


@pytest.mark.parametrize("change", [str.upper, str.title, lambda words: f"  {words.replace(' ', '   ')} "])
def test_words_with_other_case_and_spaces_still_open(pairable, change) -> None:
    address, words = invites(pairable[0])
    assert "Ada of home" in words_on(says(pairable[1], address, change(words)))


def test_wrong_words_say_how_many_tries_are_left_and_the_third_ends_it(pairable) -> None:
    address, words = invites(pairable[0])
    guesser = parent("guesser")
    for line in (SAID.invited.two, SAID.invited.one, SAID.invited.burnt):
        answer = says(guesser, address, "five words that nobody told")
        assert (answer.status_code, line in words_on(answer)) == (422, True)
    answer = says(pairable[1], address, words)
    assert (answer.status_code, SAID.invited.nothing in words_on(answer)) == (422, True)


def test_guesses_are_slowed(pairable, settings) -> None:
    settings.LIMITS = "900/hour 900/minute 2/15minutes"
    guesser = parent("guesser")
    answers = [says(guesser, f"/given/with/{uuid4()}/", "five words").status_code for _ in range(3)]
    assert answers == [422, 422, 429]


def test_what_was_said_is_shown_on_no_page_that_asks_to_wait(pairable, settings) -> None:
    settings.LIMITS = "900/hour 900/minute 1/15minutes"
    guesser = parent("guesser")
    says(guesser, f"/given/with/{uuid4()}/", "five words")
    assert "marigold" not in words_on(says(guesser, f"/given/with/{uuid4()}/", "marigold words"))


def test_a_try_that_nobody_had_time_to_hear_is_no_try(pairable, monkeypatch) -> None:
    address, words = invites(pairable[0])

    def busy(*_: object) -> bytes:
        raise slots.Busy

    with monkeypatch.context() as patched:
        patched.setattr("amends.store.invitations.hear", busy)
        assert [says(pairable[1], address, words).status_code for _ in range(TRIES + 1)] == [503] * (TRIES + 1)
    assert "Ada of home" in words_on(says(pairable[1], address, words))


def asked(address: str, words: str = "") -> tuple[int, str]:
    """What a stranger is answered, without what differs from one answer to the next by chance."""
    someone = parent("stranger")
    answer = says(someone, address, words) if words else someone.browser.get(address)
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_never_was_over_burnt_answered_and_taken_back_are_one_answer(pairable, settings) -> None:
    settings.LIMITS = "900/hour 900/minute 900/15minutes"
    someone, other = pairable
    cases = {name: invites(someone)[0] for name in ("over", "burnt", "taken back", "open")}
    cases["never"] = f"/given/with/{uuid4()}/"
    answered, words = invites(someone)
    accepts(other, answered, words)
    cases["answered"] = answered
    Handed.objects.filter(id=cases["over"].split("/")[3]).update(until=1)
    for _ in range(TRIES):
        says(parent("guesser"), cases["burnt"], "wrong words")
    someone.browser.post(f"/given/invite/{cases['taken back'].split('/')[3]}/withdraw/")
    someone.browser.get("/given/")  # who answered is taken up
    cases["answered, and not looked at yet"], words = invites(someone)
    accepts(other, cases["answered, and not looked at yet"], words)
    pages = {name: asked(address) for name, address in cases.items()}
    assert {status for status, _ in pages.values()} == {200}
    assert len({text.replace(cases[name], "") for name, (_, text) in pages.items()}) == 1
    del cases["open"]
    pages = {name: asked(address, "wrong words") for name, address in cases.items()}
    assert {status for status, _ in pages.values()} == {422}
    assert len({text.replace(cases[name], "") for name, (_, text) in pages.items()}) == 1


def test_an_answer_that_was_not_looked_at_yet_is_burnt_by_nobody(pairable) -> None:
    address, words = invites(pairable[0])
    accepts(pairable[1], address, words)
    for _ in range(TRIES):
        says(parent("guesser"), address, "wrong words")
    assert "Ben of Friday" in words_on(pairable[0].browser.get("/given/"))
    assert len(Circle(vault_of(pairable[0])).known()) == 1


def test_the_second_of_two_who_know_the_words_finds_it_answered(pairable) -> None:
    address, words = invites(pairable[0])
    third = cleo()
    signs_up(third)
    assert "Ada of home" in words_on(says(third, address, words))
    accepts(pairable[1], address, words)
    answer = accepts(third, address, words)
    assert (answer.status_code, SAID.invited.nothing in words_on(answer)) == (422, True)
    assert Circle(vault_of(third)).known() == []


def test_who_lost_the_race_for_an_invitation_has_made_no_diary(pairable, monkeypatch) -> None:
    address, words = invites(pairable[0])
    before = KeySlot.objects.count()

    def late(*_: object) -> None:
        raise NotThere

    monkeypatch.setattr("amends.store.circle.accept", late)
    answer = accepts(ben(), address, words, **NEW)
    assert (answer.status_code, KeySlot.objects.count()) == (422, before)
    assert SAID.invited.nothing in words_on(answer)


def test_nobody_is_paired_with_themselves(pairable) -> None:
    someone, _ = pairable
    address, words = invites(someone)
    for answer in (says(someone, address, words), accepts(someone, address, words)):
        assert SAID.invited.own in words_on(answer)
    assert Circle(vault_of(someone)).known() == []
    assert len(Circle(vault_of(someone)).invitations(clock.now())) == 1


def test_a_name_that_nobody_gave_is_asked_for(pairable) -> None:
    address, words = invites(pairable[0])
    for called, line in (("", "Give a name"), ("n" * 61, "60 characters at most")):
        answer = says(pairable[1], address, words, go="accept", called=called)
        assert (answer.status_code, line in words_on(answer)) == (422, True)


# Without a diary


def test_who_has_no_diary_makes_one_on_the_same_page_and_is_known(pairable) -> None:
    someone, newcomer = pairable[0], parent("Newcomer")
    address, words = invites(someone, role="therapist")
    text = words_on(says(newcomer, address, words))
    assert all(line in text for line in ("as their therapist", SAID.invited.account, 'name="known_as"'))
    assert f'name="spoken" value="{words}"' in text
    answer = accepts(newcomer, address, words, **NEW)
    assert 'class="code"' in words_on(answer)
    assert 'href="/given/"' in words_on(answer)
    assert "a family you see" in words_on(newcomer.browser.get("/given/"))
    assert "your therapist" in words_on(someone.browser.get("/given/"))
    assert signs_in(parent("Ben"), NEW["passphrase"]).status_code == 302


def test_a_guest_who_says_yes_loses_no_word(pairable) -> None:
    address, words = invites(pairable[0])
    guest = parent("Guest")
    repair = begins(guest)
    writes(guest, repair, "acknowledge", "I shouted about the shoes.")
    assert "What you wrote stays" in words_on(says(guest, address, words))
    accepts(guest, address, words, **NEW)
    assert "I shouted about the shoes." in words_on(guest.browser.get(f"/repair/{repair}/acknowledge/"))


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"called": ""}, "Give a name"),
        ({"known_as": ""}, "Choose a name"),
        ({"passphrase": "short"}, "at least 12 characters"),
        ({"understood": ""}, "nobody could open your diary"),
    ],
)
def test_what_is_missing_is_said_the_words_stay_and_nothing_is_made(pairable, changed, line: str) -> None:
    address, words = invites(pairable[0])
    before = KeySlot.objects.count(), Owner.objects.count()
    answer = says(parent("Newcomer"), address, words, go="accept", **({"called": "Ben"} | NEW | changed))
    assert (answer.status_code, line in words_on(answer)) == (422, True)
    assert f'name="spoken" value="{words}"' in words_on(answer)
    assert (KeySlot.objects.count(), Owner.objects.count()) == before
    assert not Handed.objects.exclude(answer=b"").exists()


def test_a_name_and_passphrase_in_use_leave_the_invitation_as_it_was(pairable) -> None:
    address, words = invites(pairable[0])
    answer = accepts(parent("Ada"), address, words, known_as="Ada", passphrase=PHRASE, understood="yes")
    assert (answer.status_code, "Please choose another passphrase" in words_on(answer)) == (422, True)
    assert not Handed.objects.exclude(answer=b"").exists()
    assert Giving(vault_of(pairable[0])).circle.known() == []


def test_who_has_a_diary_signs_in_first_and_what_they_typed_comes_along(pairable) -> None:
    address, words = invites(pairable[0])
    browser = parent("Ben")
    answer = says(browser, address, words, go="sign-in", called="Ben himself")
    text = words_on(answer)
    assert (answer.status_code, f'name="next" value="{address}"' in text) == (401, True)
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert carried["spoken"] == words
    answer = browser.browser.post("/sign-in/", carried | {"known_as": "Ben", "passphrase": PHRASE})
    assert (answer.status_code, answer["Location"]) == (307, address)
    text = words_on(browser.browser.post(address, carried | {"known_as": "Ben", "passphrase": PHRASE}))
    assert all(line in text for line in ("Ada of home", 'value="Ben himself"', "Accept"))
    assert Circle(vault_of(pairable[1])).known() == []
    assert accepts(browser, address, words).status_code == 302
    assert len(Circle(vault_of(pairable[1])).known()) == 1


def test_words_of_danger_in_a_name_stop_and_the_way_back_leads_on(pairable) -> None:
    address, words = invites(pairable[0])
    answer = accepts(pairable[1], address, words, "I want to kill myself")
    assert "words-back" in words_on(answer)
    back = says(pairable[1], address, words, called="I want to kill myself", stopped="back")
    assert 'name="keep"' in words_on(back)
    assert says(pairable[1], address, words, called="Ben, I want to kill myself", keep="yes").status_code == 302


# The house's own, and a house that is closed


def house() -> tuple[str, str]:
    """An invitation of the house."""
    words = "five words of the house"
    spot = lay_house_invitation(words, clock.now() + timedelta(weeks=1), WORKS["light"])
    return f"/given/with/{spot.id}/", words


def test_an_invitation_of_the_house_opens_one_diary_and_pairs_nobody(settings) -> None:
    settings.SIGN_UP = False
    address, words = house()
    newcomer, second = parent("Newcomer"), parent("Second")
    text = words_on(says(newcomer, address, words))
    assert SAID.invited.house in text and 'name="called"' not in text
    assert 'class="code"' in words_on(accepts(newcomer, address, words, **NEW))
    assert Circle(vault_of(newcomer)).known() == []
    answer = accepts(second, address, words, **NEW | {"known_as": "Second"})
    assert (answer.status_code, SAID.invited.nothing in words_on(answer)) == (422, True)
    assert not Handed.objects.exists()


def test_who_has_a_diary_needs_no_invitation_of_the_house_and_leaves_it_there(pairable) -> None:
    address, words = house()
    assert SAID.invited.needless in words_on(accepts(pairable[0], address, words))
    assert Handed.objects.exists()


def test_where_an_account_opens_with_an_invitation_the_page_to_sign_in_says_so(settings) -> None:
    settings.SIGN_UP = False
    nobody = parent("nobody")
    assert nobody.browser.get("/sign-up/").status_code == 404
    for address in ("/sign-in/", "/account/"):
        assert "opens with an invitation" in words_on(nobody.browser.get(address))
    settings.INVITATIONS = False
    assert "opens with an invitation" not in words_on(nobody.browser.get("/sign-in/"))


def test_where_nobody_new_may_come_an_invitation_is_for_who_has_a_diary(pairable, settings) -> None:
    settings.SIGN_UP = settings.INVITATIONS = False
    address, words = invites(pairable[0])
    text = words_on(says(parent("Newcomer"), address, words))
    assert SAID.invited.closed in text and 'name="known_as"' not in text
    before = KeySlot.objects.count()
    assert 'class="code"' not in words_on(accepts(parent("Newcomer"), address, words, **NEW))
    assert KeySlot.objects.count() == before
    assert accepts(pairable[1], address, words).status_code == 302


# Anything at all


def test_whatever_is_sent_nothing_breaks_and_no_name_of_another_is_shown(pairable, settings) -> None:
    settings.LIMITS = "90000/hour 90000/minute 90000/15minutes"
    someone, other = pairable
    pair(someone, other)
    address, words = invites(someone, name="Secret Sue", called="Secret Ada")
    third = cleo()
    signs_up(third)
    ids = [
        str(uuid4()),
        address.split("/")[3],
        str(vault_of(someone).owner),
        str(Circle(vault_of(someone)).known()[0].id),
    ]
    ways = [
        "with/{}/",
        "invite/{}/withdraw/",
        "people/{}/",
        "people/{}/part/",
        "",
        "invite/",
        "letters/{}/",
        "with/{}/x/",
    ]
    odd = ["", " ", "\0", "é" * 300, "word " * 5, "<b>&", "\ud83d\ude42"[:0] or "🙂", words[:-1], "0" * 5000, "%s{{x}}"]
    names = ["spoken", "called", "name", "role", "go", "keep", "stopped", "forget", "weeks", "known_as", "passphrase"]
    dice = Random(16)
    for _ in range(examples(150)):
        way = "/given/" + dice.choice(ways).format(dice.choice(ids))
        form = {name: dice.choice([*odd, "accept", "sign-in", "yes", "near"]) for name in dice.sample(names, 4)}
        browser: Client = dice.choice([third.browser, Client()])
        method = dice.choice(["get", "post", "head", "put", "delete", "options", "patch"])
        answer = getattr(browser, method)(way, form if method in ("get", "post") else None)
        assert answer.status_code < 500, (method, way, form)
        assert "Secret" not in answer.content.decode(), (method, way, form)
    assert Circle(vault_of(third)).known() == []
