"""What the browser seals with: RFC 9180, step by step, on the RFC's own vector (appendix A.1.1, base mode)."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page

# A.1 is DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Ours is the same with AES-256-GCM: another suite_id.
VECTOR = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "pkEm": "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    "skEm": "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
    "pkRm": "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    "aad": "436f756e742d30",
    "pt": "4265617574792069732074727574682c20747275746820626561757479",
}
SHOULD = {
    "sharedSecret": "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
    "enc": "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    "context": "00725611c9d98c07c03f60095cd32d400d8347d45ed67097bbad50fc56da742d07"
    "cb6cffde367bb0565ba28bb02c90744a20f5ef37f30523526106f637abb05449",
    "secret": "12fff91991e93b48de37e7daddb52981084bd8aa64289c3788471d9a9712f397",
    "key": "4531685d41d65f03dc48f6b8302c05b0",
    "baseNonce": "56d890e5accaaf011cff4b7d",
    "ct": "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
}
STEPS = """async ({ vector, Nk }) => {
  const box = await import(document.body.dataset.outbox);
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const hex = (from) => [...from].map((one) => one.toString(16).padStart(2, "0")).join("");
  const url = (from) => btoa(String.fromCharCode(...bytes(from))).replace(/\\+/g, "-").replace(/\\//g, "_");
  const half = (d) => ({ kty: "OKP", crv: "X25519", x: url(vector.pkEm).replace(/=/g, ""), ...d });
  const key = (jwk, use) => crypto.subtle.importKey("jwk", jwk, { name: "X25519" }, true, use);
  const own = {
    privateKey: await key(half({ d: url(vector.skEm).replace(/=/g, "") }), ["deriveBits"]),
    publicKey: await key(half({}), []),
  };
  const suite = box.aesGcm(Nk);
  const [pkR, info] = [bytes(vector.pkRm), bytes(vector.info)];
  const { sharedSecret, enc } = await box.encap(pkR, own);
  const schedule = await box.keySchedule(suite, sharedSecret, info);
  const sealed = await box.sealBase(suite, pkR, info, bytes(vector.aad), bytes(vector.pt), own);
  const found = { sharedSecret, enc, ...schedule, ct: sealed.slice(enc.length) };
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, hex(value)]));
}"""


@pytest.fixture
def page(chromium: Browser, site: str) -> Page:
    page = chromium.new_page(base_url=site)
    page.goto("/")
    return page


def test_every_step_gives_what_the_rfc_gives(page: Page) -> None:
    assert page.evaluate(STEPS, {"vector": VECTOR, "Nk": 16}) == SHOULD


def test_our_suite_shares_the_secret_and_draws_another_and_longer_key(page: Page) -> None:
    found = page.evaluate(STEPS, {"vector": VECTOR, "Nk": 32})
    assert found["sharedSecret"] == SHOULD["sharedSecret"]
    assert found["secret"] != SHOULD["secret"]
    assert len(found["key"]) == 2 * 32


def test_what_the_browser_seals_opens_with_the_key_it_was_sealed_for_and_under_its_name_alone(page: Page) -> None:
    key = X25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    seal = """async (key) => {
      const { seal } = await import(document.body.dataset.outbox);
      return [...(await seal("I shouted at you.", Uint8Array.from(key), "a-place"))];
    }"""
    sealed = bytes(page.evaluate(seal, list(public)))
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    assert suite.decrypt(sealed, key, info=b"amends/delivery/1/a-place") == b"I shouted at you."
    with pytest.raises(InvalidTag):
        suite.decrypt(sealed, key, info=b"amends/delivery/1/another")
    assert sealed != bytes(page.evaluate(seal, list(public)))
