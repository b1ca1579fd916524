from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from amends.process import Desk, Repair, Rupture, RuptureKind, Step, Unsafe

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)


def test_an_open_repair_is_laid_on_the_desk_with_what_comes_next() -> None:
    repair = Repair(NOW, Rupture(RuptureKind.HARSH_WORDS)).finish(Step.CALM).skip(Step.ACKNOWLEDGE)
    (glance,) = Desk().laid(ONE, repair).waiting
    assert (glance.kind, glance.done, glance.next) == (RuptureKind.HARSH_WORDS, {Step.CALM}, Step.RESPONSIBILITY)


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
