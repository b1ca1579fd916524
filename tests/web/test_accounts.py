import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from time import sleep, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amends.store.models import Envelope, KeySlot, Visit
from amends.vault import new_recovery_code, slots
from amends.web import throttle
from tests.people import PHRASE, Parent, ada, begins, ben, brings, listed, parent, signs_in, signs_up, words_on, writes

pytestmark = pytest.mark.django_db
WORDS = "I shouted at you about the shoes."


def _writes(someone: Parent) -> str:
    repair = begins(someone)
    writes(someone, repair, "acknowledge", WORDS)
    return repair


def _there(someone: Parent, repair: str) -> bool:
    return WORDS in words_on(someone.browser.get(f"/repair/{repair}/acknowledge/"))


def test_a_guest_who_signs_up_loses_no_word_and_comes_back_on_another_browser() -> None:
    someone = ada()
    repair = _writes(someone)
    signs_up(someone)
    assert _there(someone, repair)
    other = ada()
    assert signs_in(other)["Location"] == "/"
    assert _there(other, repair)


def test_the_cookie_from_before_signing_up_opens_nothing_any_more() -> None:
    someone, thief = ada(), parent("thief")
    repair = _writes(someone)
    thief.browser.cookies["visit"] = someone.browser.cookies["visit"].value
    signs_up(someone)
    assert thief.browser.get(f"/repair/{repair}/acknowledge/").status_code == 401


def test_a_parents_cookie_is_gone_when_the_browser_is_closed() -> None:
    someone = ada()
    signs_up(someone)
    cookie = someone.browser.cookies["visit"]
    assert (cookie["max-age"], cookie["expires"], bool(cookie["httponly"])) == ("", "", True)


def test_the_recovery_code_signs_in_and_leads_to_a_new_passphrase() -> None:
    someone = ada()
    repair = _writes(someone)
    code = signs_up(someone)
    other = ada()
    answer = other.browser.post("/sign-in/", {"code": code.lower()})
    assert answer["Location"] == "/account/passphrase/"
    new = {"proof": code, "passphrase": "another good phrase"}
    assert other.browser.post("/account/passphrase/", new)["Location"] == "/account/"
    assert not _there(someone, repair)
    assert signs_in(ada()).status_code == 422
    back = ada()
    signs_in(back, "another good phrase")
    assert _there(back, repair)


def test_a_new_passphrase_is_not_to_be_had_on_a_borrowed_phone() -> None:
    someone = ada()
    signs_up(someone)
    answer = someone.browser.post("/account/passphrase/", {"proof": "a guess", "passphrase": "another good phrase"})
    assert answer.status_code == 422
    assert "Nothing was done" in words_on(answer)
    assert signs_in(ada()).status_code == 302


def test_a_new_code_is_shown_once_and_the_old_one_is_shut_out() -> None:
    someone = ada()
    old = signs_up(someone)
    page = words_on(someone.browser.post("/account/code/", {"proof": PHRASE}))
    new = re.search(r'class="code">([0-9A-Z-]+)<', page)[1]
    assert ada().browser.post("/sign-in/", {"code": old}).status_code == 422
    assert ada().browser.post("/sign-in/", {"code": new}).status_code == 302
    assert new not in words_on(someone.browser.get("/account/code/"))


def test_no_new_code_is_to_be_had_on_a_borrowed_phone() -> None:
    someone = ada()
    code = signs_up(someone)
    answer = someone.browser.post("/account/code/", {"proof": "a guess"})
    assert answer.status_code == 422
    assert 'class="code"' not in words_on(answer)
    assert ada().browser.post("/sign-in/", {"code": code}).status_code == 302


@pytest.mark.parametrize(
    ("changed", "say"),
    [
        ({"known_as": ""}, "Choose a name"),
        ({"passphrase": "short"}, "at least 12 characters"),
        ({"passphrase": ""}, "Choose a passphrase"),
        ({"understood": ""}, "nobody could open your diary"),
        ({"known_as": "the same words twice", "passphrase": "The same words twice"}, "must not be the same"),
    ],
)
def test_what_is_missing_to_sign_up_is_said_and_the_rest_stays(changed: dict[str, str], say: str) -> None:
    form = {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"} | changed
    someone = ada()
    repair = _writes(someone)
    answer = someone.browser.post("/sign-up/", form)
    assert answer.status_code == 422
    assert say in words_on(answer)
    assert all(f'value="{value}"' in words_on(answer) for value in form.values() if value)
    assert KeySlot.objects.count() == 0
    assert _there(someone, repair)


def test_the_first_field_with_an_error_has_the_focus_and_says_what_is_wrong_with_it() -> None:
    page = words_on(ada().browser.post("/sign-up/", {"known_as": "Ada", "passphrase": "short"}))
    assert re.findall(r'id="([a-z_]+)"[^>]* autofocus|autofocus[^>]* id="([a-z_]+)"', page) in (
        [("passphrase", "")],
        [("", "passphrase")],
    )
    assert 'aria-describedby="passphrase_helptext passphrase_error"' in page
    assert page.count('id="passphrase_error"') == page.count('id="passphrase_helptext"') == 1
    lengths = dict(re.findall(r'name="(\w+)"[^>]* maxlength="(\d+)"', page))
    assert lengths == {"known_as": "80", "passphrase": "500"}
    assert page.count('autocomplete="off"') == 3  # the form, and both fields


def test_nobody_is_told_which_names_exist_and_each_passphrase_opens_its_own_diary() -> None:
    first, second = ada(), ada()
    repair = _writes(first)
    signs_up(first)
    signs_up(second, "another good phrase")
    assert not _there(second, repair)
    back = ada()
    signs_in(back)
    assert _there(back, repair)


def test_a_passphrase_that_is_in_use_with_a_name_is_refused_before_anything_changes() -> None:
    signs_up(ada())
    answer = parent("Ada").browser.post("/sign-up/", {"known_as": "ADA", "passphrase": PHRASE, "understood": "yes"})
    assert answer.status_code == 422
    assert "Please choose another passphrase" in words_on(answer)


def test_guesses_by_signing_up_under_one_name_are_braked_from_wherever_they_come(settings) -> None:
    settings.BEHIND_PROXY = True
    form = {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"}
    statuses = []
    for at in range(6):
        elsewhere, form["passphrase"] = parent("x"), f"{PHRASE} {at}"
        statuses.append(elsewhere.browser.post("/sign-up/", form, HTTP_X_FORWARDED_FOR=f"9.9.9.{at}").status_code)
    assert statuses == [200] * 5 + [429]


def test_who_has_an_account_is_not_asked_to_sign_up_again() -> None:
    someone = ada()
    signs_up(someone)
    assert someone.browser.get("/sign-up/")["Location"] == "/account/"


def test_sign_up_can_be_switched_off_and_who_has_an_account_still_comes_in(settings) -> None:
    signs_up(ada())
    settings.SIGN_UP = False
    assert ben().browser.get("/sign-up/").status_code == 404
    assert b"/sign-up/" not in ben().browser.get("/sign-in/").content
    assert signs_in(ada()).status_code == 302


@pytest.mark.parametrize(("invitations", "says"), [(True, "opens with an invitation"), (False, "No new diary can be")])
def test_where_nobody_new_may_come_no_page_leads_a_guest_to_sign_up_and_each_says_so(
    settings, invitations, says
) -> None:
    settings.SIGN_UP, settings.INVITATIONS = False, invitations
    guest = ada()
    _writes(guest)
    for address in ("/", "/diary/", "/account/", "/privacy/", "/given/"):
        page = words_on(guest.browser.get(address))
        assert "/sign-up/" not in page and says in page, address
    sheet = words_on(guest.browser.post("/patterns/page/", {"weeks": "4", "parts": ["moments"]}))
    assert "/sign-up/" not in sheet and says in sheet


@pytest.mark.parametrize(
    ("hours", "words"), [(1, "an hour"), (24, "a day"), (30, "30 hours"), (72, "3 days"), (744, "31 days")]
)
def test_every_page_tells_a_guest_how_long_their_words_stay_in_this_house(settings, hours: int, words: str) -> None:
    settings.GUEST_HOURS = hours
    guest = ada()
    _writes(guest)
    for address, says in (
        ("/", f"Without a use for {words}, your words are gone for good."),
        ("/start/", f"What you write is kept for {words}, locked"),
        ("/diary/", f"without a use for {words}, this is gone."),
        ("/account/", f"You are a guest: {words} after the last use, your words are gone."),
        ("/privacy/", f"words are gone after {words} without a visit."),
    ):
        assert says in words_on(guest.browser.get(address))


@pytest.mark.parametrize(
    ("form", "say"),
    [
        ({}, "Type your name and your passphrase, or your recovery code"),
        ({"known_as": "Ada"}, "Type your name"),
        ({"known_as": "Ada", "passphrase": "not the one"}, "does not open a diary here"),
        ({"known_as": "Zoe", "passphrase": PHRASE}, "does not open a diary here"),
        ({"code": "1234"}, "not a whole recovery code"),
        ({"code": "0000-0000-0000-0000-0000-0000-000D"}, "recovery code"),
    ],
)
def test_a_wrong_way_in_is_told_what_to_look_at_and_never_what_was_wrong(form: dict[str, str], say: str) -> None:
    signs_up(ada())
    answer = parent("nobody").browser.post("/sign-in/", form)
    assert answer.status_code == 422
    assert say in words_on(answer)
    assert "not the one" not in words_on(answer)
    assert "visit" not in answer.cookies


def test_wrong_passphrases_slow_down_and_the_recovery_code_always_works() -> None:
    someone = ada()
    code = signs_up(someone)
    thief = parent("Ada")
    answers = [signs_in(thief, "a guess or another").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    waiting = signs_in(thief)
    assert waiting.status_code == 429
    assert 0 < int(waiting["Retry-After"]) <= 15 * 60
    assert thief.browser.post("/sign-in/", {"code": code}).status_code == 302


def _guesses_everywhere_at(name: str) -> None:
    form = {"known_as": name, "passphrase": "a guess or another"}
    for one in range(9):
        parent("thief").browser.post("/sign-in/", form, REMOTE_ADDR=f"10.0.0.{one}")
    assert parent("thief").browser.post("/sign-in/", form).status_code == 429


def test_nobody_elsewhere_can_make_an_owner_wait_where_the_diary_was_opened_before() -> None:
    someone = ada()
    signs_up(someone)
    someone.browser.post("/leave/")
    _guesses_everywhere_at("ADA")
    assert signs_in(someone).status_code == 302
    someone.browser.post("/sign-out/")
    assert signs_in(someone).status_code == 302


def test_a_device_is_known_to_one_name_alone() -> None:
    someone = ada()
    signs_up(someone)
    signs_up(ben())
    signs_in(someone)
    _guesses_everywhere_at("Ben")
    assert signs_in(Parent("Ben", someone.browser)).status_code == 429


def test_a_device_that_is_known_has_a_count_of_its_own_and_a_forged_one_has_none() -> None:
    someone = ada()
    signs_up(someone)
    signs_up(ben())
    someone.browser.post("/sign-out/")
    assert [signs_in(someone, "a guess or another").status_code for _ in range(6)] == [422] * 5 + [429]
    assert signs_in(ada()).status_code == 302
    someone.browser.cookies["device"] = f"{'0' * 32}:{'A' * 43}"
    _guesses_everywhere_at("Ada")
    assert signs_in(someone).status_code == 429


def test_the_wait_after_wrong_guesses_grows_from_seconds_and_is_never_a_quarter_of_an_hour(monkeypatch) -> None:
    now = time()
    monkeypatch.setattr("time.time", lambda: now)
    _wrong(5)
    waits = []
    for _ in range(8):
        waits.append(_seconds_to_wait())
        now += waits[-1] + 0.1
        _wrong(1)
    assert waits == [4, 8, 16, 32, 64, 120, 120, 120]


def _wrong(times: int) -> None:
    for _ in range(times):
        with suppress(ZeroDivisionError), throttle.guess("somebody"):
            raise ZeroDivisionError


def _seconds_to_wait() -> int:
    with pytest.raises(throttle.TooMany) as waiting, throttle.guess("somebody"):
        raise AssertionError("this guess was made")
    return waiting.value.seconds


def test_guesses_that_are_made_at_once_all_count() -> None:
    def one(_number: int) -> bool:
        try:
            with throttle.guess("somebody"):
                sleep(0.2)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return True
        except throttle.TooMany:
            return False

    with ThreadPoolExecutor(30) as everybody:
        assert sum(everybody.map(one, range(30))) == 5


def test_a_right_guess_does_not_count() -> None:
    for _ in range(30):
        with throttle.guess("somebody"):
            pass
    _wrong(4)
    with throttle.guess("somebody"):
        pass


def test_signing_up_is_braked_too() -> None:
    signs_up(ada())
    form = {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"}
    answers = [parent("x").browser.post("/sign-up/", form).status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]


def test_the_recovery_code_opens_when_it_is_typed_as_the_passphrase_with_a_name_or_without() -> None:
    code = signs_up(ada()).replace("-", "\u2013")
    _guesses_everywhere_at("Ada")
    for form in ({"passphrase": code}, {"known_as": "Ada", "passphrase": code.lower()}):
        answer = parent("at a friend's").browser.post("/sign-in/", form)
        assert answer["Location"] == "/account/passphrase/"


def test_a_passphrase_that_looks_like_a_code_is_a_passphrase() -> None:
    looks = new_recovery_code()
    signs_up(ada(), looks)
    assert signs_in(ada(), looks).status_code == 302


def test_who_lost_the_name_too_chooses_a_new_one_after_the_recovery_code() -> None:
    code = signs_up(ada())
    signs_up(ben())
    other = ada()
    other.browser.post("/sign-in/", {"code": code})
    new = {"proof": code, "passphrase": PHRASE, "known_as": "Ben"}
    answer = other.browser.post("/account/passphrase/", new)
    assert answer.status_code == 422
    assert "Please choose another passphrase" in words_on(answer)
    assert signs_in(ada()).status_code == 302
    new |= {"passphrase": "another good phrase", "known_as": "Augusta"}
    assert other.browser.post("/account/passphrase/", new)["Location"] == "/account/"
    assert signs_in(parent("Augusta"), "another good phrase").status_code == 302
    assert signs_in(ada(), "another good phrase").status_code == 422


def test_who_waits_too_long_for_a_turn_is_told_so_and_their_words_are_there(monkeypatch) -> None:
    signs_up(ada())
    monkeypatch.setattr(slots, "PATIENCE", 0.1)
    with ExitStack() as held:
        for _ in range(slots.AT_ONCE):
            held.enter_context(slots._running)
        answer = signs_in(ada(), carry="yes", words="marigold words")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Many people" in words_on(answer)
    assert "marigold words" in words_on(answer)
    assert signs_in(ada()).status_code == 302


def test_guesses_from_many_machines_at_one_name_slow_down_too() -> None:
    signs_up(ada())
    form = {"known_as": "Ada", "passphrase": "a guess or another"}
    answers = [ada().browser.post("/sign-in/", form, REMOTE_ADDR=f"10.0.0.{one}").status_code for one in range(7)]
    assert answers == [422] * 5 + [429] * 2


def test_guesses_of_the_passphrase_on_an_open_page_slow_down_as_well() -> None:
    someone = ada()
    signs_up(someone)
    answers = [someone.browser.post("/account/delete/", {"proof": "no"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_where_no_proxy_is_in_front_a_forged_address_lifts_no_brake(settings) -> None:
    settings.HTTPS, settings.BEHIND_PROXY = True, False  # as `amends serve --phone` is
    signs_up(ada())

    def guess(at: int):
        form = {"known_as": f"z{at}", "passphrase": "a guess or another"}
        return ada().browser.post("/sign-in/", form, headers={"X-Forwarded-For": f"9.9.9.{at}"})

    assert [guess(at).status_code for at in range(6)] == [422] * 5 + [429]


def test_behind_a_proxy_the_nearest_address_counts_and_a_forged_one_does_not(settings) -> None:
    settings.BEHIND_PROXY = True
    signs_up(ada())

    def guess(number: int):
        form = {"known_as": f"z{number}", "passphrase": "a guess or another"}
        return ada().browser.post("/sign-in/", form, headers={"X-Forwarded-For": f"1.1.1.{number}, 9.9.9.9"})

    tries = [guess(number) for number in range(6)]
    assert [one.status_code for one in tries] == [422] * 5 + [429]


def test_guests_and_readings_are_limited_and_the_words_stay_on_the_page(settings) -> None:
    settings.LIMITS = "2/hour 2/minute 5/15minutes"
    for _ in range(2):
        begins(ada())
        assert ada().browser.post("/read/", {"words": "I'm sorry."}).status_code == 200
    answer = ada().browser.post("/read/", {"words": "marigold words"})
    assert answer.status_code == 429
    assert "marigold words" in words_on(answer)
    asked_to_wait = ada().browser.post("/log/", {"kind": "raised-voice"})
    assert asked_to_wait.status_code == 429
    assert "in 60 minutes" in words_on(asked_to_wait)


def test_guests_of_one_network_of_ipv6_count_as_one_and_those_of_another_do_not(settings) -> None:
    settings.LIMITS = "2/hour 900/minute 5/15minutes"
    form = {"kind": "raised-voice", "band": "6-9", "unsafe": "no"}
    asked = [f"2001:db8:0:7:{one:x}::1" for one in range(5)] + ["2001:db8:0:8::1"]
    answers = [ada().browser.post("/log/", form, REMOTE_ADDR=one) for one in asked]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True, True, True, False]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:0:7:1:2:3:4", "2001:db8:0:7::/64"),
        ("2001:DB8::7", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:80", "192.0.2.7:80"),
        ("unknown", "unknown"),
        ("", "?"),
    ],
)
def test_of_ipv6_a_network_counts_and_of_all_else_what_was_said(address: str, counted: str, settings, rf) -> None:
    if address:
        assert throttle.address_of(rf.get("/", REMOTE_ADDR=address)) == counted
    settings.BEHIND_PROXY = True
    assert throttle.address_of(rf.get("/", HTTP_X_FORWARDED_FOR=f"9.9.9.9, {address}")) == counted


def test_who_is_asked_to_wait_sees_their_words_and_nothing_that_the_page_sent_beside_them(settings) -> None:
    settings.LIMITS = "0/hour 1/minute 5/15minutes"
    form = {"answer": ["Sorry.", ""], "once": "6ea1354b", "kind": "raised-voice", "band": "6-9"}
    shown = words_on(ada().browser.post("/library/values/", form))
    assert shown.count("</textarea>") == 1
    assert ">Sorry.</textarea>" in shown


def test_a_locked_page_that_was_sent_words_keeps_them_and_goes_on_after_signing_in() -> None:
    someone = ada()
    repair = _writes(someone)
    signs_up(someone)
    secret = someone.browser.cookies["visit"].value
    someone.browser.post("/lock/")
    someone.browser.cookies["visit"] = secret
    address = f"/repair/{repair}/validate/"
    asked = someone.browser.post(address, {"words": "You looked scared.", "go": "next"})
    assert asked.status_code == 401
    assert 'name="words" value="You looked scared."' in words_on(asked)
    form = {"next": address, "carry": "yes", "words": "You looked scared.", "go": "next"}
    answer = signs_in(someone, **form)
    assert (answer.status_code, answer["Location"]) == (307, address)
    code = new_recovery_code()
    wrong = words_on(signs_in(ada(), "not the right one", **form, code=code, proof="typed before"))
    assert 'name="words" value="You looked scared."' in wrong
    assert not any(secret in wrong for secret in ("not the right one", "typed before"))
    assert wrong.count(code) == 1  # in its own field, to be looked at again, and carried nowhere


@pytest.mark.parametrize("lost", [True, False], ids=["the cookie is gone too", "the cookie is still there"])
def test_a_guest_whose_visit_is_over_sees_what_they_just_wrote_and_that_it_is_not_kept(lost: bool) -> None:
    guest = ada()
    repair = _writes(guest)
    Visit.objects.all().delete()
    if lost:
        guest.browser.cookies.clear()
    asked = words_on(writes(guest, repair, "validate", "You looked scared."))
    assert ">You looked scared.</textarea>" in asked
    assert "copy your words" in asked
    wrong = words_on(signs_in(guest, "not the right one", next="/", carry="yes", words="You looked scared."))
    assert ">You looked scared.</textarea>" in wrong


def test_a_way_in_that_nothing_was_sent_to_speaks_of_no_words() -> None:
    assert "What you just wrote" not in words_on(ada().browser.get("/diary/"))


@pytest.mark.parametrize(
    "way", ["https://elsewhere.example/", "//elsewhere.example/", "/\\\\elsewhere", "/nowhere/", "x"]
)
def test_signing_in_never_leads_elsewhere(way: str) -> None:
    signs_up(ada())
    assert signs_in(ada(), next=way)["Location"] == "/"
    assert signs_in(ada(), next=way, carry="yes")["Location"] == "/"


def test_a_guest_who_signs_in_takes_their_words_along() -> None:
    signs_up(ada())
    guest = ada()
    repair = _writes(guest)
    signs_in(guest)
    assert _there(guest, repair)
    other = ada()
    signs_in(other)
    assert _there(other, repair)


def test_the_guests_cookie_from_before_signing_in_opens_nothing_any_more() -> None:
    signs_up(ada())
    guest, thief = ada(), parent("thief")
    repair = _writes(guest)
    thief.browser.cookies["visit"] = guest.browser.cookies["visit"].value
    signs_in(guest)
    assert thief.browser.get(f"/repair/{repair}/acknowledge/").status_code == 401


def test_locking_ends_the_visit_and_asks_to_sign_in() -> None:
    someone = ada()
    repair = _writes(someone)
    signs_up(someone)
    answer = someone.browser.post("/lock/")
    assert answer["Location"] == "/sign-in/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert Visit.objects.count() == 0
    assert not _there(someone, repair)


def test_a_guest_has_no_lock_and_loses_nothing_by_it() -> None:
    someone = ada()
    repair = _writes(someone)
    assert someone.browser.post("/lock/")["Location"] == "/"
    assert _there(someone, repair)


def test_leaving_fast_locks_a_diary_and_keeps_its_words() -> None:
    someone = ada()
    repair = _writes(someone)
    signs_up(someone)
    assert someone.browser.post("/leave/")["Location"] == "/blank/"
    signs_in(someone)
    assert _there(someone, repair)


def test_open_visits_are_listed_and_all_can_be_ended_at_once() -> None:
    someone, other = ada(), ada()
    signs_up(someone)
    signs_in(other)
    page = words_on(someone.browser.get("/account/"))
    assert (page.count("This browser"), page.count("Another browser")) == (1, 1)
    someone.browser.post("/sign-out/", {"everywhere": "yes"})
    assert Visit.objects.count() == 0
    assert other.browser.get("/account/").status_code == 401


def test_signing_out_here_leaves_the_other_browser_in() -> None:
    someone, other = ada(), ada()
    signs_up(someone)
    signs_in(other)
    secret = someone.browser.cookies["visit"].value
    someone.browser.post("/sign-out/")
    assert other.browser.get("/account/").status_code == 200
    someone.browser.cookies["visit"] = secret
    assert someone.browser.get("/account/").status_code == 401


def test_the_clock_and_the_lock_can_be_chosen_and_days_are_told_by_that_clock() -> None:
    someone = ada()
    signs_up(someone)
    someone.browser.post("/account/", {"zone": "Pacific/Auckland", "idle": "60"})
    page = words_on(someone.browser.get("/account/"))
    assert '<option value="Pacific/Auckland" selected>' in page
    assert '<option value="60" selected>' in page
    assert Visit.objects.get().idle == 60


def test_a_clock_no_page_of_ours_offers_changes_nothing() -> None:
    someone = ada()
    signs_up(someone)
    assert someone.browser.post("/account/", {"zone": "Mars/Base", "idle": "1"}).status_code == 422


def test_the_clock_of_the_device_is_taken_until_another_is_chosen() -> None:
    someone = ada()
    someone.browser.post("/start/", {"unsafe": "no", "zone": "Asia/Tokyo"})
    someone.browser.post("/start/", {"unsafe": "no", "zone": "Europe/Dublin"})
    signs_up(someone)
    assert '<option value="Asia/Tokyo" selected>' in words_on(someone.browser.get("/account/"))


def test_delete_everything_asks_for_the_passphrase_and_leaves_nothing() -> None:
    someone = ada()
    _writes(someone)
    signs_up(someone)
    assert someone.browser.post("/account/delete/", {"proof": "a guess"}).status_code == 422
    assert Envelope.objects.exists()
    answer = someone.browser.post("/account/delete/", {"proof": PHRASE})
    assert answer["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not any(table.objects.exists() for table in (KeySlot, Visit, Envelope))


def test_an_export_asks_for_the_passphrase_and_holds_all_words() -> None:
    someone = ada()
    _writes(someone)
    signs_up(someone)
    for wrong in ("", "a guess"):
        refused = someone.browser.post("/account/export/", {"proof": wrong})
        assert (refused.status_code, "Content-Disposition" in refused) == (422, False)
        assert WORDS not in words_on(refused)
    answer = someone.browser.post("/account/export/", {"proof": PHRASE})
    assert answer["Content-Disposition"] == 'attachment; filename="diary.zip"'
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    assert WORDS in files.read("diary.html").decode()
    assert json.loads(files.read("diary.json"))["format"] == "amends-diary"


def test_an_export_of_one_can_be_brought_in_by_another() -> None:
    someone, other = ada(), ben()
    repair = _writes(someone)
    signs_up(someone)
    signs_up(other)
    file = someone.browser.post("/account/export/", {"proof": PHRASE}).content
    for _ in range(2):
        answer = brings(other, file)
        assert answer["Location"] == "/diary/"
    assert _there(other, repair)
    assert sum(WORDS in one for one in listed(other)) == 1


@pytest.mark.parametrize(("content", "say"), [(None, "Choose a file"), (b"", "no columns"), (b"{", "cut or changed")])
def test_a_file_that_cannot_be_brought_in_is_told_why_and_nothing_changes(content: bytes | None, say: str) -> None:
    someone = ada()
    signs_up(someone)
    rows = Envelope.objects.count()
    form = {} if content is None else {"file": SimpleUploadedFile("x", content)}
    answer = someone.browser.post("/account/import/", form)
    assert answer.status_code == 422
    assert say in words_on(answer)
    assert Envelope.objects.count() == rows


def test_a_file_that_is_too_large_is_refused_and_never_touches_the_disk(settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # who wrote it down first would stumble here
    someone = ada()
    signs_up(someone)
    answer = someone.browser.post("/account/import/", {"file": SimpleUploadedFile("x", b"x" * 5000)})
    assert answer.status_code == 422
    assert "more than 50 MB, so nothing of it was read" in words_on(answer)
    assert "Choose a file first" not in words_on(answer)


def test_a_guest_is_told_what_they_are_and_how_to_keep_their_words() -> None:
    someone = ada()
    begins(someone)
    assert 'href="/sign-up/"' in words_on(someone.browser.get("/account/"))
    assert someone.browser.post("/account/", {"zone": "", "idle": "60"}).status_code == 200
    assert Visit.objects.get().idle == 0


def test_a_new_key_keeps_every_word_and_shuts_out_every_cookie_passphrase_and_code_of_before() -> None:
    someone, elsewhere = ada(), ada()
    repair = _writes(someone)
    old = signs_up(someone)
    signs_in(elsewhere)
    wrong = someone.browser.post("/account/key/", {"proof": "a guess", "passphrase": "another good phrase"})
    assert wrong.status_code == 422
    assert "Nothing was done" in words_on(wrong)
    page = someone.browser.post("/account/key/", {"proof": PHRASE, "passphrase": "another good phrase"})
    new = re.search(r'class="code">([0-9A-Z-]+)<', words_on(page))[1]
    assert _there(someone, repair)
    assert not _there(elsewhere, repair)
    assert signs_in(ada()).status_code == 422
    assert ada().browser.post("/sign-in/", {"code": old}).status_code == 422
    back = ada()
    assert back.browser.post("/sign-in/", {"code": new}).status_code == 302
    assert _there(back, repair)


def test_a_new_key_with_the_passphrase_of_a_namesake_changes_nothing() -> None:
    someone, namesake = ada(), ada()
    repair = _writes(someone)
    signs_up(someone)
    signs_up(namesake, "another good phrase")
    answer = someone.browser.post("/account/key/", {"proof": PHRASE, "passphrase": "another good phrase"})
    assert answer.status_code == 422
    assert "Please choose another passphrase" in words_on(answer)
    back = ada()
    signs_in(back)
    assert _there(back, repair)


def test_the_page_for_a_new_key_says_what_it_does_and_is_no_guests() -> None:
    someone = ada()
    _writes(someone)
    assert someone.browser.get("/account/key/").status_code == 401
    signs_up(someone)
    assert "Every other device is signed out" in words_on(someone.browser.get("/account/key/"))
