"""Programs that may open a diary: made, listed and taken back behind the account."""

import re
from datetime import timedelta

import pytest

from amends.process import Program, Scope
from amends.store.models import Envelope, KeySlot
from amends.store.tokens import MOST_PROGRAMS, OpensNothing, by_token
from amends.web.steady import clock
from tests.people import PHRASE, Parent, ada, begins, ben, cleo, signs_up, words_on

pytestmark = pytest.mark.django_db
FORM = {"program": "Marigold notes", "read": "on", "days": "7", "proof": PHRASE}


def _ada() -> Parent:
    someone = ada()
    signs_up(someone)
    return someone


def makes(someone: Parent, **more: str) -> str:
    """They let a program in. Returns the token that the page shows."""
    answer = someone.browser.post("/account/programs/", FORM | more)
    assert answer.status_code == 200, words_on(answer)
    return re.search(r'class="code">(amends_[0-9A-Z]{28})<', words_on(answer))[1]


def _listed(someone: Parent) -> str:
    return words_on(someone.browser.get("/account/programs/"))


def _revokes(someone: Parent) -> str:
    return re.search(r'action="(/account/programs/[0-9a-f-]{36}/revoke/)"', _listed(someone))[1]


def test_a_token_is_shown_once_and_then_by_its_name_and_last_letters_alone() -> None:
    someone = _ada()
    token = makes(someone)
    page = _listed(someone)
    assert "Marigold notes" in page and f"…{token[-4:]}" in page and "read my diary" in page
    assert token[:-4] not in page
    assert "write pages" not in page.split("Let one in")[0]


def test_it_may_do_what_was_ticked_and_for_so_many_days() -> None:
    token = makes(_ada(), export="on", days="365")
    _vault, program = by_token(token, clock.now())
    assert program.scopes == {Scope.READ, Scope.EXPORT}
    assert timedelta(364) < program.until - clock.now() <= timedelta(365)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"proof": "another phrase"}, "This is not your passphrase"),
        ({"proof": ""}, ""),
        ({"read": ""}, "Tick one of these"),
        ({"days": "0"}, "One day is the least"),
        ({"days": "366"}, "365 days are the most"),
        ({"days": "x"}, "how many days"),
        ({"program": ""}, "Give it a name"),
        ({"program": "x" * (Program.LONGEST_NAME + 1)}, "longer than 60"),
    ],
)
def test_without_passphrase_name_act_and_end_no_token_is_made(wrong: dict[str, str], says: str) -> None:
    sent = {name: value for name, value in (FORM | wrong).items() if value}
    answer = _ada().browser.post("/account/programs/", sent)
    assert answer.status_code == 422
    assert says in words_on(answer)
    assert PHRASE not in words_on(answer)
    assert not KeySlot.objects.filter(kind=KeySlot.TOKEN).exists()


def test_taken_back_it_opens_nothing_and_another_parent_cannot_take_it_back() -> None:
    someone, other = _ada(), ben()
    token, address = makes(someone), _revokes(someone)
    signs_up(other)
    assert other.browser.post(address).status_code == 404
    assert by_token(token, clock.now())
    assert someone.browser.get(address).status_code == 405
    assert someone.browser.post(address)["Location"] == "/account/programs/"
    with pytest.raises(OpensNothing):
        by_token(token, clock.now())
    assert "No program may open it now" in _listed(someone)


def test_a_guest_has_no_programs() -> None:
    guest = cleo()
    begins(guest)
    assert guest.browser.get("/account/programs/").status_code == 401
    assert guest.browser.post("/account/programs/", FORM).status_code == 401


def test_of_too_many_none_is_made() -> None:
    someone = _ada()
    for _ in range(MOST_PROGRAMS):
        makes(someone)
    answer = someone.browser.post("/account/programs/", FORM)
    assert (answer.status_code, "Take one back first" in words_on(answer)) == (422, True)


def test_a_new_key_shuts_every_program_out() -> None:
    someone = _ada()
    token = makes(someone)
    sent = {"proof": PHRASE, "passphrase": "another good phrase"}
    assert someone.browser.post("/account/key/", sent).status_code == 200
    with pytest.raises(OpensNothing):
        by_token(token, clock.now())
    assert "No program may open it now" in _listed(someone)


def test_deleting_everything_shuts_every_program_out() -> None:
    someone = _ada()
    makes(someone)
    someone.browser.post("/account/delete/", {"proof": PHRASE})
    assert not KeySlot.objects.exists() and not Envelope.objects.exists()
