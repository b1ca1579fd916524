from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from amends.process import Repair, Step
from amends.store import guests
from amends.store.diary import Diary, NotKept
from amends.store.models import Envelope, Owner, Visit
from amends.vault import Damaged

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _guest() -> guests.Guest:
    return guests.welcome(NOW)


def test_what_was_kept_comes_back() -> None:
    diary = _guest().diary
    kept = diary.add(Repair(NOW).write(Step.VALIDATE, "You were scared."))
    assert diary.entry(kept.id) == kept


def test_entries_come_newest_first() -> None:
    diary = _guest().diary
    old, new = diary.add(Repair(NOW)), diary.add(Repair(NOW + timedelta(hours=1)))
    assert [kept.id for kept in diary.entries()] == [new.id, old.id]


def test_amending_makes_the_next_revision_out_of_the_newest() -> None:
    diary = _guest().diary
    kept = diary.add(Repair(NOW))
    diary.amend(kept.id, lambda newest: newest.finish(Step.CALM))
    last = diary.amend(kept.id, lambda newest: replace(newest, said=True))
    assert last.revision == 3
    assert diary.entry(kept.id).entry.done == {Step.CALM}


def test_what_is_forgotten_is_not_there_any_more() -> None:
    diary = _guest().diary
    kept = diary.add(Repair(NOW))
    diary.forget(kept.id)
    with pytest.raises(NotKept):
        diary.entry(kept.id)
    with pytest.raises(NotKept):
        diary.forget(kept.id)


def test_the_third_parent_sees_nothing() -> None:
    ada, cleo = _guest().diary, _guest().diary
    kept = ada.add(Repair(NOW))
    with pytest.raises(NotKept):
        cleo.entry(kept.id)
    assert list(cleo.entries()) == []


def test_a_row_given_to_another_owner_does_not_open() -> None:
    ada, cleo = _guest(), _guest()
    kept = ada.diary.add(Repair(NOW))
    thief = Visit.objects.exclude(owner_id=Envelope.objects.get(id=kept.id).owner_id).get().owner_id
    Envelope.objects.filter(id=kept.id).update(owner_id=thief, shelf=cleo.diary._shelf)
    with pytest.raises(Damaged):
        cleo.diary.entry(kept.id)


def test_rows_that_change_places_do_not_open() -> None:
    diary = _guest().diary
    one, other = diary.add(Repair(NOW)), diary.add(Repair(NOW))
    Envelope.objects.filter(id=one.id).update(sealed=Envelope.objects.get(id=other.id).sealed)
    with pytest.raises(Damaged):
        diary.entry(one.id)


def test_no_word_and_no_kind_can_be_read_in_a_row() -> None:
    diary = _guest().diary
    diary.add(Repair(NOW).write(Step.VALIDATE, "canary"))
    row = Envelope.objects.get()
    everything = b"|".join(bytes(part) for part in (row.shelf, row.sealed))
    for secret in (b"canary", b"repair", b"validate", b"2026"):
        assert secret not in everything


def test_a_guest_comes_back_with_what_their_cookie_holds_and_nobody_else_does() -> None:
    guest = _guest()
    kept = guest.diary.add(Repair(NOW))
    back = guests.returning(guest.secret, NOW + timedelta(hours=2))
    assert back is not None
    assert back.diary.entry(kept.id) == kept
    assert guests.returning(bytes(32), NOW) is None


def test_a_visit_whose_sealed_key_was_changed_is_no_visit() -> None:
    guest = _guest()
    Visit.objects.update(sealed_key=bytes(300))
    assert guests.returning(guest.secret, NOW) is None


def test_a_guest_is_gone_a_day_after_the_last_use_and_not_before() -> None:
    idle, busy = _guest(), _guest()
    busy.diary.add(Repair(NOW))
    guests.returning(busy.secret, NOW + timedelta(hours=20))
    assert guests.purge(NOW + timedelta(hours=25), hours=24) == 1
    assert guests.returning(idle.secret, NOW) is None
    assert guests.returning(busy.secret, NOW) is not None
    assert Owner.objects.count() == 1


def test_forget_now_takes_the_visit_the_rows_and_the_owner() -> None:
    guest, other = _guest(), _guest()
    guest.diary.add(Repair(NOW))
    guests.forget(guest.secret)
    assert (Envelope.objects.count(), Visit.objects.count(), Owner.objects.count()) == (0, 1, 1)
    assert guests.returning(other.secret, NOW) is not None


def test_an_entry_that_never_was_is_not_kept() -> None:
    with pytest.raises(NotKept):
        Diary(uuid4(), bytes(32)).entry(uuid4())


@pytest.mark.parametrize(("pragma", "value"), [("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)])
def test_every_connection_is_durable_and_forgets_for_good(pragma: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


@pytest.mark.django_db(transaction=True)
def test_after_forget_now_the_database_and_its_log_hold_nothing_of_the_rows() -> None:
    guest = _guest()
    guest.diary.add(Repair(NOW))
    row = bytes(Envelope.objects.get().sealed)
    assert any(row[13:200] in content for content in _files())
    guests.forget(guest.secret)
    assert not any(row[13:200] in content for content in _files())


def _files() -> list[bytes]:
    name = connection.settings_dict["NAME"]
    return [file.read_bytes() for file in Path(name).parent.glob(f"{Path(name).name}*")]
