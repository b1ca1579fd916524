from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import SPOKEN, Card, Repair, Step, fingerprint, message_of
from tests.process.strategies import REPAIRS, WORDS

STEPS = st.sampled_from(Step)
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


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


def _seen(words: str) -> str:
    return fingerprint(words)


def test_one_page_writes_on_and_on_without_a_second_version() -> None:
    repair = Repair(NOW)
    for words in ("I", "I shou", "I shouted."):
        repair = repair.write_from(Step.PLAN, words, "page a", _seen(""))
    assert repair.words[Step.PLAN] == "I shouted."
    assert repair.conflicts[Step.PLAN] == {}


def test_a_page_opened_later_takes_over_what_it_has_seen() -> None:
    repair = Repair(NOW).write_from(Step.PLAN, "one", "page a", _seen(""))
    repair = repair.write_from(Step.PLAN, "one two", "page b", _seen("one"))
    assert (repair.words[Step.PLAN], repair.conflicts[Step.PLAN]) == ("one two", {})


def test_two_pages_at_once_keep_both_versions_and_no_more() -> None:
    repair = Repair(NOW)
    for words in ("from the phone", "from the phone, on"):
        repair = repair.write_from(Step.PLAN, words, "phone", _seen(""))
        repair = repair.write_from(Step.PLAN, "from the desk", "desk", _seen(""))
    assert repair.words[Step.PLAN] == "from the desk"
    assert repair.conflicts[Step.PLAN] == {"phone": "from the phone, on"}


def test_the_same_words_from_two_pages_are_one_version() -> None:
    repair = Repair(NOW).write_from(Step.PLAN, "same", "phone", _seen("")).write_from(Step.PLAN, "same", "desk", "")
    assert set(repair.conflicts[Step.PLAN].values()) == {repair.words[Step.PLAN]}
    assert repair.write_from(Step.PLAN, "same, on", "desk", "").conflicts[Step.PLAN] == {"phone": "same"}


def test_a_save_that_arrives_after_a_newer_one_of_its_page_is_late_and_no_other_is() -> None:
    repair = Repair(NOW).write_from(Step.PLAN, "one two", "phone", "").saved(Step.PLAN, "phone", 2)
    late = {number: repair.is_late(Step.PLAN, "phone", number) for number in (0, 1, 2, 3)}
    assert late == {0: False, 1: True, 2: False, 3: False}
    assert not repair.is_late(Step.PLAN, "desk", 1)
    assert not repair.is_late(Step.VALIDATE, "phone", 1)


def test_the_saves_of_pages_without_words_here_are_forgotten() -> None:
    repair = Repair(NOW)
    for page, words, base in (("first", "one", ""), ("second", "one two", "one")):
        repair = repair.write_from(Step.PLAN, words, page, _seen(base)).saved(Step.PLAN, page, 7)
    assert repair.saves[Step.PLAN] == {"second": 7}


def test_a_version_can_be_taken_or_all_others_left_out() -> None:
    both = Repair(NOW).write_from(Step.PLAN, "one", "phone", _seen("")).write_from(Step.PLAN, "two", "desk", _seen(""))
    taken = both.take(Step.PLAN, "phone")
    assert (taken.words[Step.PLAN], taken.conflicts[Step.PLAN]) == ("one", {"desk": "two"})
    assert both.take(Step.PLAN, "nobody") == both
    assert both.settle(Step.PLAN).conflicts[Step.PLAN] == {}


def test_taking_a_version_over_nothing_leaves_nothing_beside_it() -> None:
    both = Repair(NOW).write_from(Step.PLAN, "one", "phone", _seen("")).write_from(Step.PLAN, "", "desk", _seen(""))
    assert both.take(Step.PLAN, "phone").conflicts[Step.PLAN] == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=5), st.text(max_size=5)), max_size=12))
def test_whatever_pages_write_the_last_words_of_each_are_somewhere(writes: list[tuple[str, str, str]]) -> None:
    repair, last = Repair(NOW), {}
    for hand, words, seen in writes:
        repair = repair.write_from(Step.PLAN, words, hand, _seen(seen))
        if words.strip():
            last[hand] = words
        else:
            last.pop(hand, None)
    kept = {repair.words.get(Step.PLAN, ""), *repair.conflicts.get(Step.PLAN, {}).values()}
    seen_by_later = {seen for _hand, _words, seen in writes}
    assert {words for words in last.values() if words not in seen_by_later} <= kept


def test_a_sentence_from_elsewhere_is_added_once_to_the_words_and_to_the_card() -> None:
    repair = Repair(NOW).add("I was loud.").add("That was mine.").add("I was loud.")
    assert repair.words == {Step.RESPONSIBILITY: "I was loud.\nThat was mine."}
    assert repair.card is None
    carded = replace(repair, card=Card("I was loud.", ("That was mine.",))).add("You did not cause it.")
    assert carded.card == Card("I was loud.", ("That was mine.", "You did not cause it."))
