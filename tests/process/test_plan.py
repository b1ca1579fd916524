import pytest

from amends.process import Plan


def test_a_plan_is_whole_with_both_halves() -> None:
    assert Plan("the shoes are not on", "I sit down first").is_whole


@pytest.mark.parametrize("plan", [Plan(), Plan(when="we are late"), Plan(will="breathe"), Plan("  ", "breathe")])
def test_half_a_plan_is_not_whole(plan: Plan) -> None:
    assert not plan.is_whole


def test_twenty_words_can_be_remembered_and_one_more_cannot() -> None:
    assert not Plan("one " * 10, "two " * 10).is_too_long
    assert Plan("one " * 10, "two " * 11).is_too_long


def test_the_two_halves_make_one_sentence_and_half_a_plan_stands_as_it_is() -> None:
    assert Plan("it gets loud, ", "step outside. ").sentence() == "When it gets loud, I will step outside."
    assert Plan("il y a du bruit", "sortir").sentence("Quand %(when)s : %(will)s.") == "Quand il y a du bruit : sortir."
    assert (Plan(will="step outside").sentence(), Plan(when="it gets loud").sentence()) == (
        "step outside",
        "it gets loud",
    )


def test_who_says_when_and_i_will_themselves_is_not_made_to_say_it_twice() -> None:
    plan = Plan("When I'm running late.", "I will call you.")
    assert plan.sentence() == "When I'm running late, I will call you."
    assert Plan("whenever I am late", "i WILL call").sentence() == "When whenever I am late, I will call."
