import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.process import AgeBand, Child, band_of, band_used


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, "0-2"),
        (2.9, "0-2"),
        (3, "3-5"),
        (6, "6-9"),
        (9, "6-9"),
        (10, "10-12"),
        (13, "13-17"),
        (17, "13-17"),
        (18, "18+"),
    ],
)
def test_a_band_begins_where_the_one_before_it_ends(years: float, band: str) -> None:
    assert band_of(years) == band


@given(st.floats(min_value=0, max_value=130), st.floats(min_value=0, max_value=130))
def test_an_older_child_is_never_in_a_younger_band(one: float, other: float) -> None:
    order = list(AgeBand)
    young, old = sorted((one, other))
    assert order.index(band_of(young)) <= order.index(band_of(old))


@pytest.mark.parametrize("years", [-1, float("nan")])
def test_an_age_below_zero_is_refused_with_a_reason(years: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        band_of(years)


def test_the_age_that_was_said_last_is_the_one_that_is_known() -> None:
    assert band_used([]) is None
    assert band_used([Child(), Child(band=AgeBand.TEEN), Child(band=AgeBand.BABY)]) is AgeBand.TEEN
