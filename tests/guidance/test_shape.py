import pytest

from amends.guidance import Example, HelpFor, StepAge, load
from amends.process import AgeBand, RuptureKind, Step, Tier

STEPS = load().steps
CELLS = [cell for step in STEPS.values() for cell in step.age]


def test_a_prompt_is_the_question_and_the_way_to_go_about_it() -> None:
    cell = STEPS[Step.PLAN].ages[AgeBand.TEEN]
    assert cell.prompt == f"{cell.question} {cell.how}"


@pytest.mark.parametrize("own", RuptureKind)
def test_an_example_is_never_of_the_parents_own_kind(own: RuptureKind) -> None:
    for cell in CELLS:
        example = cell.example(own)
        assert example is not None
        assert example.kind is not own


def test_where_both_examples_are_of_the_parents_own_kind_none_is_shown() -> None:
    one = Example(RuptureKind.LOST_PATIENCE, "I snapped.")
    cell = StepAge(AgeBand.TEEN, "What?", "So.", "Because.", (one, one))
    assert cell.example(RuptureKind.LOST_PATIENCE) is None


def test_a_tier_has_its_page() -> None:
    safety = load().safety
    assert safety.page(Tier.A) is safety.tier_a
    assert safety.page(Tier.B) is safety.tier_b
    assert safety.page(Tier.C) is safety.pattern


def test_countries_are_found_by_code() -> None:
    countries = load().help.countries
    assert countries["GB"].emergency == ("999",)
    assert [line.name for line in countries["US"].lines(HelpFor.CHILDREN)] == ["National Parent & Youth Helpline"]
