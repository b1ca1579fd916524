import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.vault import Damaged, derive, new_key, seal, unseal

KEY = bytes(range(32))
VECTORS = json.loads((Path(__file__).parent / "vectors" / "v1.json").read_text())
PLACES = st.text(max_size=40)


@given(st.binary(max_size=2000), PLACES)
def test_what_was_sealed_opens_at_its_place(plain: bytes, place: str) -> None:
    assert unseal(seal(plain, KEY, place), KEY, place) == plain


@given(st.binary(max_size=300), PLACES, PLACES)
def test_a_row_moved_to_another_place_does_not_open(plain: bytes, place: str, other: str) -> None:
    if place != other:
        with pytest.raises(Damaged):
            unseal(seal(plain, KEY, place), KEY, other)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Damaged):
        unseal(seal(b"words", KEY, "here"), new_key(), "here")


@given(st.binary(max_size=300), st.data())
def test_any_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(plain, KEY, "here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        unseal(bytes(sealed), KEY, "here")


@given(st.binary(max_size=600))
def test_bytes_from_nowhere_are_damaged_and_nothing_else(junk: bytes) -> None:
    with pytest.raises(Damaged):
        unseal(junk, KEY, "here")
    with pytest.raises(Damaged):
        unseal(b"\x01" + junk, KEY, "here")


@given(st.binary(max_size=200))
def test_short_texts_all_have_the_same_length_outside(plain: bytes) -> None:
    assert len(seal(plain, KEY, "here")) == len(seal(b"", KEY, "here"))


def test_no_two_sealings_are_alike() -> None:
    assert seal(b"sorry", KEY, "here") != seal(b"sorry", KEY, "here")


def test_each_purpose_has_its_own_key() -> None:
    assert len({KEY, derive(KEY, "one"), derive(KEY, "two"), derive(derive(KEY, "one"), "two")}) == 4


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        derive(b"short", "one")


@pytest.mark.parametrize("vector", VECTORS["sealed"], ids=lambda vector: vector["name"])
def test_rows_of_every_earlier_version_still_open(vector: dict[str, str]) -> None:
    sealed, key = b64decode(vector["sealed"]), b64decode(vector["key"])
    assert unseal(sealed, key, vector["place"]) == b64decode(vector["plain"])
