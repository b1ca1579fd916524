import pytest

from amends.process import Rupture, RuptureKind, Unsafe


def test_the_five_everyday_kinds_come_first() -> None:
    assert [str(kind) for kind in RuptureKind][:5] == [
        "lost-patience",
        "raised-voice",
        "misunderstood",
        "harsh-words",
        "overlooked-need",
    ]


@pytest.mark.parametrize("kind", [kind for kind in RuptureKind if kind is not RuptureKind.GRABBED_OR_SMACKED])
def test_words_may_begin_when_nobody_is_unsafe(kind: RuptureKind) -> None:
    assert not Rupture(kind).needs_help_first


@pytest.mark.parametrize("unsafe", [Unsafe.NOT_SURE, Unsafe.YES])
def test_help_comes_first_when_somebody_may_be_hurt(unsafe: Unsafe) -> None:
    assert Rupture(RuptureKind.RAISED_VOICE, unsafe=unsafe).needs_help_first


def test_help_comes_first_when_hands_were_laid_on_a_child() -> None:
    assert Rupture(RuptureKind.GRABBED_OR_SMACKED).needs_help_first
