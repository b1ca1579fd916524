import io
import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amends.vault import (
    WORKS,
    Box,
    Damaged,
    Mistyped,
    Parcel,
    derive,
    hand_over,
    lock,
    new_key,
    new_recovery_code,
    new_words,
    open_slot,
    pack,
    public_key,
    receive,
    recovery_code,
    seal,
    unpack,
    unseal,
    work_of,
)
from amends.vault.parcels import LARGEST_PIECE
from tests.looking import examples

KEY = bytes(range(32))
VECTORS = json.loads((Path(__file__).parent / "vectors" / "v1.json").read_text())
PLACES = st.text(max_size=40)
PHRASE = "the tower fell at nine"
LIGHT = WORKS["light"]
SLOT = lock(KEY, PHRASE, "here", LIGHT)


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


def test_a_box_made_once_does_what_the_short_calls_do() -> None:
    assert unseal(Box(KEY).seal(b"words", "here"), KEY, "here") == b"words"
    assert Box(KEY).unseal(seal(b"words", KEY, "here"), "here") == b"words"


# --- slots ---------------------------------------------------------------------------------------------------------


KEYBOARDS = [
    ('don\'t shout -- "please"', "don\u2019t shout \u2014 \u201cplease\u201d"),
    ("don't shout - 'please'", "don`t shout \u2013 \u2018please\u2019"),
    ("don't shout it out", "don\u02bct\u00a0shout \u2003 it\u202fout\u200b"),
    ("it is all ok...", "it is all ok\u2026"),
    ("rock-paper-stone", "rock\u2011paper\u2010stone"),
    ("the cafe\u0301 door is open", "the caf\u00e9 door\tis open "),
]


@pytest.mark.parametrize(("one", "other"), KEYBOARDS)
def test_a_passphrase_is_the_same_from_a_keyboard_that_bends_quotes_joins_dashes_or_widens_blanks(
    one: str, other: str
) -> None:
    for made, typed in ((one, other), (other, one)):
        assert open_slot(lock(KEY, made, "here", LIGHT), typed, "here") == KEY


@pytest.mark.parametrize(("typed", "other"), [("well done Ada", "well-done Ada"), ("don't", "dont"), ('"a"', "'a'")])
def test_other_words_stay_other_words_when_they_are_folded(typed: str, other: str) -> None:
    with pytest.raises(Damaged):
        open_slot(lock(KEY, typed, "here", LIGHT), other, "here")


UNFOLDED = {
    "plain": VECTORS["unfolded"][0],
    "bent": VECTORS["unfolded"][1],
}


@pytest.mark.parametrize("made", UNFOLDED)
@pytest.mark.parametrize("typed", ['don\'t say "never"', "don\u2019t say \u201cnever\u201d"])
def test_a_slot_made_before_words_were_folded_opens_with_either_keyboard(made: str, typed: str) -> None:
    vector = UNFOLDED[made]
    assert open_slot(b64decode(vector["slot"]), typed, vector["place"]) == b64decode(vector["key"])


@pytest.mark.parametrize("typed", [PHRASE, f"  {PHRASE}\n", PHRASE.replace(" ", "\u00a0")])
def test_a_slot_opens_with_the_same_letters_from_any_keyboard(typed: str) -> None:
    assert open_slot(SLOT, typed, "here") == KEY


@pytest.mark.parametrize(("phrase", "place"), [("another phrase", "here"), ("", "here"), (PHRASE, "there")])
def test_a_slot_does_not_open_with_other_words_or_elsewhere(phrase: str, place: str) -> None:
    with pytest.raises(Damaged):
        open_slot(SLOT, phrase, place)


def test_a_slot_says_what_a_guess_costs() -> None:
    assert work_of(SLOT) == LIGHT
    with pytest.raises(Damaged, match="too short"):
        work_of(SLOT[:20])
    assert LIGHT < WORKS["usual"] < WORKS["high"]


@settings(max_examples=examples(30))
@given(st.data())
def test_a_changed_slot_is_damaged_and_nothing_else(data: st.DataObject) -> None:
    changed = bytearray(SLOT)
    changed[data.draw(st.integers(0, len(SLOT) - 1))] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(SLOT)))
    with pytest.raises(Damaged):
        open_slot(bytes(changed), PHRASE, "here")
    with pytest.raises(Damaged):
        open_slot(SLOT[:cut] + SLOT[cut + 1 :], PHRASE, "here") if cut < len(SLOT) else open_slot(b"", PHRASE, "here")


def test_a_slot_that_holds_no_key_is_damaged() -> None:
    with pytest.raises(Damaged):
        open_slot(lock(b"short", PHRASE, "here", LIGHT), PHRASE, "here")


# --- codes and words -------------------------------------------------------------------------------------------------


def test_a_recovery_code_can_be_read_back_however_it_was_copied() -> None:
    code = new_recovery_code()
    assert len(code) == 34
    assert recovery_code(f" {code.lower().replace('-', ' ')} ") == code


@pytest.mark.parametrize(
    "between", ["\u2013", "\u2014", "\u2011", "\u2212", "\u00a0", "\u202f", ".", "\u2022", "\n", "--"]
)
def test_a_code_is_a_code_with_any_dash_blank_or_dot(between: str) -> None:
    code = new_recovery_code()
    assert recovery_code(code.replace("-", between) + between) == code


def test_letters_that_look_alike_are_the_same_letter() -> None:
    code = VECTORS["codes"][0]["code"]
    assert recovery_code(code.replace("0", "o").replace("1", "l")) == code


def test_one_wrong_letter_in_a_code_is_nearly_always_noticed() -> None:
    code = VECTORS["codes"][0]["code"]
    wrong = [code[:at] + "Z" + code[at + 1 :] for at in range(len(code)) if code[at] not in "-Z"]
    noticed = sum(_is_mistyped(one) for one in wrong)
    assert noticed >= len(wrong) * 0.85


def _is_mistyped(typed: str) -> bool:
    try:
        recovery_code(typed)
    except Mistyped:
        return True
    return False


@pytest.mark.parametrize("typed", ["", "1234", "é" * 28, "0" * 29])
def test_what_is_no_code_is_mistyped(typed: str) -> None:
    with pytest.raises(Mistyped):
        recovery_code(typed)


def test_five_words_are_drawn_by_dice_and_are_long_enough_for_a_passphrase() -> None:
    drawn = {new_words() for _ in range(20)}
    assert len(drawn) == 20
    assert all(len(words.split(" ")) == 5 and len(words) >= 12 for words in drawn)


# --- handing over ----------------------------------------------------------------------------------------------------


def test_what_is_handed_over_opens_for_one_person_at_one_place() -> None:
    ada, cleo = new_key(), new_key()
    sealed = hand_over(b"a page", public_key(ada), "page/1")
    assert receive(sealed, ada, "page/1") == b"a page"
    for key, place in ((cleo, "page/1"), (ada, "page/2")):
        with pytest.raises(Damaged):
            receive(sealed, key, place)


@settings(max_examples=100)
@given(st.data())
def test_what_was_changed_on_the_way_is_damaged_and_nothing_else(data: st.DataObject) -> None:
    sealed = bytearray(hand_over(b"a page", public_key(KEY), "page/1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        receive(bytes(sealed), KEY, "page/1")


@given(st.binary(max_size=1300))
def test_bytes_from_nowhere_are_no_public_key_and_no_page(junk: bytes) -> None:
    assume(junk != public_key(KEY))
    for given_bytes in (junk, b"\x01" + junk, b"\x01" + junk.ljust(1216, b"\xff")[:1216]):
        with pytest.raises(Damaged):
            hand_over(b"a page", given_bytes, "here")
        with pytest.raises(Damaged):
            receive(given_bytes, KEY, "here")


# --- parcels ---------------------------------------------------------------------------------------------------------


def _parcel(pieces: list[bytes], way: Parcel) -> bytes:
    out = io.BytesIO()
    pack(pieces, out, way, LIGHT)
    return out.getvalue()


def _opened(file: bytes, way: Parcel) -> list[bytes]:
    return list(unpack(io.BytesIO(file), way))


@pytest.mark.parametrize("way", [Parcel(phrase=PHRASE), Parcel(key=KEY)], ids=["behind a phrase", "under a key"])
@pytest.mark.parametrize("pieces", [[], [b""], [b"one", b"two" * 1000]], ids=["none", "empty", "two"])
def test_a_parcel_gives_back_its_pieces_in_their_order(pieces: list[bytes], way: Parcel) -> None:
    assert _opened(_parcel(pieces, way), way) == pieces


@pytest.mark.parametrize(
    ("packed", "tried", "say"),
    [
        (Parcel(phrase=PHRASE), Parcel(phrase="another phrase"), "passphrase is another"),
        (Parcel(key=KEY), Parcel(key=bytes(32)), "changed"),
        (Parcel(key=KEY), Parcel(phrase=PHRASE), "opens in another way"),
        (Parcel(phrase=PHRASE), Parcel(key=KEY), "opens in another way"),
    ],
)
def test_the_wrong_way_into_a_parcel_is_said(packed: Parcel, tried: Parcel, say: str) -> None:
    with pytest.raises(Damaged, match=say):
        _opened(_parcel([b"one"], packed), tried)


def test_a_parcel_of_a_newer_version_is_told_from_a_strange_file() -> None:
    file = bytearray(_parcel([b"one"], Parcel(key=KEY)))
    file[7] = 2
    with pytest.raises(Damaged, match="newer"):
        _opened(bytes(file), Parcel(key=KEY))
    with pytest.raises(Damaged, match="not a backup"):
        _opened(b"PK\x03\x04", Parcel(key=KEY))


def test_a_parcel_cut_anywhere_or_added_to_is_noticed() -> None:
    file = _parcel([b"one", b"two"], Parcel(key=KEY))
    for end in range(len(file)):
        with pytest.raises(Damaged):
            _opened(file[:end], Parcel(key=KEY))
    with pytest.raises(Damaged, match="added"):
        _opened(file + b"x", Parcel(key=KEY))


class Asked(io.BytesIO):
    """A file that must not be asked for more than a piece."""

    def read(self, size: int | None = -1) -> bytes:
        """Some bytes of it."""
        assert size is not None and 0 <= size <= LARGEST_PIECE
        return super().read(size)


def test_a_piece_that_claims_to_be_larger_than_any_is_never_read_into_memory() -> None:
    head = _parcel([], Parcel(key=KEY))[:9]
    for length in (LARGEST_PIECE + 1, 2**32 - 1):
        with pytest.raises(Damaged):
            list(unpack(Asked(head + length.to_bytes(4, "big") + b"m"), Parcel(key=KEY)))


@settings(max_examples=examples(100))
@given(st.data())
def test_a_parcel_with_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    file = bytearray(_parcel([b"one", b"two"], Parcel(key=KEY)))
    file[data.draw(st.integers(0, len(file) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        _opened(bytes(file), Parcel(key=KEY))


def test_pieces_that_change_places_are_noticed() -> None:
    head = 9
    file = _parcel([b"one", b"two"], Parcel(key=KEY))
    size = (len(file) - head) // 3
    first, second, last = (file[head + at * size : head + (at + 1) * size] for at in range(3))
    for order in ([second, first, last], [first, last], [first, first, second, last]):
        with pytest.raises(Damaged):
            _opened(file[:head] + b"".join(order), Parcel(key=KEY))


# --- vectors: what was sealed once opens for ever --------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["slots"], ids=lambda vector: vector["name"])
def test_slots_of_every_earlier_version_still_open(vector: dict[str, str]) -> None:
    assert open_slot(b64decode(vector["slot"]), vector["phrase"], vector["place"]) == b64decode(vector["key"])


@pytest.mark.parametrize("vector", VECTORS["handed_over"], ids=lambda vector: vector["name"])
def test_pages_handed_over_by_every_earlier_version_still_open(vector: dict[str, str]) -> None:
    sealed, key = b64decode(vector["sealed"]), b64decode(vector["key"])
    assert receive(sealed, key, vector["place"]) == b64decode(vector["plain"])


@pytest.mark.parametrize("vector", VECTORS["public_keys"], ids=lambda vector: vector["name"])
def test_a_vault_key_has_the_same_public_key_for_ever(vector: dict[str, str]) -> None:
    assert public_key(b64decode(vector["key"])) == b64decode(vector["public"])


@pytest.mark.parametrize("vector", VECTORS["parcels"], ids=lambda vector: vector["name"])
def test_parcels_of_every_earlier_version_still_open(vector: dict[str, str]) -> None:
    way = Parcel(vector.get("phrase", ""), b64decode(vector.get("key", "")))
    assert _opened(b64decode(vector["file"]), way) == [b64decode(piece) for piece in vector["pieces"]]
