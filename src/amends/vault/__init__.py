"""Who can open it: bytes and keys, nothing about people."""

from amends.vault.authority import ends, fingerprint, is_home, lasts, new_authority, new_certificate, root_of, serves
from amends.vault.codes import Mistyped, is_recovery_code, new_recovery_code, new_words, recovery_code
from amends.vault.delivery import delivered, delivery_key, delivery_secret
from amends.vault.keys import KEY_BYTES, derive, new_key
from amends.vault.pairing import Other, Readers, answer, check_words, offer, read_answer, read_offer, write_to
from amends.vault.parcels import Parcel, needs_no_phrase, pack, unpack
from amends.vault.sealing import Box, Damaged, seal, unseal
from amends.vault.sharing import hand_over, public_key, receive
from amends.vault.slots import (
    PATIENCE,
    SALT_BYTES,
    SHORTEST_PHRASE,
    WORKS,
    Busy,
    Work,
    is_unfolded,
    lock,
    open_first,
    open_slot,
    salt_of,
    work_of,
)
from amends.vault.spoken import hear, look_behind, put_behind
from amends.vault.tokens import lock_for_token, new_token, open_by_token, token, token_tag

__all__ = [
    "KEY_BYTES",
    "PATIENCE",
    "SALT_BYTES",
    "SHORTEST_PHRASE",
    "WORKS",
    "Box",
    "Busy",
    "Damaged",
    "Mistyped",
    "Other",
    "Parcel",
    "Readers",
    "Work",
    "answer",
    "check_words",
    "delivered",
    "delivery_key",
    "delivery_secret",
    "derive",
    "ends",
    "fingerprint",
    "hand_over",
    "hear",
    "is_home",
    "is_recovery_code",
    "is_unfolded",
    "lasts",
    "lock",
    "lock_for_token",
    "look_behind",
    "needs_no_phrase",
    "new_authority",
    "new_certificate",
    "new_key",
    "new_recovery_code",
    "new_token",
    "new_words",
    "offer",
    "open_by_token",
    "open_first",
    "open_slot",
    "pack",
    "public_key",
    "put_behind",
    "read_answer",
    "read_offer",
    "receive",
    "recovery_code",
    "root_of",
    "salt_of",
    "seal",
    "serves",
    "token",
    "token_tag",
    "unpack",
    "unseal",
    "work_of",
    "write_to",
]
