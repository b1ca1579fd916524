"""Two vaults meet over a host that may do what it likes with all it stores."""

import json
from base64 import b64decode
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.vault import (
    WORKS,
    Damaged,
    Other,
    Readers,
    answer,
    check_words,
    hand_over,
    hear,
    look_behind,
    new_key,
    new_words,
    offer,
    public_key,
    put_behind,
    read_answer,
    read_offer,
    write_to,
)
from amends.vault.pairing import CHECK_WORDS

VECTORS = json.loads((Path(__file__).parent / "vectors" / "v1.json").read_text())["pairs"]
LIGHT = WORKS["light"]
ADA, BEN, HOST = (bytes([number]) * 32 for number in (1, 2, 3))  # vault keys
WORDS = "five words told by voice"
OFFERED, SECRET = offer(WORDS, b"I am Ada", ADA, "there", LIGHT)


def met(words: str = WORDS, key: bytes = BEN) -> tuple[Other, bytes]:
    """Ben hears the words and answers. Returns Ada as he knows her, and his answer."""
    ada = read_offer(OFFERED, hear(words, OFFERED, "there"), "there")
    sealed, pair = answer(ada.public, SECRET, b"I am Ben", key, "there")
    return ada._replace(pair=pair), sealed


ADA_OF_BEN, ANSWER = met()
BEN_OF_ADA = read_answer(ANSWER, SECRET, ADA, "there")


def test_both_know_who_the_other_is_and_have_one_key_that_says_it() -> None:
    assert ADA_OF_BEN.hello == b"I am Ada"
    assert ADA_OF_BEN.public == public_key(ADA)
    assert BEN_OF_ADA.hello == b"I am Ben"
    assert BEN_OF_ADA.public == public_key(BEN)
    assert ADA_OF_BEN.pair == BEN_OF_ADA.pair


def test_the_same_words_never_make_the_same_pair_key_twice() -> None:
    assert met()[0].pair != ADA_OF_BEN.pair


def test_a_host_that_puts_its_own_key_into_the_invitation_is_noticed() -> None:
    own, _secret = offer("words that the host chose", b"I am Ada", HOST, "there", LIGHT)
    with pytest.raises(Damaged):
        hear(WORDS, own, "there")
    mixed = OFFERED[: -len(OFFERED) // 2] + own[-len(OFFERED) // 2 :]
    with pytest.raises(Damaged):
        read_offer(mixed, hear(WORDS, mixed, "there"), "there")


def test_a_host_that_answers_itself_is_noticed() -> None:
    forged, _pair = answer(public_key(ADA), new_key(), b"I am Ben", HOST, "there")
    with pytest.raises(Damaged):
        read_answer(forged, SECRET, ADA, "there")


def test_an_answer_does_not_open_for_another_invitation() -> None:
    with pytest.raises(Damaged):
        read_answer(ANSWER, SECRET, ADA, "elsewhere")


def test_a_host_that_grinds_its_own_keys_finds_none_that_two_would_take_for_the_same() -> None:
    """What is compared comes out of the pair key, and the host has none: neither with Ada's key nor with Ben's does any
    key pair of its own lead to what they see, however many it draws. (Three words of two public keys fall in 43 s.)"""
    seen = check_words(ADA_OF_BEN.pair).split()
    assert check_words(BEN_OF_ADA.pair).split() == seen
    assert len(seen) == CHECK_WORDS
    for _ in range(200):
        own = new_key()
        for one in (public_key(ADA), public_key(BEN)):
            ground = answer(one, new_key(), b"", own, "there")[1]
            assert check_words(ground).split()[:2] != seen[:2]


def test_each_guess_at_the_words_costs_what_a_guess_at_a_passphrase_costs() -> None:
    for guessed in (new_words() for _ in range(3)):
        with pytest.raises(Damaged):
            hear(guessed, OFFERED, "there")


def test_who_hears_the_words_too_late_reads_no_letter_of_theirs() -> None:
    """The words open the invitation and the answer; the fresh secret in it opens for Ada alone."""
    letter = write_to(BEN_OF_ADA, b"a page", "box")
    late = hear(WORDS, OFFERED, "there")
    with pytest.raises(Damaged):
        read_answer(ANSWER, late, HOST, "there")
    with pytest.raises(Damaged):
        Readers([late], HOST).read(letter, "box")


@given(st.binary(max_size=500), st.text(max_size=20), st.text(max_size=20))
def test_a_letter_opens_for_the_other_of_the_pair_at_its_place_and_nowhere_else(
    plain: bytes, place: str, other: str
) -> None:
    letter = write_to(BEN_OF_ADA, plain, place)
    assert Readers([new_key(), ADA_OF_BEN.pair], BEN).read(letter, place) == (1, plain)
    for key, pairs, there in (
        (HOST, [ADA_OF_BEN.pair], place),
        (BEN, [new_key()], place),
        (BEN, [], place),
        (BEN, [ADA_OF_BEN.pair], place + other + "."),
        (ADA, [ADA_OF_BEN.pair], place),
    ):
        with pytest.raises(Damaged):
            Readers(pairs, key).read(letter, there)


def test_a_stranger_who_seals_to_the_right_key_is_refused() -> None:
    with pytest.raises(Damaged):
        Readers([ADA_OF_BEN.pair], BEN).read(hand_over(b"as if Ada had written it", public_key(BEN), "box"), "box")
    stranger = Other(public_key(BEN), b"", new_key())
    with pytest.raises(Damaged):
        Readers([ADA_OF_BEN.pair], BEN).read(write_to(stranger, b"as if Ada had written it", "box"), "box")


def test_somebody_known_cannot_write_in_the_name_of_somebody_else_known() -> None:
    pairs = [new_key(), ADA_OF_BEN.pair]
    letter = write_to(Other(public_key(BEN), b"", pairs[0]), b"from the first", "box")
    for order in permutations(pairs):
        number, _plain = Readers(order, BEN).read(letter, "box")
        assert order[number] == pairs[0]


@given(st.data())
def test_any_byte_that_is_changed_is_noticed(data: st.DataObject) -> None:
    letter = write_to(BEN_OF_ADA, b"a page", "box")
    for sealed, opens in (
        (letter, lambda changed: Readers([ADA_OF_BEN.pair], BEN).read(changed, "box")),
        (ANSWER, lambda changed: read_answer(changed, SECRET, ADA, "there")),
        (OFFERED, lambda changed: read_offer(changed, hear(WORDS, changed, "there"), "there")),
    ):
        at = data.draw(st.integers(0, len(sealed) - 1))
        flipped = sealed[at] ^ data.draw(st.integers(1, 255))
        with pytest.raises(Damaged):
            opens(sealed[:at] + bytes([flipped]) + sealed[at + 1 :])
        with pytest.raises(Damaged):
            opens(sealed[:at])


@given(st.binary(max_size=300))
def test_what_was_put_behind_words_opens_with_them_however_they_were_typed(plain: bytes) -> None:
    sealed, key = put_behind("Five words", plain, "here", LIGHT)
    for typed in ("Five  words ", "five, words.", "FIVE-WORDS"):
        assert hear(typed, sealed, "here") == key
    assert look_behind(sealed, key, "here") == plain
    with pytest.raises(Damaged):
        look_behind(sealed, key, "there")


def test_a_pair_key_is_told_in_the_same_words_by_every_version() -> None:
    told = "huntsman recolor transpire venture rigid washtub remix swapping customize slaw"
    assert check_words(bytes(range(32))) == told


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_later_version_meets_and_reads_as_this_one_did(vector: dict[str, str]) -> None:
    ada, ben, offered, answered, letter = (
        b64decode(vector[name]) for name in ("ada", "ben", "offer", "answer", "letter")
    )
    secret = hear(vector["words"], offered, vector["place"])
    other = read_answer(answered, secret, ada, vector["place"])
    assert read_offer(offered, secret, vector["place"]).public == public_key(ada)
    assert other.public == public_key(ben)
    assert check_words(other.pair) == vector["check"]
    assert Readers([other.pair], ben).read(letter, vector["box"]) == (0, vector["plain"].encode())
