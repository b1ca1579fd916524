import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.vault import Damaged, Mistyped, lock_for_token, new_key, new_token, open_by_token, seal, token, token_tag
from amends.vault.keys import derive
from amends.vault.tokens import VERSION, _hash

TOKEN = "amends_0123456789ABCDEFGHJKMNPQRST4"
KEY = bytes(range(32))
# Made once: every later version must open it.
SLOT = bytes.fromhex(
    "03014256447c477ecda9d917195968afec79b3cc7a614e3b30a74275322a1ea3c7d4783e720092afe6e1f61770b0ea156673"
    "bbee1293159f19b5ff67adfedeca188b65bb0e7194686f7a8af8698452dedcc75d20ea06baff3d61bea8c031598d9a10306d"
    "e001d99498a60f9e237f4f16444c781ffa4babaa76d73a3c36d62d9ab2898160bf5fc80f346e8a33025d6f314bd992204dcf"
    "cfe1a0faf0e0b530069a457d27c7c003fcc16fd2641f3f8e6a1c819d588b440ee2e679c495030b9ef61b89dfeb551bc1532d"
    "6dd6eeed9bb4dbc37ef3bbbdfe0ada79de920a65efd74f0552d36336bbd42d49c36d05cfaa3f1d8bdb74814d96dc26521f04"
    "2416fcd351314120e8e763a79e89b56eec4ea97d7bde17bd8e7f65d0872e92fec33ebbc0"
)
TAG = bytes.fromhex("daf62d0e71a9078baadba958d0cb01bcb119c5eb6595fce850cf509b1547419e")


def test_a_token_of_the_first_version_opens_for_good() -> None:
    assert open_by_token(SLOT, token(TOKEN), "owner/slot/x") == KEY
    assert token_tag(TOKEN) == TAG


def test_no_two_tokens_are_the_same_and_each_says_what_it_is() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("amends_") and len(one) == 35 and token(one) == one for one in made)


@pytest.mark.parametrize(
    "wrong",
    ["", "amends_", TOKEN[:-1], TOKEN[:-1] + ("7" if TOKEN[-1] != "7" else "8"), TOKEN[7:], "x" + TOKEN, TOKEN + "A"],
)
def test_what_is_no_token_is_seen_before_any_slot_is_tried(wrong: str) -> None:
    with pytest.raises(Mistyped):
        token(wrong)


@given(st.text())
def test_any_text_is_a_token_or_mistyped(text: str) -> None:
    for given_text in (text, f"amends_{text}"):
        with pytest.raises(Mistyped):
            token(given_text)


@pytest.mark.parametrize(
    ("slot", "with_token", "place"),
    [
        (SLOT, new_token(), "owner/slot/x"),
        (SLOT, TOKEN, "other/slot/x"),
        (b"", TOKEN, "owner/slot/x"),
        (b"\x02" + SLOT[1:], TOKEN, "owner/slot/x"),
        (SLOT[:-1], TOKEN, "owner/slot/x"),
        (SLOT[:-1] + bytes([SLOT[-1] ^ 1]), TOKEN, "owner/slot/x"),
        (VERSION + seal(b"short", derive(_hash(TOKEN), "token/slot"), "owner/slot/x"), TOKEN, "owner/slot/x"),
    ],
)
def test_another_token_another_place_or_a_changed_byte_opens_nothing(slot: bytes, with_token: str, place: str) -> None:
    with pytest.raises(Damaged):
        open_by_token(slot, with_token, place)


def test_a_slot_holds_neither_its_token_nor_the_key() -> None:
    key, made = new_key(), new_token()
    slot = lock_for_token(key, made, "p")
    assert open_by_token(slot, made, "p") == key
    assert key not in slot and made.encode() not in slot
