"""One bad row among others: it is a value, and all the others are what they were."""

from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.process import (
    After,
    Brought,
    Calm,
    Child,
    Desk,
    Heat,
    JournalEntry,
    Plan,
    Preferences,
    Repair,
    Rupture,
    RuptureKind,
    Step,
    Tool,
    pattern_of,
)
from amends.store.diary import Diary
from amends.store.models import Envelope
from amends.store.shelf import NotKept
from amends.vault import Damaged
from tests.rows import flip, leaving
from tests.store.conftest import NOW, guest

pytestmark = pytest.mark.django_db
HOT = Calm((Heat(8), Heat(5, Tool.COLD_WATER), Heat(2, Tool.SIGH)))


def _lived_in() -> Diary:
    """A diary with something of each kind: repairs open, said and put away, their pasts, pages, children."""
    diary = guest().diary
    kinds = (RuptureKind.HARSH_WORDS, RuptureKind.BROKE_PROMISE, RuptureKind.TOO_HARSH)
    for hour, kind in enumerate(kinds):
        kept = diary.add(Repair(NOW + timedelta(hours=hour), Rupture(kind)).write(Step.PLAN, f"words {kind}"))
        for calm in (Calm(HOT.heats[:2]), HOT):
            diary.amend(kept.id, partial(_cooled, calm=calm))
            diary.learn(calm)
        diary.take(kept.id, leaving(Step.PLAN), NOW)
    newest, older, oldest = diary.entries()
    diary.amend(older.id, lambda entry: replace(entry, said=True, plan=Plan("late", "sit")))
    diary.amend(oldest.id, lambda entry: replace(entry, said=True, after=After(put_away=True)))
    diary.journal.add(JournalEntry(NOW, "a page"))
    diary.journal.add(JournalEntry(NOW, "another page"))
    diary.children.add(Child("Juno"))
    return diary


def _cooled(repair: Repair, calm: Calm) -> Repair:
    return replace(repair, calm=calm)


@pytest.fixture(name="diary")
def _diary() -> Diary:
    return _lived_in()


def _desk_of(diary: Diary) -> UUID:
    (row,) = diary._desks().rows()
    return row.id


def test_entries_are_those_that_open_and_a_look_says_which_do_not() -> None:
    diary = _lived_in()
    hurt, *others = diary.entries()
    flip(hurt.id)
    assert list(diary.entries()) == others
    assert diary.repairs.look().damaged == (hurt.id,)
    with pytest.raises(Damaged):
        diary.entry(hurt.id)


@pytest.mark.parametrize("content", [b"{}", b"[]", b"", b"\xff", b'{"text":"\xed\xa0\x80"}', b"[" * 100_000])
def test_a_row_that_opens_onto_something_else_is_damaged_too(content: bytes) -> None:
    diary = guest().diary
    kept = diary.journal.add(JournalEntry(NOW, "a page"))
    shelf = diary.journal
    sealed = shelf._vault.box.seal(content, shelf._place(kept.id))
    Envelope.objects.filter(id=kept.id).update(sealed=sealed)
    assert shelf.look().damaged == (kept.id,)
    with pytest.raises(Damaged):
        shelf.entry(kept.id)
    with pytest.raises(Damaged):
        shelf.amend(kept.id, lambda entry: entry)


def test_a_damaged_desk_is_made_again_from_the_repairs() -> None:
    diary = _lived_in()
    before = diary.desk()
    flip(_desk_of(diary))
    assert diary.desk() == before
    assert [len(before.waiting), len(before.coming)] == [1, 1]
    assert set(before.eased) == {Tool.COLD_WATER, Tool.SIGH}


def test_preferences_of_a_damaged_desk_begin_anew() -> None:
    diary = _lived_in()
    diary.prefer(Preferences("Europe/Dublin", 60))
    flip(_desk_of(diary))
    assert diary.desk().preferences == Preferences()


@pytest.mark.parametrize("how", ["flipped", "gone", "on no shelf"])
def test_the_next_change_mends_the_desk_however_it_was_hurt(how: str) -> None:
    diary = _lived_in()
    desk, waiting = _desk_of(diary), diary.desk().waiting
    if how == "flipped":
        flip(desk)
    elif how == "gone":
        Envelope.objects.filter(id=desk).delete()
    else:
        Envelope.objects.filter(id=desk).update(shelf=bytes(32))
    diary.prefer(Preferences("Europe/Dublin", 60))
    mended = diary._desks().entry(desk).entry
    assert (mended.waiting, mended.preferences) == (waiting, Preferences("Europe/Dublin", 60))


def test_a_desk_that_is_mended_by_no_change_is_written_all_the_same() -> None:
    diary = _lived_in()
    desk = _desk_of(diary)
    flip(desk)
    diary._change_desk(lambda desk: desk)
    assert isinstance(diary._desks().entry(desk).entry, Desk)


def test_a_repair_whose_newest_version_is_damaged_is_exported_as_it_was_and_can_begin_again() -> None:
    diary = _lived_in()
    newest, *_ = diary.entries()
    flip(newest.id)
    whole = diary.whole()
    assert whole.damaged == 1
    assert whole.repairs[0].repair == newest.entry
    assert [one.id for one in whole.repairs][0] == newest.id
    (past,) = diary.pasts(newest.id)
    diary.restore(newest.id, past.id, NOW)
    assert diary.entry(newest.id).entry == newest.entry
    assert [glance.id for glance in diary.desk().waiting] == [newest.id]


def test_what_is_not_there_cannot_be_gone_back_to() -> None:
    diary, other = _lived_in(), _lived_in()
    mine, theirs = next(diary.entries()).id, next(other.entries()).id
    with pytest.raises(NotKept):
        diary.restore(mine, other.pasts(theirs)[0].id, NOW)


def test_who_counts_repairs_still_knows_the_day_and_kind_of_one_that_does_not_open() -> None:
    diary = _lived_in()
    before = [(kept.entry.began, kept.entry.rupture.kind) for kept in diary.entries()]
    for kept in list(diary.entries())[:2]:  # one is open, one is said and followed
        flip(kept.id)
        for past in diary.pasts(kept.id):
            flip(past.id)
    assert [(kept.entry.began, kept.entry.rupture.kind) for kept in diary.known()] == before
    assert len(list(diary.entries())) == 1


@pytest.mark.parametrize("hurt", [0, 1, 2])
@pytest.mark.parametrize("pasts_too", [False, True])
def test_the_pattern_gate_opens_whichever_of_three_evenings_is_damaged(hurt: int, pasts_too: bool) -> None:
    diary = guest().diary
    for day in range(3):
        kept = diary.add(Repair(NOW, Rupture(day=NOW.date() - timedelta(day))).write(Step.PLAN, "words"))
        diary.take(kept.id, leaving(Step.PLAN), NOW)
    repairs = list(diary.entries())
    flip(repairs[hurt].id)
    for past in diary.pasts(repairs[hurt].id) if pasts_too else ():
        flip(past.id)
    pattern = pattern_of(repairs[0].id, {kept.id: kept.entry for kept in diary.known()}, NOW.date(), UTC)
    assert pattern and len(pattern.evenings) == 3


def test_who_counts_repairs_reads_the_words_as_they_were_when_a_step_was_left() -> None:
    diary = _lived_in()
    hurt = next(diary.entries())
    flip(hurt.id)
    assert diary.known()[0].entry == hurt.entry


def test_a_damaged_row_gives_way_to_the_same_entry_from_a_file_and_a_healthy_one_does_not() -> None:
    diary = _lived_in()
    whole = diary.whole()
    page, child = whole.journal[0], whole.children[0]
    for id in (whole.repairs[0].id, page.id, child.id):
        flip(id)
    diary.journal.amend(whole.journal[1].id, lambda entry: replace(entry, text="newer"))
    assert diary.bring_all(whole) == Brought(3)
    again = diary.whole()
    assert (again.repairs, again.children, again.damaged) == (whole.repairs, whole.children, 0)
    assert {one.page.text for one in again.journal} == {page.page.text, "newer"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 10_000), bits=st.integers(1, 255))
def test_any_flipped_byte_in_any_row_leaves_list_export_and_desk_standing_with_all_other_words(
    diary: Diary, at: int, bits: int
) -> None:
    before, desk = diary.whole(), _desk_of(diary)
    words_of = {one.id: one.repair.words for one in before.repairs}
    for row in Envelope.objects.filter(owner_id=diary._vault.owner):
        flip(row.id, at % len(row.sealed), bits)
        after = diary.whole()
        assert {one for one in before.journal if one.id != row.id} == set(after.journal)
        assert {one for one in before.children if one.id != row.id} == set(after.children)
        assert {one.id: one.repair.words for one in after.repairs} == words_of
        assert [kept.id for kept in diary.entries()] == [one.id for one in before.repairs if one.id != row.id]
        assert after.damaged == (row.id != desk)
        assert diary.desk().waiting
        flip(row.id, at % len(row.sealed), bits)
    assert diary.whole().damaged == 0
