"""A calendar address opens a few weekly moments, as long as they are wanted, and nothing of a diary."""

from datetime import time, timedelta

import pytest

from amends.process import Nudges, Repair
from amends.store import visits
from amends.store.calendars import CALENDARS, MOST_CALENDARS, Calendars, TooManyCalendars, fetched
from amends.store.giving import Giving
from amends.store.handed import NotThere, Spot, purge_handed, some_alone
from amends.store.models import Envelope, Handed, Owner
from amends.store.shelf import NotKept
from amends.vault import Damaged, unseal
from tests.rows import flip
from tests.store.conftest import HOUSE, NOW, PHRASE, parent

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
WORDS = "Marigold minute"


def wanted(words: str = WORDS, weeks: int = 4) -> Nudges:
    return Nudges(words, (0, 3), time(20, 30), "Europe/Dublin", NOW, NOW + weeks * WEEK)


def is_there(address: str, at=NOW) -> bool:
    try:
        fetched(address, at)
    except NotThere:
        return False
    return True


def test_an_address_opens_what_was_asked_for_again_and_again_from_the_same_seed() -> None:
    ada, _code = parent()
    address = Calendars(ada.vault).make(wanted())
    (seed, nudges), again = fetched(address, NOW), fetched(address, NOW)
    assert (nudges, again) == (wanted(), (seed, nudges))
    assert len(address) == 64 and seed.hex not in address
    assert fetched(Calendars(ada.vault).make(wanted()), NOW)[0] != seed


def test_its_secret_opens_no_row_of_the_diary_and_its_row_says_nothing() -> None:
    ada, _code = parent()
    ada.diary.add(Repair(NOW))
    secret = bytes.fromhex(Calendars(ada.vault).make(wanted()))
    row = Handed.objects.get()
    assert WORDS.encode() not in bytes(row.sealed) and ada.owner not in (row.owner_id, row.id)
    assert not {row.id, row.owner_id} & set(Envelope.objects.values_list("id", flat=True))
    for kept in Envelope.objects.all():
        for shelf in ("repairs", CALENDARS):
            with pytest.raises(Damaged):
                unseal(bytes(kept.sealed), secret, f"{ada.owner}/{shelf}/{kept.id}")


def test_what_was_taken_back_is_over_or_never_was_is_not_there() -> None:
    ada, _code = parent()
    calendars = Calendars(ada.vault)
    gone, stays = calendars.make(wanted("gone")), calendars.make(wanted("stays", 2))
    calendars.revoke(next(one.id for one in calendars.known(NOW) if one.entry.words == "gone"))
    assert (is_there(gone), is_there(stays)) == (False, True)
    assert [is_there(stays, NOW + 2 * WEEK - timedelta(minutes=1)), is_there(stays, NOW + 2 * WEEK)] == [True, False]
    Handed.objects.update(until=2**30)  # a row may say otherwise
    assert not is_there(stays, NOW + 2 * WEEK)
    nowhere = [bytes(32).hex(), stays[:-2], stays + "00", stays.upper(), f" {stays}", "x" * 64, "é", ""]
    assert [one for one in nowhere if is_there(one)] == []


def test_a_row_that_was_put_in_anothers_place_is_not_there() -> None:
    calendars = Calendars(parent()[0].vault)
    one, other = calendars.make(wanted("one")), calendars.make(wanted("other"))
    first, second = Handed.objects.all()
    Handed.objects.filter(owner_id=first.owner_id, id=first.id).update(sealed=second.sealed)
    Handed.objects.filter(owner_id=second.owner_id, id=second.id).update(sealed=first.sealed)
    assert not is_there(one) and not is_there(other)


def test_nobody_takes_back_or_sees_what_is_anothers() -> None:
    (ada, _), (ben, _) = parent("ada"), parent("ben")
    address = Calendars(ada.vault).make(wanted())
    (kept,) = Calendars(ada.vault).known(NOW)
    assert Calendars(ben.vault).known(NOW) == []
    with pytest.raises(NotKept):
        Calendars(ben.vault).revoke(kept.id)
    assert is_there(address)


def test_of_too_many_none_is_made_and_one_that_is_over_makes_room() -> None:
    calendars = Calendars(parent()[0].vault)
    for weeks in range(1, MOST_CALENDARS + 1):
        calendars.make(wanted(weeks=weeks))
    with pytest.raises(TooManyCalendars):
        calendars.make(wanted())
    assert Handed.objects.count() == MOST_CALENDARS
    later = NOW + WEEK
    calendars.make(Nudges(WORDS, (1,), time(8), "UTC", later, later + WEEK))
    assert [one.entry.made for one in calendars.known(later)][0] == later


def test_when_it_is_over_its_row_goes_and_the_owner_that_it_had_alone() -> None:
    ada, _code = parent()
    before = set(Owner.objects.values_list("id", flat=True))
    Calendars(ada.vault).make(wanted(weeks=1))
    purge_handed(NOW + WEEK - timedelta(minutes=1))
    assert Handed.objects.exists()
    purge_handed(NOW + WEEK)
    assert not Handed.objects.exists() and set(Owner.objects.values_list("id", flat=True)) == before


@pytest.mark.parametrize("how", ["its note does not open", "its row is gone, as after a restore"])
def test_what_is_not_whole_any_more_is_let_go_on_both_sides(how: str) -> None:
    calendars = Calendars(parent()[0].vault)
    address = calendars.make(wanted())
    if how.startswith("its note"):
        flip(calendars.known(NOW)[0].id)
    else:
        Handed.objects.all().delete()
    assert calendars.known(NOW) == []
    assert not is_there(address) and not Handed.objects.exists()
    assert not calendars._notes.rows().exists()


def test_words_said_to_a_link_are_never_tried_on_a_calendar() -> None:
    """Such a try costs nothing there: it would tell from an address whether a link lies at it."""
    Calendars(parent()[0].vault).make(wanted())
    row = Handed.objects.get()
    assert some_alone(Spot.alone(row.owner_id)) is None and row.id != row.owner_id


def test_a_new_key_and_the_end_of_an_account_take_it_along_and_a_new_passphrase_does_not() -> None:
    (ada, code), (ben, _) = parent("ada"), parent("ben")
    hers, his = Calendars(ada.vault).make(wanted()), Calendars(ben.vault).make(wanted())
    HOUSE.change_phrase(ada.vault, "another tower fell at ten")
    assert HOUSE.by_code(code) == ada.vault and is_there(hers)
    moved, _code = HOUSE.move(ada.vault, PHRASE, NOW)
    assert not is_there(hers) and Calendars(moved).known(NOW) == []
    Giving(ben.vault).part_all(NOW)
    visits.drop([ben.owner])
    assert not is_there(his) and not Handed.objects.exists()
    assert set(Owner.objects.values_list("id", flat=True)) == {moved.owner}
