from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.db.models import Model

from amends.process import Child, Repair
from amends.store import visits
from amends.store.models import Envelope, KeySlot, Lookup, Owner, Visit
from amends.store.opened import Vault
from amends.store.visits import Visitor
from tests.refusing import refusing
from tests.store.conftest import HOUSE, NOW, back, guest, parent

pytestmark = pytest.mark.django_db


def test_a_guest_comes_back_with_what_their_cookie_holds_and_nobody_else_does() -> None:
    someone = guest()
    kept = someone.diary.add(Repair(NOW))
    again = back(someone.secret, timedelta(hours=2))
    assert again is not None
    assert again.is_guest
    assert again.diary.entry(kept.id) == kept
    assert back(bytes(32)) is None


def test_a_visit_whose_sealed_key_was_changed_is_no_visit() -> None:
    someone = guest()
    Visit.objects.update(sealed_key=bytes(300))
    assert back(someone.secret) is None


def test_a_visit_given_to_another_owner_opens_none_of_their_rows() -> None:
    ada, cleo = guest(), guest()
    ada.diary.add(Repair(NOW))
    for table in (Visit, Lookup):
        assert table.objects.filter(tag=visits.name_of(cleo.secret)).update(owner_id=ada.owner) == 1
    thief = back(cleo.secret)
    assert thief is not None
    assert list(thief.diary.entries()) == []


def test_a_guest_is_gone_a_day_after_the_last_use_and_not_before() -> None:
    idle, busy = guest(), guest()
    busy.diary.add(Repair(NOW))
    back(busy.secret, timedelta(hours=20))
    assert visits.purge(NOW + timedelta(hours=24, minutes=1)) == 1
    assert back(idle.secret) is None
    assert back(busy.secret) is not None
    assert Owner.objects.count() == 1


def test_a_parents_visit_locks_itself_after_a_quarter_of_an_hour_and_each_use_starts_it_anew() -> None:
    ada, _ = parent()
    assert back(ada.secret, timedelta(minutes=10)) is not None
    assert back(ada.secret, timedelta(minutes=24)) is not None
    assert back(ada.secret, timedelta(minutes=40)) is None
    assert Envelope.objects.count() == 0


def test_a_locked_visit_is_taken_away_and_the_words_stay() -> None:
    ada, _ = parent()
    kept = ada.diary.add(Repair(NOW))
    assert visits.purge(NOW + timedelta(days=2)) == 0
    assert Visit.objects.count() == 0
    assert ada.diary.entry(kept.id) == kept


def test_a_longer_idle_time_holds_for_every_open_visit() -> None:
    ada, _ = parent()
    visits.let_idle(ada.owner, 60, NOW)
    assert back(ada.secret, timedelta(minutes=59)) is not None
    assert visits.last_uses(ada.owner, NOW) == [(visits.name_of(ada.secret), int(NOW.timestamp()) // 60 + 59)]


def test_another_idle_time_is_for_the_visits_of_one_parent_alone() -> None:
    ada, _ = parent("ada")
    ben, _ = parent("ben")
    visits.let_idle(ada.owner, 60, NOW)
    assert back(ben.secret, timedelta(minutes=15)) is not None
    assert back(ben.secret, timedelta(minutes=31)) is None


def test_a_visit_is_open_in_its_last_minute_and_not_in_the_next() -> None:
    ada, _ = parent("ada")
    ben, _ = parent("ben")
    assert back(ada.secret, timedelta(minutes=15)) is not None
    assert back(ben.secret, timedelta(minutes=16)) is None


def test_a_visit_that_has_locked_itself_is_not_listed_as_open() -> None:
    ada, _ = parent()
    assert visits.last_uses(ada.owner, NOW + timedelta(minutes=16)) == []


def test_looking_at_a_page_twice_in_a_minute_writes_once(django_assert_num_queries) -> None:
    ada, _ = parent()
    back(ada.secret, timedelta(minutes=2))
    with django_assert_num_queries(2):  # whose it is, and the visit
        back(ada.secret, timedelta(minutes=2, seconds=20))


def test_a_parents_visit_that_was_used_in_a_time_to_come_is_over_and_a_guest_keeps_their_words() -> None:
    ada, _ = parent()
    someone = guest()
    kept = someone.diary.add(Repair(NOW))
    for ago in (timedelta(days=-1), timedelta(minutes=-1)):
        assert back(ada.secret, ago) is None
        again = back(someone.secret, ago)
        assert again is not None and again.diary.entry(kept.id) == kept


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_visit_that_cannot_be_prolonged_can_still_be_read() -> None:
    ada, _ = parent()
    kept = ada.diary.add(Repair(NOW))
    with refusing():
        again = back(ada.secret, timedelta(minutes=10))
        assert again is not None
        assert again.diary.entry(kept.id) == kept
        assert back(ada.secret, timedelta(minutes=16)) is None, "and it lasts no longer for that"


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("account", [False, True])
def test_a_visit_that_was_left_while_the_database_refused_is_over_and_goes_as_soon_as_it_can(account: bool) -> None:
    someone = parent()[0] if account else guest()
    with refusing():
        with pytest.raises(OperationalError):
            visits.end(someone.secret)
        assert back(someone.secret) is None
    assert back(someone.secret) is None
    assert Visit.objects.count() == 1
    visits.purge(NOW)
    assert Visit.objects.count() == 0


def test_signing_out_ends_the_visit_and_keeps_the_words() -> None:
    ada, _ = parent()
    ada.diary.add(Repair(NOW))
    rows = Envelope.objects.count()
    visits.end(ada.secret)
    visits.end(ada.secret)
    assert back(ada.secret) is None
    assert Envelope.objects.count() == rows


def test_signing_out_everywhere_ends_all_visits_of_this_parent_and_no_others() -> None:
    ada, _ = parent("ada")
    ben, _ = parent("ben")
    other_device = visits.open_visit(ada.vault, 15, NOW, 24)
    visits.end_all(ada.owner)
    assert [back(one.secret) is None for one in (ada, other_device, ben)] == [True, True, False]


def test_forget_now_takes_the_visit_the_rows_and_the_owner() -> None:
    someone, other = guest(), guest()
    someone.diary.add(Repair(NOW))
    visits.end(someone.secret)
    assert (Envelope.objects.count(), Visit.objects.count(), Owner.objects.count()) == (0, 1, 1)
    assert back(other.secret) is not None


def test_deleting_everything_leaves_nothing_of_one_parent_and_all_of_the_other() -> None:
    ada, _ = parent("ada")
    ben, _ = parent("ben")
    for one in (ada, ben):
        one.diary.add(Repair(NOW))
    visits.drop([ada.owner])
    for table in (KeySlot, Visit, Envelope):
        assert set(table.objects.values_list("owner_id", flat=True)) == {ben.owner}


def test_a_visitor_never_shows_a_key_when_printed() -> None:
    someone = replace(guest(), vault=Vault(uuid4(), b"k" * 32), secret=b"s" * 32)
    assert "kkkk" not in repr(someone)
    assert "ssss" not in repr(someone)


@pytest.mark.django_db(transaction=True)
def test_who_is_deleted_while_the_power_goes_has_no_way_in_left(monkeypatch) -> None:
    ada, _ = parent()
    ada.diary.add(Repair(NOW))

    def power_goes() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(visits, "cut_the_log", power_goes)
    with pytest.raises(KeyboardInterrupt):
        visits.drop([ada.owner])
    assert Envelope.objects.exists()
    assert not KeySlot.objects.exists() and not Visit.objects.exists()


def _forgets_the_repair(someone: Visitor) -> None:
    (repair,) = someone.diary.repairs.entries()
    someone.diary.forget(repair.id)


def _takes_the_child_out(someone: Visitor) -> None:
    (child,) = someone.diary.children.entries()
    someone.diary.children.forget(child.id)


GOING: dict[str, tuple[type[Model], Callable[[Visitor], object]]] = {
    "an entry is deleted": (Envelope, _forgets_the_repair),
    "a child is taken out": (Envelope, _takes_the_child_out),
    "the diary is locked": (Visit, lambda someone: visits.end(someone.secret)),
    "it is locked everywhere": (Visit, lambda someone: visits.end_all(someone.owner)),
    "it has locked itself": (Visit, lambda _someone: visits.purge(NOW + timedelta(days=2))),
    "a new code is made": (KeySlot, lambda someone: HOUSE.new_code(someone.vault)),
    "a new passphrase is chosen": (
        KeySlot,
        lambda someone: HOUSE.change_phrase(someone.vault, "another good phrase"),
    ),
}


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", GOING)
def test_what_is_gone_is_neither_in_the_database_nor_in_its_log(what: str) -> None:
    someone, _ = parent()
    someone.diary.add(Repair(NOW))
    someone.diary.children.add(Child("Juno"))
    table, goes = GOING[what]
    before = _sealed(table)
    assert all(any(piece in content for content in _files()) for piece in before)
    goes(someone)
    gone = [piece for piece in before if piece not in _sealed(table)]
    assert gone
    assert not any(piece in content for content in _files() for piece in gone)


def _sealed(table: type[Model]) -> list[bytes]:
    """A piece of each row of a table that is found nowhere else."""
    column = {Envelope: "sealed", Visit: "sealed_key", KeySlot: "slot"}[table]
    return [bytes(sealed)[40:200] for sealed in table._default_manager.values_list(column, flat=True)]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("account", [False, True])
def test_after_the_end_the_database_and_its_log_hold_nothing_of_the_rows(account: bool) -> None:
    someone = parent()[0] if account else guest()
    someone.diary.add(Repair(NOW))
    pieces = [bytes(row.sealed)[13:200] for row in Envelope.objects.all()]
    pieces += [bytes(row.sealed_key)[13:200] for row in Visit.objects.all()]
    pieces += [bytes(row.slot)[40:200] for row in KeySlot.objects.all()]
    assert all(any(piece in content for content in _files()) for piece in pieces)
    visits.drop([someone.owner])
    assert not any(piece in content for content in _files() for piece in pieces)


def _files() -> list[bytes]:
    name = connection.settings_dict["NAME"]
    return [file.read_bytes() for file in Path(name).parent.glob(f"{Path(name).name}*")]
