"""One turn: what an answer does to a repair and where it leads, in every combination that a form can send."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import (
    SPOKEN,
    Ahead,
    Alarm,
    Answer,
    Caution,
    Cooling,
    Flag,
    HeldBack,
    Limit,
    Near,
    Place,
    Plan,
    Reading,
    Repair,
    Rupture,
    RuptureKind,
    Stay,
    Step,
    Tier,
    ToCard,
    ToHelp,
    ToQuestion,
    ToSigns,
    Unsafe,
    Wish,
    alarm_name,
    begin,
    come_down,
    heeded,
    leads_to_card,
    resume,
    settle_alarms,
    shown_step,
    take_turn,
)

BEGAN = datetime(2026, 11, 28, 21, tzinfo=UTC)
NEW = Repair(BEGAN)
FORCE = Alarm(Flag.FORCE_CHILD, Tier.B, Place(2, 9), "rule", "smacked")
HARM = Alarm(Flag.HARM_CHILD, Tier.A, Place(0, 20), "rule", "threw your mistakes back at you")
ORDER = (Caution.CONTACT_ORDER,)
HOT = Answer(Wish.HEAT, cooling=Cooling(8))

words = st.text("ab \n", max_size=12)
answers = st.builds(
    Answer,
    wish=st.sampled_from(sorted(set(Wish) - {Wish.TO})),
    about=st.sampled_from(["", "key", "desk"]),
    words=words,
    keep=st.booleans(),
    tab=st.sampled_from(["", "desk", "phone"]),
    base=words,
)
repairs = st.builds(
    Repair,
    began=st.just(BEGAN),
    words=st.dictionaries(st.sampled_from(SPOKEN), words),
    done=st.frozensets(st.sampled_from(list(Step))),
    quick=st.booleans(),
    overruled=st.frozensets(st.just(alarm_name(HARM))),
)
alarm_lists = st.lists(st.sampled_from([FORCE, HARM]), max_size=2)


def cooled(repair: Repair, *degrees: int) -> Repair:
    for degree in degrees:
        repair = take_turn(repair, Step.CALM, Answer(Wish.HEAT, cooling=Cooling(degree))).repair
    return repair


def test_words_are_kept_while_the_page_stays() -> None:
    turned = take_turn(NEW, Step.VALIDATE, Answer(words="You looked scared."))
    assert turned.then == Stay()
    assert turned.repair.words == {Step.VALIDATE: "You looked scared."}
    assert turned.left is None and not turned.rated


def test_next_finishes_a_step_with_words_and_skips_an_empty_one() -> None:
    turned = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.NEXT, words="I shouted."))
    assert Step.ACKNOWLEDGE in turned.repair.done
    assert turned.left is Step.ACKNOWLEDGE
    assert turned.then == Ahead(Step.RESPONSIBILITY)
    empty = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.NEXT, words=" "))
    assert Step.ACKNOWLEDGE in empty.repair.skipped
    assert empty.left is None


def test_skipping_keeps_what_was_written() -> None:
    turned = take_turn(NEW, Step.PLAN, Answer(Wish.SKIP, words="later", plan=Plan(will="later")))
    assert turned.repair.words == {Step.PLAN: "later"}
    assert turned.repair.plan == Plan(will="later")
    assert Step.PLAN in turned.repair.skipped


def test_the_last_step_leads_to_the_card() -> None:
    nearly = replace(NEW, done=frozenset(Step) - {Step.PLAN})
    assert leads_to_card(nearly, Step.PLAN)
    assert not leads_to_card(NEW, Step.PLAN)
    assert take_turn(nearly, Step.PLAN, Answer(Wish.NEXT, words="When late, I will sit.")).then == ToCard()


def test_a_step_or_the_card_can_be_gone_to_at_any_time() -> None:
    to_plan = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.TO, "plan", "I shouted."))
    assert to_plan.then == Ahead(Step.PLAN)
    assert to_plan.repair.words[Step.ACKNOWLEDGE] == "I shouted."
    assert take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.CARD)).then == ToCard()
    assert take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.CARD)).repair.settled == frozenset()
    assert take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.CARD, words="I shouted.")).repair.done == {Step.ACKNOWLEDGE}


def test_while_the_body_is_hot_words_wait_unless_the_parent_goes_on_all_the_same() -> None:
    hot = take_turn(NEW, Step.CALM, HOT)
    assert hot.rated
    assert hot.then == Stay()
    assert shown_step(hot.repair, Step.PLAN) is Step.CALM
    assert take_turn(hot.repair, Step.CALM, Answer(Wish.NEXT, cooling=Cooling())).then == Stay()
    assert take_turn(hot.repair, Step.ACKNOWLEDGE, Answer(Wish.CARD, words="I shouted.")).then == Ahead(Step.CALM)
    assert take_turn(hot.repair, Step.ACKNOWLEDGE, Answer(Wish.TO, "plan")).then == Ahead(Step.CALM)
    on = take_turn(hot.repair, Step.CALM, Answer(Wish.ON, cooling=Cooling()))
    assert on.then == Ahead(Step.ACKNOWLEDGE)
    assert shown_step(on.repair, Step.PLAN) is Step.PLAN


def test_a_child_who_is_not_ready_is_said_once() -> None:
    answer = Answer(Wish.NEXT, cooling=Cooling(near=Near.NOT_YET))
    first = take_turn(NEW, Step.CALM, answer)
    assert first.then == Stay()
    assert first.repair.settled == frozenset()
    assert take_turn(first.repair, Step.CALM, answer).then == Ahead(Step.ACKNOWLEDGE)


def test_after_coming_down_the_quick_way_leads_to_its_card() -> None:
    quick = take_turn(cooled(replace(NEW, quick=True), 8), Step.ACKNOWLEDGE, Answer(Wish.CARD, words="I shouted."))
    assert quick.then == Ahead(Step.CALM)
    cool = cooled(quick.repair, 3)
    assert take_turn(cool, Step.CALM, Answer(Wish.NEXT, cooling=Cooling())).then == ToCard()
    assert resume(replace(NEW, quick=True)) == Ahead(Step.CALM)


def test_an_open_repair_goes_on_at_its_first_open_step_also_the_last_one() -> None:
    assert resume(replace(NEW, done=frozenset(Step) - {Step.PLAN})) == Ahead(Step.PLAN)


def test_an_open_repair_goes_on_with_the_body_while_it_is_hot_whatever_is_settled() -> None:
    assert resume(cooled(replace(NEW, done=frozenset({Step.CALM})), 8)) == Ahead(Step.CALM)
    assert resume(cooled(replace(NEW, done=frozenset({Step.CALM})), 8, 3)) == Ahead(Step.ACKNOWLEDGE)


@given(st.none() | st.integers(0, 10), st.booleans())
def test_who_says_a_little_cooler_is_believed_and_a_hot_number_alone_waits(degree: int | None, cooler: bool) -> None:
    down = come_down(replace(NEW, quick=True), degree, cooler)
    assert down.calm.now == degree
    assert down.calm.waits is (degree is not None and degree >= 7 and not cooler)
    assert (Step.CALM in down.done) is cooler
    then = take_turn(down, Step.ACKNOWLEDGE, Answer(Wish.CARD, words="I shouted.")).then
    assert then == (Ahead(Step.CALM) if down.calm.waits else ToCard())


@pytest.mark.parametrize(
    ("rupture", "then"),
    [
        (Rupture(), Ahead(Step.CALM)),
        (Rupture(unsafe=None), ToQuestion()),
        (Rupture(unsafe=Unsafe.YES), ToHelp(Tier.A)),
        (Rupture(unsafe=Unsafe.NOT_SURE), ToSigns()),
        (Rupture(RuptureKind.GRABBED_OR_SMACKED), ToHelp(Tier.B)),
        (Rupture(RuptureKind.GRABBED_OR_SMACKED, unsafe=Unsafe.YES), ToHelp(Tier.A)),
    ],
)
def test_a_new_repair_leads_to_help_first_where_somebody_may_be_hurt(rupture: Rupture, then: object) -> None:
    assert begin(replace(NEW, rupture=rupture)) == then


def test_a_moment_that_was_only_logged_takes_no_words_before_the_one_question() -> None:
    logged = replace(NEW, rupture=Rupture(unsafe=None))
    turned = take_turn(logged, Step.ACKNOWLEDGE, Answer(words="I shouted."))
    assert (turned.then, turned.repair) == (ToQuestion(), logged)


def test_what_was_settled_beside_the_steps_is_known_to_the_repair() -> None:
    settled = settle_alarms(NEW, [alarm_name(HARM)], [FORCE])
    assert settled.overruled == {alarm_name(HARM), alarm_name(FORCE)}
    assert settled.heard == {Flag.FORCE_CHILD}


def test_words_of_danger_are_held_back_and_nothing_of_them_is_kept() -> None:
    turned = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.NEXT, words="I smacked you."), [FORCE])
    assert turned.then == HeldBack((FORCE,))
    assert turned.repair == NEW
    assert turned.draft.words == {Step.ACKNOWLEDGE: "I smacked you."}


def test_back_from_the_stop_the_words_are_shown_and_not_kept() -> None:
    back = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.BACK, words="I smacked you."), [FORCE])
    assert back.then == Stay(kept=False)
    assert (back.repair, back.draft.words) == (NEW, {Step.ACKNOWLEDGE: "I smacked you."})
    assert isinstance(take_turn(back.repair, Step.ACKNOWLEDGE, Answer(words="I smacked you."), [FORCE]).then, HeldBack)


def test_overruled_words_never_stop_again_and_something_new_does() -> None:
    spoken = "I threw your mistakes back at you."
    back = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.OVERRULE, words=spoken), [HARM])
    assert back.then == Stay(kept=False)
    assert back.repair.words == {}
    again = take_turn(back.repair, Step.ACKNOWLEDGE, Answer(Wish.NEXT, words=spoken), [HARM])
    assert again.then == Ahead(Step.RESPONSIBILITY)
    assert again.repair.words[Step.ACKNOWLEDGE] == spoken
    assert not again.repair.heard
    shorter = replace(HARM, quote="Threw your  mistakes")
    assert take_turn(again.repair, Step.PLAN, Answer(words="x"), [shorter]).then == Stay()
    longer = replace(HARM, quote="threw your mistakes back at you and a cup")
    assert take_turn(again.repair, Step.PLAN, Answer(words="x"), [HARM, longer]).then == HeldBack((longer,))
    other = replace(HARM, flag=Flag.NEGLECT)
    assert take_turn(again.repair, Step.PLAN, Answer(words="x"), [other]).then == HeldBack((other,))


def test_a_name_of_an_overruled_alarm_that_nobody_of_ours_wrote_overrules_nothing() -> None:
    brought = replace(NEW, overruled=frozenset({"smacked", ""}))
    assert take_turn(brought, Step.VALIDATE, Answer(words="I smacked you."), [FORCE]).then == HeldBack((FORCE,))


def test_what_was_heard_in_words_that_lie_beside_is_known_when_they_are_taken_instead() -> None:
    elsewhere = take_turn(NEW, Step.VALIDATE, Answer(words="There is an order.", tab="desk"), (), ORDER).repair
    both = take_turn(elsewhere, Step.VALIDATE, Answer(words="You were sad.", tab="phone")).repair
    taken = take_turn(both, Step.VALIDATE, Answer(Wish.USE, "desk", "You were sad.", tab="phone")).repair
    assert taken.words == {Step.VALIDATE: "There is an order."} and taken.is_letter
    left_out = take_turn(both, Step.VALIDATE, Answer(Wish.SETTLE, words="You were sad.", tab="phone")).repair
    assert not take_turn(left_out, Step.VALIDATE, Answer(words="You were sad.", tab="phone")).repair.is_letter


def test_an_overruled_alarm_is_not_in_the_reading_either() -> None:
    reading = Reading(alarms=(HARM, FORCE))
    assert heeded(reading, [alarm_name(HARM)]).alarms == (FORCE,)
    assert heeded(reading, ()) == reading


def test_words_of_danger_that_are_kept_on_purpose_are_known_and_the_way_is_short() -> None:
    kept = take_turn(NEW, Step.ACKNOWLEDGE, Answer(Wish.NEXT, words="I smacked you.", keep=True), [FORCE]).repair
    assert kept.heard == {Flag.FORCE_CHILD}
    assert kept.after_force
    assert take_turn(kept, Step.ACKNOWLEDGE, Answer(words="I smacked you."), [FORCE]).then == Stay()
    own = take_turn(kept, Step.RESPONSIBILITY, Answer(Wish.NEXT, words="Not your fault."))
    assert own.then == Ahead(Step.CALM)
    assert take_turn(own.repair, Step.CALM, Answer(Wish.NEXT, cooling=Cooling())).then == ToCard()


def test_an_order_or_a_child_as_messenger_is_known_as_long_as_the_words_say_so() -> None:
    told = take_turn(NEW, Step.ACKNOWLEDGE, Answer(words="There's an order."), (), [Caution.CONTACT_ORDER]).repair
    assert told.is_letter
    assert told.cautions == {Caution.CONTACT_ORDER}
    assert not take_turn(told, Step.ACKNOWLEDGE, Answer(words="I shouted.")).repair.is_letter


def test_a_limit_is_kept_beside_the_words() -> None:
    limit = Limit("the shouting", "Bed is at eight.")
    turned = take_turn(NEW, Step.RESPONSIBILITY, Answer(words="Mine.", limit=limit))
    assert turned.repair.rupture.limit == limit


def test_a_note_is_dismissed_a_version_taken_and_the_others_left_out() -> None:
    assert take_turn(NEW, Step.PLAN, Answer(Wish.DISMISS, "key")).repair.dismissed == {"key"}
    one = take_turn(NEW, Step.PLAN, Answer(words="sit", tab="desk")).repair
    two = take_turn(one, Step.PLAN, Answer(words="walk", tab="phone")).repair
    assert two.conflicts[Step.PLAN] == {"desk": "sit"}
    used = take_turn(two, Step.PLAN, Answer(Wish.USE, "desk", words="walk", tab="phone")).repair
    assert (used.words[Step.PLAN], used.plan) == ("sit", Plan(will="sit"))
    assert take_turn(two, Step.PLAN, Answer(Wish.SETTLE, words="walk", tab="phone")).repair.conflicts[Step.PLAN] == {}
    said = take_turn(
        take_turn(one, Step.VALIDATE, Answer(words="a", tab="desk")).repair, Step.VALIDATE, Answer(words="b", tab="p")
    )
    taken = take_turn(said.repair, Step.VALIDATE, Answer(Wish.USE, "desk", words="b", tab="p")).repair
    assert (taken.words[Step.VALIDATE], taken.plan) == ("a", Plan())


@given(repairs, st.sampled_from(SPOKEN), answers, alarm_lists)
def test_new_danger_is_never_kept_unasked(repair: Repair, step: Step, answer: Answer, alarms: list[Alarm]) -> None:
    turned = take_turn(repair, step, answer, alarms)
    new = [alarm for alarm in alarms if alarm_name(alarm) not in repair.overruled]
    if new and not answer.keep:
        assert turned.repair.words == repair.words
        assert not isinstance(turned.then, Stay) or not turned.then.kept


@given(repairs, st.sampled_from(SPOKEN), answers, alarm_lists)
def test_no_word_is_ever_lost(repair: Repair, step: Step, answer: Answer, alarms: list[Alarm]) -> None:
    turned = take_turn(repair, step, answer, alarms)
    there = {turned.draft.words.get(step), *turned.draft.conflicts.get(step, {}).values()}
    assert answer.words in there
    for other in SPOKEN:
        if other is not step:
            assert turned.repair.words.get(other) == repair.words.get(other)


@given(repairs, st.sampled_from(SPOKEN), answers, alarm_lists)
def test_the_same_answer_twice_keeps_the_same_words(
    repair: Repair, step: Step, answer: Answer, alarms: list[Alarm]
) -> None:
    once = take_turn(repair, step, answer, alarms).repair
    twice = take_turn(once, step, answer, alarms).repair
    assert answer.wish is Wish.USE or twice.words == once.words


def test_a_smack_that_is_known_may_be_named_again_as_the_short_way_asks() -> None:
    kept = take_turn(NEW, Step.ACKNOWLEDGE, Answer(words="I smacked you.", keep=True), [FORCE]).repair
    again = replace(FORCE, quote="have smacked you")
    own = take_turn(kept, Step.RESPONSIBILITY, Answer(words="I should not have smacked you."), [again])
    assert own.then == Stay()
    urgent = replace(again, tier=Tier.A, flag=Flag.HARM_CHILD)
    assert take_turn(kept, Step.RESPONSIBILITY, Answer(words="x"), [urgent]).then == HeldBack((urgent,))
