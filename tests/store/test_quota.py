"""A guest's room ends, and what ends it keeps nothing by halves; who has an account is not counted."""

from dataclasses import replace
from uuid import uuid4

import pytest

from amends.process import JournalEntry, Repair
from amends.store import quota
from amends.store.models import Envelope
from tests.store.conftest import NOW, guest, parent

pytestmark = pytest.mark.django_db
PAGE = JournalEntry(NOW, "Tuesday", "The tower fell.")


@pytest.fixture(autouse=True)
def _nothing_was_written_yet() -> None:
    quota.forget_all()


def rows() -> int:
    return Envelope.objects.count()


def a_page_of(characters: int) -> JournalEntry:
    return replace(PAGE, text="a" * characters)


def test_a_guest_keeps_so_many_rows_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(quota, "MOST_ROWS", 3)
    journal = guest().diary.journal
    for _ in range(3):
        journal.add(PAGE)
    with pytest.raises(quota.Full):
        journal.add(PAGE)
    assert rows() == 3


def test_a_guest_keeps_so_many_bytes_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(quota, "MOST_BYTES", 4_000)
    journal = guest().diary.journal
    journal.add(a_page_of(2_000))
    with pytest.raises(quota.Full):
        journal.add(a_page_of(2_000))
    assert rows() == 1


def test_a_page_may_not_grow_past_the_room_and_may_always_become_shorter(monkeypatch) -> None:
    journal = guest().diary.journal
    kept = journal.add(a_page_of(3_000))
    monkeypatch.setattr(quota, "MOST_BYTES", 3_000)
    with pytest.raises(quota.Full):
        journal.amend(kept.id, lambda _old: a_page_of(4_000))
    assert journal.amend(kept.id, lambda _old: a_page_of(2_500)).entry == a_page_of(2_500)


def test_in_a_full_room_what_was_sent_before_is_still_there_when_it_is_sent_again(monkeypatch) -> None:
    diary = guest().diary
    first = diary.journal.add(PAGE, once="one form")
    monkeypatch.setattr(quota, "MOST_ROWS", 1)
    assert diary.journal.add(PAGE, once="one form") == first
    with pytest.raises(quota.Full):
        diary.journal.add(PAGE, once="another form")


def test_a_repair_that_finds_no_room_leaves_no_trace_on_the_desk(monkeypatch) -> None:
    diary = guest().diary
    monkeypatch.setattr(quota, "MOST_ROWS", 0)
    with pytest.raises(quota.Full):
        diary.add(Repair(NOW))
    with pytest.raises(quota.Full):
        diary.take_in(uuid4(), Repair(NOW))
    assert rows() == 0


def test_what_was_deleted_makes_room_and_comes_back_into_it(monkeypatch) -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    monkeypatch.setattr(quota, "MOST_ROWS", rows())
    gone = diary.forget(kept.id)
    assert diary.bring_back(gone) == diary.bring_back(gone) == kept.id
    with pytest.raises(quota.Full):
        diary.add(Repair(NOW))


def test_in_one_hour_only_so_much_is_written_however_little_of_it_stays(monkeypatch) -> None:
    monkeypatch.setattr(quota, "_hour", quota.RateLimitItemPerHour(4_000))
    one, other = guest().diary.journal, guest().diary.journal
    kept = one.add(a_page_of(2_000))
    one.amend(kept.id, lambda _old: PAGE)
    with pytest.raises(quota.TooFast) as refused:
        one.amend(kept.id, lambda _old: a_page_of(2_000))
    assert 0 < refused.value.seconds <= 3600
    assert one.entry(kept.id).entry == PAGE
    assert other.add(PAGE)


def test_who_has_an_account_is_not_counted(monkeypatch) -> None:
    ada, _code = parent()
    for name in ("MOST_ROWS", "MOST_BYTES"):
        monkeypatch.setattr(quota, name, 0)
    monkeypatch.setattr(quota, "_hour", quota.RateLimitItemPerHour(1))
    kept = ada.diary.journal.add(PAGE)
    assert ada.diary.journal.amend(kept.id, lambda _old: a_page_of(9_000))
