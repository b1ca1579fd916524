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
