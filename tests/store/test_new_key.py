"""All of a diary under another key: nothing is lost, and what somebody had of the old one opens nothing."""

import pytest
from django.db import IntegrityError

from amends.process import AgeBand, Child, JournalEntry, Preferences, Repair, Step
from amends.store import accounts, visits
from amends.store.accounts import WrongWay
from amends.store.diary import Diary
from amends.store.models import Envelope, KeySlot, Owner, Visit
from amends.vault import Damaged, delivery_key
from tests.browser_seal import sealed_offline
from tests.rows import leaving
from tests.store.conftest import HOUSE, NOW, PHRASE, back, parent

pytestmark = pytest.mark.django_db
NEW_PHRASE = "another good phrase"


def _written(diary: Diary) -> None:
    kept = diary.add(Repair(NOW).write(Step.PLAN, "words"))
    diary.take(kept.id, leaving(Step.PLAN), NOW)
    diary.add(Repair(NOW).write(Step.VALIDATE, "more words"))
    diary.journal.add(JournalEntry(NOW, "a page"))
    diary.children.add(Child("Juno", AgeBand.SCHOOL))
    diary.prefer(Preferences("Europe/Rome", 60))


def test_every_word_moves_to_the_new_key_with_how_it_was_and_what_is_preferred() -> None:
    ada, _code = parent()
    _written(ada.diary)
    before, desk = ada.diary.whole(), ada.diary.desk()
    moved, _code = HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    assert Diary(moved).whole() == before
    assert Diary(moved).desk() == desk
    assert HOUSE.by_name("Ada", NEW_PHRASE) == moved


def test_what_was_had_of_the_old_key_opens_nothing() -> None:
    ada, code = parent()
    _written(ada.diary)
    ben, _code = parent("ben")
    moved, new_code = HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    assert back(ada.secret) is None
    assert not list(ada.diary.entries())
    with pytest.raises(WrongWay):
        HOUSE.by_name("ada", PHRASE)
    with pytest.raises(WrongWay):
        HOUSE.by_code(code)
    assert HOUSE.by_code(new_code) == moved
    for table in (KeySlot, Visit, Envelope):
        assert not table.objects.filter(owner_id=ada.owner).exists()
    assert back(ben.secret) == ben


def test_a_row_that_does_not_open_goes_along_and_is_still_counted() -> None:
    ada, _code = parent()
    _written(ada.diary)
    row = Envelope.objects.filter(shelf=ada.diary.journal.tag).get()
    Envelope.objects.filter(id=row.id).update(sealed=bytes(row.sealed)[:-1] + b"x")
    before = ada.diary.whole()
    moved, _code = HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    assert Diary(moved).whole() == before
    assert before.damaged == 1


def test_what_fails_on_the_way_leaves_all_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, code = parent()
    _written(ada.diary)
    before = ada.diary.whole()
    monkeypatch.setattr(accounts, "new_recovery_code", lambda: 1 / 0)  # the last of its steps
    with pytest.raises(ZeroDivisionError):
        HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    assert Diary(HOUSE.by_name("ada", PHRASE)).whole() == Diary(HOUSE.by_code(code)).whole() == before
    assert back(ada.secret) == ada
    assert Owner.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_still_holds_the_old_key_cannot_write_where_nobody_would_find_it() -> None:
    ada, _code = parent()
    HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    assert not visits.is_there(ada.owner)
    with pytest.raises(IntegrityError):
        ada.diary.add(Repair(NOW))


def test_words_sealed_offline_for_the_key_before_are_still_opened_however_often_it_changed() -> None:
    ada, _code = parent()
    sealed = sealed_offline(b"words", delivery_key(ada.vault.key), "a name")
    moved, _code = HOUSE.move(ada.vault, NEW_PHRASE, NOW)
    again, _code = HOUSE.move(moved, PHRASE, NOW)
    assert Diary(again).delivered(sealed, "a name") == b"words"
    with pytest.raises(Damaged):
        Diary(again).delivered(sealed, "another name")
