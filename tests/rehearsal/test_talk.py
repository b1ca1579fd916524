"""A whole rehearsal: what a child does, turn by turn, and how it ends."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from random import Random

import pytest
from msgspec import structs

from amends.guidance import ChildLine, load
from amends.process import AgeBand, Ending, Label, LineKind, Mood, Move, Reached, Scene, Setting, Temper
from amends.rehearsal import MOST_TURNS, REMEMBERED_RUNS, Run, answer, begin, end, guessed, line, tried_again, wait
from amends.rehearsal.lines import Wanted, answering
from amends.rehearsal.run import answered
from amends.rehearsal.spoken import spoken
from tests.looking import examples
from tests.rehearsal.scripted import TAKEN_BACK, WAITS, WHOLE, any_turn, played, reading_of, said, settings

SCRIPTED, RANDOM_TURNS = 500, 10_000
GIVES_IN = {LineKind.ACCEPTS, LineKind.ENDS_WARM, LineKind.ENDS_PARTLY}


@cache
def lines(band: AgeBand) -> tuple[ChildLine, ...]:
    return load().lines(band)


def own_lines(run: Run) -> list[ChildLine]:
    return [lines(run.setting.band)[number] for number in run.own]


@cache
def random_runs() -> list[list[Run]]:
    """Three rehearsals of one scene after each other, until enough turns were taken."""
    dice, runs, taken = Random(7), list[list[Run]](), 0
    for number, setting in enumerate(settings(dice)):
        if taken >= examples(RANDOM_TURNS):
            return runs
        heard, three = list[int](), list[Run]()
        for time in range(REMEMBERED_RUNS):
            turns = [any_turn(dice) for _turn in range(dice.randint(2, MOST_TURNS))]
            three.append(played(setting, 10 * number + time, turns, heard))
            heard += three[-1].own
            taken += len(three[-1].turns)
        runs.append(three)
    return runs


@cache
def scripted_runs() -> list[Run]:
    """The same careful words to many children."""
    return [played(setting, seed, WHOLE) for seed, setting in enumerate(islice(settings(Random(1)), SCRIPTED))]


def test_one_run_in_five_and_more_does_not_resolve_however_good_the_words() -> None:
    endings = Counter(run.ending for run in scripted_runs())
    unresolved = sum(count for ending, count in endings.items() if ending and ending.is_unresolved)
    assert SCRIPTED * 0.2 <= unresolved <= SCRIPTED * 0.35
    assert endings[Ending.WARM] > SCRIPTED * 0.4


def test_no_line_comes_twice_in_a_rehearsal_nor_in_three() -> None:
    for three in random_runs():
        heard = [number for run in three for number in run.own]
        assert len(heard) == len(set(heard))


def test_nobody_forgives_or_opens_right_after_words_against_them() -> None:
    for run in (run for three in random_runs() for run in three):
        answers = zip(run.turns, own_lines(run)[1:], strict=False)
        for turn, answer_line in answers:
            assert not (turn.heard.against and answer_line.kind in GIVES_IN)
            if turn.heard.against and answer_line.after:
                assert answer_line.after not in {
                    Move.OWNED,
                    Move.SORRY,
                    Move.FELT,
                    Move.ASKED,
                    Move.LOVED,
                    Move.OFFERED,
                }
        last = run.every_turn[-1].heard if run.every_turn else None
        if last and Move.DEMANDED in last.moves:
            assert run.ending in (Ending.NOT_NOW, Ending.DOOR_OPEN)


def test_a_child_keeps_their_temper_and_their_way_to_talk() -> None:
    for run in (run for three in random_runs() for run in three):
        for one in own_lines(run):
            assert not one.tempers or run.setting.temper in one.tempers
            assert one.is_message == run.setting.is_by_message
            assert not one.signs


def test_a_line_is_never_nearer_than_the_child() -> None:
    for run in (run for three in random_runs() for run in three):
        for state, one in zip(run.states[1:], own_lines(run)[1 : len(run.turns) + 1], strict=False):
            assert one.mood <= state.mood


def test_what_hurt_stays_the_same_and_is_recalled_once_at_most() -> None:
    for run in (run for three in random_runs() for run in three):
        doing = load().rehearsal.did(run.setting.kind, run.setting.act).doing
        recalled = [one.number for one in own_lines(run) if "{act}" in one.says]
        assert sum(one.kind is LineKind.RECALLS for one in own_lines(run)) <= 1
        assert all(doing in line(run, number).says for number in recalled)


def test_a_quarter_of_the_answers_and_more_are_without_words() -> None:
    said = [bool(one.says) for three in random_runs() for run in three for one in own_lines(run)]
    assert said.count(False) >= len(said) * 0.25


def test_the_same_seed_gives_the_same_rehearsal_and_another_one_another() -> None:
    for setting in islice(settings(Random(3)), 20):
        assert played(setting, 5, WHOLE) == played(setting, 5, WHOLE)
    assert len({played(Setting(), seed, WHOLE).own for seed in range(20)}) == 20


def test_a_hostile_sentence_is_remembered_aloud_and_once() -> None:
    for setting in islice(settings(Random(4)), 40):
        run = played(setting, 1, [(Label.HOSTILE,), (Label.RESPONSIBILITY,), (Label.REMORSE,), WAITS])
        kinds = [one.kind for one in own_lines(run)]
        assert kinds.index(LineKind.REMEMBERS) == 2
        assert kinds.count(LineKind.REMEMBERS) == 1


def test_two_hostile_turns_end_it_and_the_child_leaves() -> None:
    for setting in islice(settings(Random(5)), 40):
        run = played(setting, 1, [(Label.HOSTILE,), (Label.HOSTILE,), *WHOLE])
        assert run.left
        assert run.state.was_hurt_twice
        assert len(run.turns) == 2
        assert own_lines(run)[-1].kind is LineKind.LEAVES
        assert run.ending is Ending.NOT_NOW


def test_trying_again_takes_the_turn_out_and_lets_no_second_hurt_be_undone() -> None:
    run = said(said(begin(Setting(), 3), (Label.RESPONSIBILITY,)), (Label.HOSTILE,))
    again = tried_again(run)
    assert len(again.turns) == 1
    assert again.tried == run.turns[-1]
    better = said(again, (Label.INVITE,))
    assert better.tried == run.turns[-1]
    assert said(better, WAITS).tried is None
    assert better.turns[-1].line != run.turns[-1].line
    assert said(again, (Label.HOSTILE,)).left


def test_a_rehearsal_has_a_last_turn_that_nothing_is_noted_of() -> None:
    text, reading = reading_of((Label.RESPONSIBILITY, Label.INVITE))
    run = end(said(begin(Setting(), 2), (Label.REMORSE,)), text, reading)
    assert run.alone
    assert run.alone.words == text
    assert run.every_turn[-1] == run.alone
    assert lines(run.setting.band)[run.line].kind in {
        LineKind.ENDS_DOOR_OPEN,
        LineKind.ENDS_NOT_NOW,
        LineKind.ENDS_PARTLY,
    }
    assert end(begin(Setting(), 2)).alone is None


def test_a_near_child_does_not_end_warm_right_after_words_against_them() -> None:
    run = next(run for run in _near() if run.ending is None)
    text, reading = reading_of((Label.OVERPROMISE,))
    assert run.mood is Mood.NEAR
    assert end(run).ending is Ending.WARM
    assert end(run, text, reading).ending is Ending.PARTLY


def _near() -> Iterator[Run]:
    """Children who have come near, and whose talk goes on."""
    for seed in range(20):
        run = begin(Setting(temper=Temper.TENDER), seed)
        for labels in WHOLE:
            run = said(run, labels)
        if run.mood is Mood.NEAR:
            yield run


def test_a_line_that_accepts_is_never_taken_after_words_against_whatever_the_guidance_holds() -> None:
    blamed = [one for one in lines(AgeBand.SCHOOL) if one.after is Move.BLAMED]
    wrong = [structs.replace(one, number=at, kind=LineKind.ACCEPTS) for at, one in enumerate(blamed)]
    right = structs.replace(blamed[0], number=len(wrong), tempers=frozenset(), says="", kind=LineKind.GESTURE)
    wanted = Wanted(Setting(), Mood.SHUT, Move.BLAMED, frozenset())
    assert answering([*wrong, right], replace(wanted, unwanted=frozenset({LineKind.ACCEPTS})), Random(1)) == right
    run = answered(begin(Setting(), 1), spoken("x", reading_of((Label.BLAME,))[1]), [*wrong, right])
    assert run.turns[-1].line == right.number


def test_it_can_end_before_a_word_was_said_and_is_full_after_twelve_turns() -> None:
    assert end(begin(Setting(), 1)).ending in (Ending.NOT_NOW, Ending.DOOR_OPEN)
    assert played(Setting(), 1, [WAITS] * MOST_TURNS).is_full


def test_a_guess_is_kept_with_its_turn() -> None:
    run = guessed(said(begin(Setting(), 1), (Label.RESPONSIBILITY,)), Reached.FEELING)
    assert run.turns[-1].guess is Reached.FEELING
    assert run.turns[-1].heard.reached == (Reached.PART,)


@pytest.mark.parametrize(
    ("labels", "reached"),
    [
        ((Label.RESPONSIBILITY, Label.INVITE), (Reached.PART, Reached.FEELING)),
        ((Label.CONTEXT,), (Reached.REASON,)),
        ((Label.RESPONSIBILITY, Label.EXCUSE), (Reached.REASON,)),
        ((Label.VALIDATE, Label.BLAME), (Reached.NOTHING,)),
        ((), (Reached.NOTHING,)),
    ],
)
def test_what_may_have_reached_them_is_nothing_good_beside_words_against(
    labels: tuple[Label, ...], reached: tuple[Reached, ...]
) -> None:
    assert said(begin(Setting(), 1), labels or ()).turns[-1].heard.reached == reached or not labels
    text, reading = reading_of(labels)
    assert answer(begin(Setting(), 1), text, reading).turns[-1].heard.reached == reached


def test_words_are_taken_back_in_so_many_words() -> None:
    text, reading = reading_of((Label.RESPONSIBILITY,))
    hurt = said(begin(Setting(), 1), (Label.HOSTILE,))
    assert hurt.state.harmed
    assert answer(hurt, text, reading).state.harmed
    assert not answer(hurt, TAKEN_BACK, reading_of((Label.RESPONSIBILITY,))[1]).state.harmed


def test_the_best_sentence_of_a_turn_carries_something_and_nothing_against() -> None:
    run = said(begin(Setting(), 1), (Label.REMORSE, Label.RESPONSIBILITY, Label.BLAME))
    assert run.turns[-1].best == "This one is responsibility."
    assert said(begin(Setting(), 1), (Label.BLAME,)).turns[-1].best == ""


def test_a_child_who_signs_says_nothing_aloud() -> None:
    for setting in islice(settings(Random(6)), 30):
        run = played(replace(setting, signs=True, room=Scene.KITCHEN), 1, WHOLE)
        assert all(one.signs or not one.says for one in own_lines(run))


def test_a_grown_child_far_away_only_writes() -> None:
    run = played(Setting(AgeBand.GROWN, Temper.GUARDED, room=Scene.PHONE), 1, WHOLE)
    assert all(one.is_message for one in own_lines(run))


def test_a_line_number_of_no_line_is_an_error() -> None:
    run = begin(Setting(), 1)
    for number in (-1, len(lines(run.setting.band))):
        with pytest.raises(LookupError):
            line(run, number)


def test_silence_is_a_move() -> None:
    run = wait(begin(Setting(), 1))
    assert run.turns[-1].heard.main is Move.SILENCE
    assert run.mood is Mood.SHUT


def test_guidance_without_any_line_is_an_error_and_no_silence() -> None:
    with pytest.raises(LookupError, match="no line for this"):
        answering([], Wanted(Setting(), Mood.SHUT, Move.BLAMED, frozenset()), Random(1))
