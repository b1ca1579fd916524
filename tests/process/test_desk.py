from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    After,
    Card,
    Desk,
    InSight,
    Plan,
    Repair,
    Response,
    Rupture,
    RuptureKind,
    Step,
    Unsafe,
    in_sight,
)

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def test_an_open_repair_is_laid_on_the_desk_with_what_comes_next() -> None:
    repair = Repair(NOW, Rupture(RuptureKind.HARSH_WORDS)).finish(Step.CALM).skip(Step.ACKNOWLEDGE)
    (glance,) = Desk().laid(ONE, repair).waiting
    assert (glance.kind, glance.done, glance.next) == (RuptureKind.HARSH_WORDS, {Step.CALM}, Step.RESPONSIBILITY)


def test_after_force_the_card_is_next_at_the_end_of_the_short_way() -> None:
    rupture = Rupture(RuptureKind.GRABBED_OR_SMACKED)
    way = frozenset({Step.CALM, Step.ACKNOWLEDGE, Step.RESPONSIBILITY})
    assert Desk().laid(ONE, Repair(NOW, rupture, done=way)).waiting[0].next is None
    assert Desk().laid(ONE, Repair(NOW, rupture, done=way - {Step.CALM})).waiting[0].next is Step.CALM


def test_the_card_is_next_when_every_step_is_settled() -> None:
    repair = Repair(NOW)
    for step in Step:
        repair = repair.skip(step)
    assert Desk().laid(ONE, repair).waiting[0].next is None


def test_the_newest_lies_on_top_and_each_lies_there_once() -> None:
    desk = Desk().laid(ONE, Repair(NOW)).laid(OTHER, Repair(NOW + timedelta(hours=1))).laid(ONE, Repair(NOW))
    assert [glance.id for glance in desk.waiting] == [OTHER, ONE]


def test_what_was_said_or_forgotten_is_put_away() -> None:
    desk = Desk().laid(ONE, Repair(NOW)).laid(OTHER, Repair(NOW))
    assert desk.laid(ONE, replace(Repair(NOW), said=True)).laid(OTHER, None).waiting == ()


def test_what_was_only_logged_waits_for_nobody_until_the_one_question_is_answered() -> None:
    logged = Repair(NOW, Rupture(RuptureKind.HARSH_WORDS, unsafe=None))
    desk = Desk().laid(ONE, logged)
    assert desk.waiting == ()
    begun = replace(logged, rupture=replace(logged.rupture, unsafe=Unsafe.NO))
    assert [glance.id for glance in desk.laid(ONE, begun).waiting] == [ONE]


# What the first page shows of it


def said(began: datetime, **more: object) -> Repair:
    return Repair(began, said=True, after=After(**more))


def test_a_quick_repair_has_its_card_as_soon_as_its_sentence_is_written() -> None:
    empty = Repair(NOW, quick=True)
    assert Desk().laid(ONE, empty).waiting[0].next is Step.CALM
    assert Desk().laid(ONE, empty.write(Step.ACKNOWLEDGE, "I shouted.")).waiting[0].next is None
    assert Desk().laid(ONE, replace(empty, card=Card("I shouted."))).waiting[0].next is None
    slow = replace(empty, quick=False).write(Step.ACKNOWLEDGE, "I shouted.")
    assert Desk().laid(ONE, slow).waiting[0].next is Step.CALM


@given(st.lists(st.integers(0, 200), max_size=10))
def test_at_most_one_thread_is_open_the_newest_and_never_older_than_three_days(hours: list[int]) -> None:
    desk = Desk()
    for number, ago in enumerate(hours):
        desk = desk.laid(UUID(int=number + 1), Repair(NOW - timedelta(hours=ago)))
    seen = in_sight(desk, NOW)
    recent = [ago for ago in hours if ago < 72]
    assert (seen.thread and NOW - seen.thread.began) == (timedelta(hours=min(recent)) if recent else None)
    assert seen.more == (len(hours) > bool(recent))


def test_a_finished_repair_leaves_the_first_page_after_three_days() -> None:
    desk = Desk().laid(ONE, Repair(NOW, quick=True).write(Step.ACKNOWLEDGE, "I shouted."))
    assert in_sight(desk, NOW + timedelta(days=2, hours=23)).thread
    assert in_sight(desk, NOW + timedelta(days=3)).thread is None


def test_what_was_said_is_asked_about_for_three_days() -> None:
    desk = Desk().laid(ONE, said(NOW))
    assert in_sight(desk, NOW + timedelta(days=2)).due
    assert in_sight(desk, NOW + timedelta(days=3)).due is None


def test_a_day_to_look_again_brings_it_back_for_three_days() -> None:
    desk = Desk().laid(ONE, said(NOW, response=Response.SILENT, again_on=NOW.date() + timedelta(days=9)))
    seen = [day for day in range(15) if in_sight(desk, NOW + timedelta(days=day)).due]
    assert seen == [9, 10, 11]


def test_one_to_come_back_to_is_shown_and_its_day_goes_before_what_is_newer() -> None:
    noted = said(NOW, response=Response.TALKED, again_on=NOW.date())
    newer = replace(said(NOW + timedelta(hours=1), response=Response.TALKED), plan=Plan("we are late", "sit down"))
    seen = in_sight(Desk().laid(ONE, noted).laid(OTHER, newer), NOW + timedelta(hours=2))
    assert seen.due and seen.due.id == ONE
    assert seen.more


def test_a_plan_stays_in_sight_for_three_days() -> None:
    noted = replace(said(NOW, response=Response.TALKED), plan=Plan("we are late", "sit down"))
    desk = Desk().laid(ONE, noted)
    assert in_sight(desk, NOW + timedelta(days=2)).due
    assert in_sight(desk, NOW + timedelta(days=4)).due is None


def test_an_empty_desk_shows_nothing() -> None:
    assert in_sight(Desk(), NOW) == InSight()


def test_a_small_page_shows_one_of_the_two_the_newer_or_what_has_its_day() -> None:
    waits = Repair(NOW + timedelta(hours=1), Rupture(unsafe=Unsafe.NO))
    both = in_sight(Desk().laid(ONE, said(NOW)).laid(OTHER, waits), NOW + timedelta(hours=2))
    assert both.one == InSight(thread=both.thread, more=True)
    asked = said(NOW, response=Response.SILENT, again_on=NOW.date())
    both = in_sight(Desk().laid(ONE, asked).laid(OTHER, waits), NOW + timedelta(hours=2))
    assert both.one == InSight(due=both.due, more=True)
    both = in_sight(Desk().laid(ONE, said(NOW + timedelta(hours=2))).laid(OTHER, waits), NOW + timedelta(hours=3))
    assert both.one == InSight(due=both.due, more=True)
    alone = in_sight(Desk().laid(OTHER, waits), NOW + timedelta(hours=2))
    assert alone.one == alone
