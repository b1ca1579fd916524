"""A few quiet words in a parent's own calendar: asked for behind the account, fetched by an address, taken back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.process import Nudges
from amends.store.models import Envelope, Handed, Owner
from amends.web.steady import clock
from tests.people import PHRASE, Parent, ada, begins, ben, cleo, parent, signs_in, signs_up, words_on
from tests.process.test_calendar import read

pytestmark = pytest.mark.django_db
FORM = {"words": "quiet", "own": "", "days": ["0", "3"], "at": "20:30", "zone": "Europe/Dublin", "weeks": "4"}
NOWHERE = f"/given/calendar/{'0' * 64}.ics"
PAGE = "/account/nudges/"
APART = "share.example"


def _ada() -> Parent:
    someone = ada()
    signs_up(someone)
    return someone


def asks(someone: Parent, **more: object) -> str:
    """They ask for an address. Returns it as the page shows it, from the first slash."""
    answer = someone.browser.post(PAGE, FORM | more)
    assert answer.status_code == 200, words_on(answer)
    return re.search(r">http://testserver(/given/calendar/[0-9a-f]{64}\.ics)<", words_on(answer))[1]


def takes_back(someone: Parent) -> str:
    """The address of the button that takes the newest one back."""
    return re.search(rf'action="({PAGE}[0-9a-f-]{{36}}/revoke/)"', words_on(someone.browser.get(PAGE)))[1]


def fetched(address: str, **headers: str):
    """What a calendar program gets: it has no cookie, and another network."""
    return Client().get(address, **headers)


def test_it_is_off_until_it_is_asked_for_and_the_page_says_who_can_see_it() -> None:
    someone = _ada()
    page = words_on(someone.browser.get(PAGE))
    assert "What you asked for" not in page and "off until you ask for it" in page
    assert "Whoever holds your calendar reads these words" in page and "not safe at home" in page
    assert not Handed.objects.exists()


def test_what_was_asked_for_is_what_a_calendar_fetches_and_nothing_tells_who_gives_it() -> None:
    someone = _ada()
    answer = fetched(asks(someone))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not answer.cookies
    found = read(answer.content.decode())
    assert {value for key, value in found if key == "SUMMARY"} == {"A quiet minute"}
    starts = [datetime.strptime(value, "%Y%m%dT%H%M%SZ") for key, value in found if key == "DTSTART"]
    assert len(starts) == 8 and {one.weekday() for one in starts} == {0, 3}
    assert "amends" not in f"{answer.headers}{answer.content.decode()}".lower()
    assert "Ada" not in answer.content.decode()


def test_a_parents_own_words_stand_there_instead() -> None:
    address = asks(_ada(), own="  Tea, and nobody asks; really  ", days=["6"], weeks="1")
    assert "SUMMARY:Tea\\, and nobody asks\\; really\r\n" in fetched(address).content.decode()


def test_it_is_asked_for_by_get_and_head_alone() -> None:
    address = asks(_ada())
    head = Client().head(address)
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", "text/calendar; charset=utf-8")
    assert Client().post(address).status_code == 405


def test_an_address_is_shown_once_and_then_by_what_it_is_for() -> None:
    someone = _ada()
    address = asks(someone, own="Marigold tea")
    page = words_on(someone.browser.get(PAGE))
    assert address.split("/")[-1].removesuffix(".ics") not in page
    assert all(words in page for words in ("Marigold tea", "Monday, Thursday, 20:30 (Europe/Dublin)", "Made", "until"))


def test_taken_back_over_and_never_there_are_one_answer_for_one_price(monkeypatch: pytest.MonkeyPatch) -> None:
    someone = _ada()
    gone = asks(someone)
    assert someone.browser.post(takes_back(someone))["Location"] == PAGE
    over = asks(someone, weeks="1")
    later = clock.now() + timedelta(weeks=1)
    monkeypatch.setattr("amends.web.pages.given_calendar.clock.now", lambda: later)
    told = []
    for address in (gone, over, NOWHERE):
        with CaptureQueriesContext(connection) as asked:
            answer = fetched(address)
        shapes = [re.sub(r"'[0-9a-f-]{32,36}'|\d{3,}", "?", query["sql"]) for query in asked]
        told.append((answer.status_code, answer.content, dict(answer.headers), shapes))
    assert told[0] == told[1] == told[2]
    assert told[0][:2] == (404, b"Not here.")
    for number, odd in enumerate(("x", "0" * 63, "é", "..", "%00")):
        assert fetched(f"/given/calendar/{odd}.ics", REMOTE_ADDR=f"10.0.0.{number}").content == b"Not here."


def test_who_tries_many_waits_like_at_a_link_and_then_gets_what_is_there() -> None:
    address = asks(_ada())
    for _ in range(5):
        assert fetched(NOWHERE).status_code == 404
    for asked in (NOWHERE, address):
        answer = fetched(asked)
        assert (answer.status_code, answer.content) == (429, b"Not now.") and int(answer["Retry-After"]) > 0
    assert fetched(address, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_another_parent_sees_nothing_of_it_and_cannot_take_it_back() -> None:
    someone, other = _ada(), ben()
    address, way = asks(someone, own="Marigold tea"), ""
    way = takes_back(someone)
    signs_up(other)
    assert "Marigold" not in words_on(other.browser.get(PAGE))
    assert other.browser.post(way).status_code == 404
    assert someone.browser.get(way).status_code == 405
    assert fetched(address).status_code == 200


def test_a_guest_has_no_such_page_and_no_row_that_leads_there() -> None:
    guest = cleo()
    begins(guest)
    assert guest.browser.get(PAGE).status_code == guest.browser.post(PAGE, FORM).status_code == 401
    assert "nudges" not in words_on(guest.browser.get("/account/"))
    assert PAGE in words_on(_ada().browser.get("/account/"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"days": []}, "Tick one day at least"),
        ({"days": ["7"]}, "Choose one of those that stand here."),
        ({"at": ""}, "such as 20:30"),
        ({"at": "half past"}, "such as 20:30"),
        ({"zone": ""}, "Choose the place"),
        ({"zone": "Mars/Olympus"}, "Choose one of those that stand here."),
        ({"weeks": "0"}, "One week is the least"),
        ({"weeks": "53"}, "52 weeks are the most"),
        ({"weeks": ""}, "Say for how many weeks"),
        ({"own": "x" * (Nudges.LONGEST_WORDS + 1)}, "longer than 60"),
        ({"own": "a\nb\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_is_said_and_none_is_made(wrong: dict[str, object], says: str) -> None:
    answer = _ada().browser.post(PAGE, FORM | wrong)
    assert (answer.status_code, says in words_on(answer)) == (422, True), words_on(answer)
    assert not Handed.objects.exists()


def test_of_too_many_none_is_made() -> None:
    someone = _ada()
    for _ in range(5):
        asks(someone)
    answer = someone.browser.post(PAGE, FORM)
    assert (answer.status_code, "Take one back first" in words_on(answer)) == (422, True)


def test_a_clock_that_is_known_is_chosen_already_and_one_that_is_not_is_asked_for() -> None:
    someone = _ada()
    assert 'value="" selected' in words_on(someone.browser.get(PAGE))
    someone.browser.post("/account/", {"zone": "Australia/Sydney", "idle": "15"})
    assert 'value="Australia/Sydney" selected' in words_on(someone.browser.get(PAGE))


def test_the_end_of_an_account_and_a_new_key_take_it_along_and_a_recovery_does_not() -> None:
    someone = _ada()
    address, code = asks(someone), words_on(someone.browser.post("/account/code/", {"proof": PHRASE}))
    code = re.search(r'class="code">([0-9A-Z-]+)<', code)[1]
    assert signs_in(parent("Ada elsewhere"), "", code=code).status_code == 302
    assert fetched(address).status_code == 200
    assert (
        someone.browser.post("/account/key/", {"proof": PHRASE, "passphrase": "another good phrase"}).status_code == 200
    )
    assert fetched(address).status_code == 404 and "What you asked for" not in words_on(someone.browser.get(PAGE))
    second = asks(someone)
    someone.browser.post("/account/delete/", {"proof": "another good phrase"})
    assert fetched(second).status_code == 404
    assert not (Handed.objects.exists() or Envelope.objects.exists() or Owner.objects.exists())


def test_a_host_that_is_for_what_was_given_serves_it_too(settings) -> None:
    settings.GIVEN_HOSTS, settings.ALLOWED_HOSTS = [APART], [APART, "testserver"]
    address = asks(_ada())
    assert fetched(address, HTTP_HOST=APART).status_code == 200
    assert fetched(PAGE, HTTP_HOST=APART).status_code == 404


def test_where_a_plan_waits_for_its_moment_one_line_leads_there() -> None:
    someone = _ada()
    repair = begins(someone)
    assert PAGE not in words_on(someone.browser.get(f"/after/{repair}/"))
    someone.browser.post(f"/repair/{repair}/plan/", {"when": "it is eight", "will": "sit down first", "go": "next"})
    assert PAGE in words_on(someone.browser.get(f"/after/{repair}/"))
    guest = cleo()
    hers = begins(guest)
    guest.browser.post(f"/repair/{hers}/plan/", {"when": "it is eight", "will": "sit down first", "go": "next"})
    assert PAGE not in words_on(guest.browser.get(f"/after/{hers}/"))


def test_the_moments_come_from_now_on() -> None:
    """Nothing of the past stands in a calendar, whenever it is fetched."""
    before = datetime.now(UTC)
    found = read(fetched(asks(_ada(), days=[str(day) for day in range(7)], weeks="2")).content.decode())
    starts = [datetime.strptime(value + "+0000", "%Y%m%dT%H%M%SZ%z") for key, value in found if key == "DTSTART"]
    assert before <= starts[0] and starts[-1] < before + timedelta(weeks=2, minutes=1) and len(starts) == 14


def test_two_taps_ask_for_one_address() -> None:
    someone = _ada()
    assert asks(someone, once="a" * 32) == asks(someone, once="a" * 32) != asks(someone, once="b" * 32)
    assert words_on(someone.browser.get(PAGE)).count("/revoke/") == 2
