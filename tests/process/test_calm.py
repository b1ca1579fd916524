import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import COOLEST, HOT, HOTTEST, Calm, Eased, Heat, Tool, eased_by, offered

DEGREES = st.integers(COOLEST, HOTTEST)
KNOWN = st.dictionaries(st.sampled_from(Tool), st.builds(Eased, st.integers(1, 9), st.integers(-40, 40)))


@given(DEGREES)
def test_from_seven_on_words_wait_and_below_they_do_not(degree: int) -> None:
    assert Calm().rated(degree).waits is (degree >= HOT)


def test_before_the_first_rating_nothing_waits() -> None:
    assert Calm().now is None
    assert not Calm().waits
    assert not Calm().is_cooled


def test_who_goes_on_all_the_same_is_not_stopped_again() -> None:
    assert not Calm((Heat(9),), went_on=True).rated(10).waits


@pytest.mark.parametrize("degree", [-1, 11, 100])
def test_a_heat_off_the_scale_is_refused_by_name(degree: int) -> None:
    with pytest.raises(ValueError, match=f"from 0 to 10, not {degree}"):
        Calm().rated(degree)


def test_it_has_cooled_only_after_it_was_hot() -> None:
    assert Calm().rated(9).rated(4, Tool.SIGH).is_cooled
    assert not Calm().rated(5).rated(2, Tool.SIGH).is_cooled
    assert not Calm().rated(9).rated(8, Tool.SIGH).is_cooled


def test_what_lowered_the_heat_most_is_offered_first_and_what_raised_it_last() -> None:
    known = eased_by({}, Calm().rated(9).rated(3, Tool.LET_GO))
    known = eased_by(known, Calm().rated(7).rated(8, Tool.LONG_EXHALE))
    assert offered(known)[0] is Tool.LET_GO
    assert offered(known)[-1] is Tool.LONG_EXHALE
    assert known[Tool.LET_GO] == Eased(1, 6)


def test_a_rating_without_a_tool_teaches_nothing() -> None:
    assert eased_by({}, Calm().rated(9).rated(3)) == {}
    assert eased_by({}, Calm().rated(9)) == {}


@given(KNOWN)
def test_every_tool_is_offered_once_whatever_is_known(known: dict[Tool, Eased]) -> None:
    assert sorted(offered(known)) == sorted(Tool)


@given(KNOWN, DEGREES, DEGREES, st.sampled_from(Tool))
def test_one_more_use_is_counted_for_that_tool_alone(known, before: int, then: int, tool: Tool) -> None:
    learned = eased_by(known, Calm().rated(before).rated(then, tool))
    old = known.get(tool, Eased())
    assert learned[tool] == Eased(old.times + 1, old.fell + before - then)
    assert {one: learned[one] for one in known if one is not tool} == {
        one: known[one] for one in known if one is not tool
    }
