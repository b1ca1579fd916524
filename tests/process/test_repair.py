from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import SPOKEN, Repair, Step, message_of
from tests.process.strategies import REPAIRS, WORDS

STEPS = st.sampled_from(Step)


@given(REPAIRS)
def test_a_message_holds_the_words_of_each_step_where_it_says(repair: Repair) -> None:
    message = message_of(repair)
    for step, place in message.places.items():
        assert message.text[place.start : place.end] == repair.words[step]


@given(REPAIRS)
def test_a_message_leaves_out_empty_steps_and_keeps_the_usual_order(repair: Repair) -> None:
    places = message_of(repair).places
    assert list(places) == [step for step in SPOKEN if repair.words.get(step, "").strip()]
    starts = [place.start for place in places.values()]
    assert starts == sorted(starts)


@given(REPAIRS, st.sampled_from(SPOKEN), WORDS)
def test_writing_in_one_step_leaves_the_others_alone(repair: Repair, step: Step, words: str) -> None:
    written = repair.write(step, words)
    assert written.words[step] == words
    assert all(written.words[other] == repair.words[other] for other in repair.words if other is not step)


@given(REPAIRS, STEPS)
def test_a_step_is_done_or_skipped_but_never_both(repair: Repair, step: Step) -> None:
    for changed in (
        repair.finish(step),
        repair.skip(step),
        repair.finish(step).skip(step),
        repair.skip(step).finish(step),
    ):
        assert step in changed.settled
        assert not (changed.done & changed.skipped & {step})


@given(REPAIRS, STEPS)
def test_skipping_keeps_what_was_written(repair: Repair, step: Step) -> None:
    assert repair.skip(step).words == repair.words


@given(REPAIRS)
def test_a_repair_comes_back_from_bytes_as_it_went(repair: Repair) -> None:
    assert msgspec.json.decode(msgspec.json.encode(repair), type=Repair) == repair


def test_a_repair_waits_until_it_is_said() -> None:
    repair = Repair(datetime(2026, 11, 23, tzinfo=UTC))
    assert repair.is_open
    assert not replace(repair, said=True).is_open


def test_dismissed_notes_add_up() -> None:
    repair = Repair(datetime(2026, 11, 23, tzinfo=UTC))
    assert repair.dismiss(["a"]).dismiss(["b"]).dismissed == {"a", "b"}


def test_nothing_in_a_repair_can_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Repair(datetime(2026, 11, 23, tzinfo=UTC)).said = True  # type: ignore[misc]
