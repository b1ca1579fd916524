"""The child's inner state: what moves it, and what never does."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from amends.process import AgeBand, Label, Mood, Move, Setting, Temper, Took
from amends.rehearsal import WAITED, Heard, State, at_first, heard, moved
from amends.rehearsal.moves import AGAINST, TOWARDS
from tests.looking import examples
from tests.rehearsal.scripted import reading_of

TAKE_BACK = (r"\btake that back\b",)
BESIDE = (Move.CAUSE, Move.LIMIT, Move.VAGUE)
tempers = some.sampled_from(Temper)
states = some.builds(
    State,
    hurt=some.integers(0, 100),
    trust=some.integers(0, 100),
    openness=some.integers(0, 49),
    ceiling=some.sampled_from([Mood.WARY, Mood.NEAR]),
    harmed=some.booleans(),
    told=some.frozensets(some.sampled_from(TOWARDS)),
    asking=some.booleans(),
    was_waited_for=some.booleans(),
)


@some.composite
def turns(draw: some.DrawFn, of: tuple[Move, ...], least: int = 1) -> Heard:
    moves = draw(some.frozensets(some.sampled_from(of), min_size=least, max_size=4))
    worst = next((move for move in AGAINST if move in moves), None)
    return Heard(moves, worst or draw(some.sampled_from(sorted(moves))))


def with_a_wrong(turn: Heard, wrong: Move) -> Heard:
    return Heard(turn.moves | {wrong}, wrong)


def said(*labels: Label, words: str = "") -> Heard:
    text, reading = reading_of(labels)
    return heard(words or text, reading, TAKE_BACK)


def after(state: State, temper: Temper, *turns: Heard) -> State:
    for turn in turns:
        state = moved(state, turn, temper)
    return state


OWNED, ASKED = said(Label.RESPONSIBILITY), said(Label.INVITE)
HURT = said(Label.HOSTILE)


@settings(max_examples=examples(300))
@given(states, turns(TOWARDS), turns(TOWARDS + AGAINST), some.sampled_from(AGAINST), tempers)
def test_words_for_the_child_never_close_them_more_than_words_against(
    state: State, kind: Heard, mixed: Heard, wrong: Move, temper: Temper
) -> None:
    for defensive in (with_a_wrong(kind, wrong), with_a_wrong(mixed, wrong)):
        good, bad = moved(state, kind, temper), moved(state, defensive, temper)
        assert good.openness >= bad.openness
        assert good.trust >= bad.trust
        assert good.hurt <= bad.hurt
        assert good.mood >= bad.mood


@settings(max_examples=examples(300))
@given(states, turns((*TOWARDS, *BESIDE, Move.SILENCE)), tempers)
def test_nothing_kind_closes_a_child(state: State, kind: Heard, temper: Temper) -> None:
    assert moved(state, kind, temper).openness >= min(state.openness, 49)


@settings(max_examples=examples(300))
@given(states, turns(TOWARDS + AGAINST + BESIDE), tempers)
def test_one_turn_opens_by_one_mood_at_most(state: State, turn: Heard, temper: Temper) -> None:
    assert moved(state, turn, temper).mood <= state.mood + 1


@settings(max_examples=examples(300))
@given(states, turns(AGAINST), tempers)
def test_nothing_against_the_child_opens_them(state: State, turn: Heard, temper: Temper) -> None:
    worse = moved(state, turn, temper)
    assert worse.openness <= state.openness
    assert worse.mood <= state.mood


@pytest.mark.parametrize(("temper", "took", "seed"), [*product(Temper, Took, (1, 2, 3))])
def test_to_ask_and_then_wait_opens_as_much_as_to_own(temper: Temper, took: Took, seed: int) -> None:
    first = at_first(Setting(temper=temper, took=took), Random(seed))
    asked, owned = after(first, temper, ASKED, WAITED), after(first, temper, OWNED, WAITED)
    assert asked.openness >= owned.openness
    assert asked.trust >= owned.trust
    assert asked.mood >= owned.mood


@settings(max_examples=examples(200))
@given(states, some.lists(turns(tuple(move for move in TOWARDS if move is not Move.ASKED)), max_size=12), tempers)
def test_a_perfect_speech_without_one_question_stays_below_near(
    state: State, speech: list[Heard], temper: Temper
) -> None:
    unasked = State(state.hurt, state.trust, state.openness)
    assert after(unasked, temper, *speech).mood < Mood.NEAR


@settings(max_examples=examples(200))
@given(states, some.lists(turns(TOWARDS + BESIDE), max_size=12), tempers)
def test_after_hostile_words_nothing_but_taking_them_back_brings_a_child_near_again(
    state: State, kind: list[Heard], temper: Temper
) -> None:
    hurt = after(state, temper, HURT, *kind)
    assert hurt.harmed
    assert hurt.mood <= Mood.WARY
    taken_back = moved(hurt, said(Label.RESPONSIBILITY, words="I take that back."), temper)
    assert not taken_back.harmed


def test_hostile_words_are_not_taken_back_by_a_sorry_nor_beside_new_ones() -> None:
    assert not said(Label.REMORSE, words="I am so sorry.").takes_back
    assert not said(Label.BLAME, words="I take that back. It was you.").takes_back


def test_who_is_asked_for_forgiveness_shuts() -> None:
    open_child = State(hurt=10, trust=90, openness=95, told=frozenset(TOWARDS), was_waited_for=True)
    assert open_child.mood is Mood.NEAR
    for temper in Temper:
        assert moved(open_child, said(Label.REMORSE, Label.DEMAND), temper).mood is Mood.SHUT


def test_each_mood_needs_all_of_its_threshold_and_not_the_mean() -> None:
    whole = State(hurt=10, trust=90, openness=95, told=frozenset(TOWARDS), was_waited_for=True)
    for one_lack in ({"hurt": 80}, {"trust": 30}, {"openness": 30}):
        values = {"hurt": whole.hurt, "trust": whole.trust, "openness": whole.openness} | one_lack
        assert State(**values, told=whole.told, was_waited_for=True).mood is Mood.WARY


def test_a_child_leaves_after_two_hostile_turns_and_when_nobody_listens() -> None:
    first = at_first(Setting(), Random(1))
    assert not after(first, Temper.SLOW, HURT).walks_out
    assert after(first, Temper.SLOW, HURT, OWNED, HURT).was_hurt_twice
    blamed = said(Label.BLAME)
    assert not after(first, Temper.SLOW, blamed, blamed).walks_out
    assert after(first, Temper.SLOW, blamed, blamed, blamed).walks_out


def test_a_good_thing_said_again_weighs_less() -> None:
    first = at_first(Setting(band=AgeBand.TEEN), Random(2))
    sorry = said(Label.REMORSE)
    once = moved(first, sorry, Temper.JOKER)
    twice = moved(once, sorry, Temper.JOKER)
    assert twice.openness - once.openness < once.openness - first.openness


def test_the_child_answers_what_was_said_last_unless_something_hurt_more() -> None:
    assert said(Label.RESPONSIBILITY, Label.INVITE).main is Move.ASKED
    assert said(Label.INVITE, Label.RESPONSIBILITY).main is Move.OWNED
    assert said(Label.INVITE, Label.CONTEXT).main is Move.ASKED
    assert said(Label.HOSTILE, Label.RESPONSIBILITY).main is Move.HURT
    assert said().main is Move.VAGUE
