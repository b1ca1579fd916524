"""Who can open it: bytes and keys, nothing about people."""

from amends.vault.keys import derive, new_key
from amends.vault.sealing import Damaged, seal, unseal

__all__ = ["Damaged", "derive", "new_key", "seal", "unseal"]
