from hypothesis import given
from hypothesis import strategies as st

from amends.process import SPOKEN, Step, following

STEPS = st.sampled_from(Step)


def test_the_seam_has_six_stretches_in_the_usual_order() -> None:
    assert list(Step) == ["calm", "acknowledge", "responsibility", "validate", "reconnect", "plan"]


def test_calming_needs_no_words() -> None:
    assert Step.CALM not in SPOKEN


@given(STEPS, st.frozensets(STEPS))
def test_what_follows_is_never_settled_and_never_the_same_step(step: Step, settled: frozenset[Step]) -> None:
    ahead = following(step, settled)
    assert ahead is None or ahead not in settled | {step}


@given(STEPS, st.frozensets(STEPS))
def test_nothing_follows_only_when_every_other_step_is_settled(step: Step, settled: frozenset[Step]) -> None:
    assert (following(step, settled) is None) == (settled | {step} == frozenset(Step))


def test_a_step_left_open_earlier_is_found_again() -> None:
    assert following(Step.PLAN, {Step.CALM, Step.RESPONSIBILITY, Step.VALIDATE, Step.RECONNECT}) is Step.ACKNOWLEDGE
