"""A parent rehearses the day on which the passphrase is lost: the code says yes or no, and nothing changes."""

import re

import pytest

from amends.store.models import Envelope, KeySlot, Owner, Visit
from amends.vault import new_recovery_code
from tests.people import PHRASE, Parent, ada, begins, ben, cleo, signs_in, signs_up, words_on, writes

pytestmark = pytest.mark.django_db
HERE = "/account/code/try/"
TABLES = (Owner, KeySlot, Envelope)


def with_a_diary() -> tuple[Parent, str]:
    """Ada, with words in her diary, and her code."""
    someone = ada()
    writes(someone, begins(someone), "acknowledge", "I shouted about the shoes.")
    return someone, signs_up(someone)


def rows() -> list[object]:
    """All that is kept, but when a visit was last used."""
    kept = [list(table.objects.order_by("pk").values()) for table in TABLES]
    return [*kept, list(Visit.objects.order_by("pk").values("owner", "tag", "sealed_key", "idle"))]


def tries(someone: Parent, code: str) -> tuple[int, str]:
    """What the page says to it."""
    answer = someone.browser.post(HERE, {"code": code})
    return answer.status_code, words_on(answer)


def test_it_is_reached_from_the_account_and_says_that_nothing_is_at_risk() -> None:
    someone, _code = with_a_diary()
    assert f'href="{HERE}"' in someone.browser.get("/account/").content.decode()
    said = words_on(someone.browser.get(HERE))
    assert "Nothing is changed by that, and nobody is signed out." in said


def test_the_right_code_says_yes_is_not_shown_again_and_changes_nothing() -> None:
    someone, code = with_a_diary()
    elsewhere = ada()
    signs_in(elsewhere)
    before = rows()
    for typed in (code, code.lower().replace("-", " "), code.replace("0", "O")):
        status, said = tries(someone, typed)
        assert status == 200
        assert "Yes: it opens your diary" in said
        assert code not in said
    assert rows() == before
    assert [one.browser.get("/diary/").status_code for one in (someone, elsewhere)] == [200, 200]
    assert ada().browser.post("/sign-in/", {"code": code}).status_code == 302, "it still opens the diary"


def test_an_old_code_anothers_code_and_one_from_nowhere_say_no_and_change_nothing() -> None:
    someone, old = with_a_diary()
    page = words_on(someone.browser.post("/account/code/", {"proof": PHRASE}))
    new = re.search(r'class="code">([0-9A-Z-]+)<', page)[1]
    another = ben()
    theirs = signs_up(another)
    before = rows()
    for typed in (old, theirs, new_recovery_code()):
        status, said = tries(someone, typed)
        assert status == 422
        assert "No: this code does not open this diary. Nothing was changed." in said
        assert 'href="/account/code/"' in said, "the way to a new one, while the diary is open"
    assert rows() == before
    assert tries(someone, new)[0] == 200
    assert tries(another, theirs)[0] == 200


@pytest.mark.parametrize(
    ("typed", "say"),
    [
        ("", "Type the code as it stands on your paper."),
        (PHRASE, "not a whole recovery code"),
        ("0000-0000-0000-0000-0000-0000-000D", "recovery code"),
        ("A" * 81, "longer than 80 characters"),
    ],
)
def test_what_is_no_code_is_told_what_to_look_at_and_counts_as_no_guess(typed: str, say: str) -> None:
    someone, code = with_a_diary()
    for _ in range(7):
        status, said = tries(someone, typed)
        assert status == 422
        assert say in said
    assert tries(someone, code)[0] == 200


def test_whole_codes_that_are_wrong_slow_down() -> None:
    someone, code = with_a_diary()
    statuses = [tries(someone, new_recovery_code())[0] for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert ada().browser.post("/sign-in/", {"code": code}).status_code == 302, "to sign in with it is never slowed"


def test_a_guest_and_whoever_is_not_signed_in_have_nothing_to_try() -> None:
    _someone, code = with_a_diary()
    guest = cleo()
    begins(guest)
    for other in (guest, ben()):
        status, said = tries(other, code)
        assert status == 401
        assert code not in said
