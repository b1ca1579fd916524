"""What a browser does with words while it is offline: the other half of vault/delivery.py, by the book alone."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def sealed_offline(plain: bytes, public: bytes, place: str) -> bytes:
    """`plain` sealed to a public half under the name `place`."""
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info=b"amends/delivery/1/" + place.encode())
