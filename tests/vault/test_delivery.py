import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.vault import Damaged, delivered, delivery_key, delivery_secret, new_key
from tests.browser_seal import sealed_offline

KEY, OTHER = bytes(32), bytes([1]) * 32


def sealed(plain: bytes, key: bytes, place: str) -> bytes:
    """As a browser does it, by the public half alone."""
    return sealed_offline(plain, delivery_key(key), place)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_sealed_with_the_public_half_comes_back(plain: bytes, place: str) -> None:
    assert delivered(sealed(plain, KEY, place), delivery_secret(KEY), place) == plain


def test_the_public_half_is_the_same_at_every_visit_and_anothers_is_another() -> None:
    assert delivery_key(KEY) == delivery_key(KEY) != delivery_key(OTHER)
    assert len(delivery_key(new_key())) == 32


@pytest.mark.parametrize(
    ("given_", "key", "place"),
    [
        (sealed(b"words", OTHER, "here"), KEY, "here"),
        (sealed(b"words", KEY, "there"), KEY, "here"),
        (sealed(b"words", KEY, "here")[:-1], KEY, "here"),
        (sealed(b"words", KEY, "here") + b"\0", KEY, "here"),
        (b"", KEY, "here"),
        (bytes(31), KEY, "here"),
        (bytes(200), KEY, "here"),
    ],
    ids=["another's", "another name", "cut", "longer", "empty", "too short", "zeros"],
)
def test_what_is_not_for_this_owner_and_name_is_damaged(given_: bytes, key: bytes, place: str) -> None:
    with pytest.raises(Damaged):
        delivered(given_, delivery_secret(key), place)
