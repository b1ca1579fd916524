from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from amends.process import (
    AgeBand,
    Brought,
    Child,
    DiaryExport,
    ExportedChild,
    ExportedPage,
    ExportedRepair,
    JournalEntry,
    Past,
    Preferences,
    Repair,
    Step,
)
from amends.store.diary import Diary
from amends.store.models import Envelope
from amends.store.opened import Vault
from amends.store.shelf import NotKept
from amends.vault import Damaged
from tests.rows import leaving
from tests.store.conftest import NOW, guest, parent

pytestmark = pytest.mark.django_db


def test_what_was_kept_comes_back() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW).write(Step.VALIDATE, "You were scared."))
    assert diary.entry(kept.id) == kept


def test_entries_come_newest_first() -> None:
    diary = guest().diary
    old, new = diary.add(Repair(NOW)), diary.add(Repair(NOW + timedelta(hours=1)))
    assert [kept.id for kept in diary.entries()] == [new.id, old.id]


def test_amending_makes_the_next_revision_out_of_the_newest() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    diary.amend(kept.id, lambda newest: newest.finish(Step.CALM))
    last = diary.amend(kept.id, lambda newest: replace(newest, said=True))
    assert last.revision == 3
    assert diary.entry(kept.id).entry.done == {Step.CALM}


def test_what_stays_the_same_is_not_written_again() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    sealed = bytes(Envelope.objects.get(id=kept.id).sealed)
    assert diary.amend(kept.id, lambda newest: newest).revision == 1
    assert bytes(Envelope.objects.get(id=kept.id).sealed) == sealed


def test_what_is_forgotten_is_not_there_any_more() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    diary.forget(kept.id)
    with pytest.raises(NotKept):
        diary.entry(kept.id)
    with pytest.raises(NotKept):
        diary.forget(kept.id)


def test_the_third_parent_sees_nothing() -> None:
    ada, cleo = guest().diary, guest().diary
    kept = ada.add(Repair(NOW))
    with pytest.raises(NotKept):
        cleo.entry(kept.id)
    assert list(cleo.entries()) == []


def test_a_row_given_to_another_owner_does_not_open() -> None:
    ada, cleo = guest(), guest()
    kept = ada.diary.add(Repair(NOW))
    Envelope.objects.filter(id=kept.id).update(owner_id=cleo.owner, shelf=cleo.diary.repairs.tag)
    with pytest.raises(Damaged):
        cleo.diary.entry(kept.id)


def test_rows_that_change_places_do_not_open() -> None:
    diary = guest().diary
    one, other = diary.add(Repair(NOW)), diary.add(Repair(NOW))
    Envelope.objects.filter(id=one.id).update(sealed=Envelope.objects.get(id=other.id).sealed)
    with pytest.raises(Damaged):
        diary.entry(one.id)


def test_no_word_and_no_kind_can_be_read_in_a_row() -> None:
    diary = guest().diary
    diary.add(Repair(NOW).write(Step.VALIDATE, "canary"))
    rows = Envelope.objects.all()
    everything = b"|".join(bytes(part) for row in rows for part in (row.shelf, row.sealed))
    for secret in (b"canary", b"repair", b"validate", b"2026"):
        assert secret not in everything


def test_an_entry_that_never_was_is_not_kept() -> None:
    with pytest.raises(NotKept):
        Diary(Vault(uuid4(), bytes(32))).entry(uuid4())


def test_rows_that_change_shelves_do_not_open() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    Envelope.objects.filter(id=kept.id).update(shelf=diary.journal.tag)
    with pytest.raises(Damaged):
        diary.journal.entry(kept.id)


def test_each_step_left_leaves_the_repair_as_it_was_then() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW))
    for minute, words in enumerate(("I shouted.", "I shouted at you.")):
        change = partial(Repair.write, step=Step.ACKNOWLEDGE, words=words)
        diary.amend(kept.id, change)
        diary.take(kept.id, leaving(Step.ACKNOWLEDGE), NOW + timedelta(minutes=minute))
    said = [one.entry.repair.words[Step.ACKNOWLEDGE] for one in diary.pasts(kept.id)]
    assert said == ["I shouted at you.", "I shouted."]


def test_going_back_keeps_what_was_there_until_then() -> None:
    diary = guest().diary
    kept = diary.add(Repair(NOW).write(Step.PLAN, "old"))
    diary.take(kept.id, leaving(Step.PLAN), NOW)
    diary.amend(kept.id, lambda newest: newest.write(Step.PLAN, "new"))
    diary.restore(kept.id, diary.pasts(kept.id)[0].id, NOW + timedelta(minutes=1))
    assert diary.entry(kept.id).entry.words[Step.PLAN] == "old"
    assert diary.pasts(kept.id)[0].entry.repair.words[Step.PLAN] == "new"


def test_a_deleted_entry_comes_back_whole_and_only_from_what_delete_returned() -> None:
    diary, cleo = guest().diary, guest().diary
    kept = diary.add(Repair(NOW).write(Step.PLAN, "words"))
    diary.take(kept.id, leaving(Step.PLAN), NOW)
    forgotten = diary.forget(kept.id)
    assert list(diary.entries()) == []
    assert diary.pasts(kept.id) == []
    assert diary.desk().waiting == ()
    with pytest.raises(Damaged):
        cleo.bring_back(forgotten)
    with pytest.raises(Damaged):
        diary.bring_back(forgotten[:-1])
    assert diary.bring_back(forgotten) == diary.bring_back(forgotten) == kept.id
    assert diary.entry(kept.id).entry.words[Step.PLAN] == "words"
    assert len(diary.pasts(kept.id)) == 1
    assert [one.id for one in diary.desk().waiting] == [kept.id]


def test_a_free_page_can_be_deleted_and_brought_back() -> None:
    diary = guest().diary
    kept = diary.journal.add(JournalEntry(NOW, "a page"))
    forgotten = diary.forget(kept.id)
    with pytest.raises(NotKept):
        diary.journal.entry(kept.id)
    diary.bring_back(forgotten)
    assert diary.journal.entry(kept.id) == kept


def test_neither_the_desk_nor_a_child_can_be_deleted_as_an_entry() -> None:
    diary = guest().diary
    child = diary.children.add(Child("Juno"))
    with pytest.raises(NotKept):
        diary.forget(child.id)
    diary.children.forget(child.id)
    with pytest.raises(NotKept):
        diary.children.forget(child.id)


def test_the_desk_holds_the_open_repairs_newest_first_and_no_others() -> None:
    diary = guest().diary
    old, new = diary.add(Repair(NOW)), diary.add(Repair(NOW + timedelta(hours=1)))
    assert [one.id for one in diary.desk().waiting] == [new.id, old.id]
    diary.amend(new.id, lambda newest: replace(newest, said=True))
    diary.amend(old.id, lambda newest: newest.finish(Step.CALM))
    (left,) = diary.desk().waiting
    assert (left.id, left.next, left.done) == (old.id, Step.ACKNOWLEDGE, {Step.CALM})


def test_preferences_stay_when_repairs_change() -> None:
    diary = guest().diary
    diary.prefer(Preferences("Europe/Dublin", 60))
    diary.add(Repair(NOW))
    assert diary.desk().preferences == Preferences("Europe/Dublin", 60)


def test_a_whole_diary_brought_into_another_is_the_same_and_a_second_time_changes_nothing() -> None:
    diary, other = guest().diary, guest().diary
    kept = diary.add(Repair(NOW).write(Step.PLAN, "words"))
    diary.take(kept.id, leaving(Step.PLAN), NOW)
    diary.journal.add(JournalEntry(NOW, "a page", "Title"))
    diary.children.add(Child("Juno", AgeBand.SCHOOL, "the tower game"))
    told: list[int] = []
    assert [brought.new for brought in other.bring(diary.whole(told.append))] == [0, 1, 2, 3]
    assert sum(told) == diary.size() == 3
    assert list(other.bring(diary.whole())) == [Brought()]
    assert other.whole() == diary.whole()
    assert other.desk() == diary.desk()


def test_a_diary_is_the_same_value_in_whatever_order_its_rows_were_kept() -> None:
    repairs = [ExportedRepair(uuid4(), Repair(NOW).write(Step.PLAN, f"words {number}")) for number in range(3)]
    pages = [ExportedPage(uuid4(), JournalEntry(NOW, f"page {number}")) for number in range(3)]
    children = [ExportedChild(uuid4(), Child(f"Juno {number}", AgeBand.SCHOOL)) for number in range(3)]
    here, there = guest().diary, guest().diary
    here.bring_all(DiaryExport(tuple(repairs), tuple(pages), tuple(children)))
    there.bring_all(DiaryExport(tuple(repairs[::-1]), tuple(pages[::-1]), tuple(children[::-1])))
    assert here.whole() == there.whole()
    assert [one.id for one in here.entries()] == [one.id for one in there.entries()]
    assert [one.id for one in here.known()] == [one.id for one in there.known()]


def test_an_id_that_comes_twice_is_kept_once_the_first_one() -> None:
    diary = guest().diary
    id, repair = uuid4(), diary.add(Repair(NOW))
    pages = [ExportedPage(id, JournalEntry(NOW, text)) for text in ("first", "second")]
    elsewhere = ExportedPage(repair.id, JournalEntry(NOW, "a page under the id of a repair"))
    assert diary.bring_all(DiaryExport(journal=(*pages, elsewhere))) == Brought(1)
    assert [kept.entry.text for kept in diary.journal.entries()] == ["first"]


def test_of_a_repair_that_comes_twice_the_first_lies_on_the_desk_with_its_own_pasts() -> None:
    diary, id = guest().diary, uuid4()
    first, second = Repair(NOW).write(Step.PLAN, "first"), replace(Repair(NOW), said=True)
    twice = (ExportedRepair(id, first), ExportedRepair(id, second, (Past(NOW, Step.PLAN, second),)))
    assert diary.bring_all(DiaryExport(twice)) == Brought(1)
    assert [glance.id for glance in diary.desk().waiting] == [id]
    assert (diary.entry(id).entry, diary.pasts(id)) == (first, [])


def test_more_rows_than_fit_into_one_statement_are_all_kept() -> None:
    diary = parent()[0].diary
    pages = tuple(ExportedPage(uuid4(), JournalEntry(NOW, str(number))) for number in range(1203))
    assert diary.bring_all(DiaryExport(journal=pages)) == Brought(1203)
    assert sum(1 for _ in diary.journal.entries()) == 1203


def test_a_diary_of_ours_comes_in_turn_by_turn_whole_and_goes_on_where_it_was_ended() -> None:
    written = guest().diary
    for number in range(3):
        kept = written.add(Repair(NOW + timedelta(days=number)).write(Step.PLAN, f"words {number}"))
        written.take(kept.id, leaving(Step.PLAN), NOW)
        written.journal.add(JournalEntry(NOW + timedelta(days=number), f"page {number}"))
        written.children.add(Child(f"Juno {number}", AgeBand.SCHOOL))
    whole, here = written.whole(), guest().diary
    left = [here.bring_some(whole, True, 4) for _ in range(3)]
    assert left == [5, 1, 0]
    assert here.whole() == whole
    assert here.bring_some(whole, True, 4) == 0
