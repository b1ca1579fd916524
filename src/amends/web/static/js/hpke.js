// Hybrid public key encryption, RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-GCM.
// Each step bears the name that it has in the RFC, and the section it stands in.
const text = new TextEncoder();
const none = new Uint8Array(0);
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const number = (value) => new Uint8Array([value >> 8, value & 255]); // I2OSP(value, 2), section 3
const KEM_SUITE = joined(text.encode("KEM"), number(0x0020)); // section 4.1
// Section 5.1: the suite's name; `Nk` is the length of a key, 16 or 32 bytes.
export const aesGcm = (Nk) => ({
  id: joined(text.encode("HPKE"), number(0x0020), number(0x0001), number(Nk === 32 ? 0x0002 : 0x0001)),
  Nk,
  Nn: 12,
});

const hmac = async (key, data) => {
  const how = { name: "HMAC", hash: "SHA-256" };
  const ready = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), how, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", ready, data));
};

// LabeledExtract(salt, label, ikm), section 4.
export const labeledExtract = (suite, salt, label, ikm) =>
  hmac(salt, joined(text.encode("HPKE-v1"), suite, text.encode(label), ikm));

// LabeledExpand(prk, label, info, L), section 4; L is never more than the 32 bytes of one round here.
export const labeledExpand = async (suite, prk, label, info, L) => {
  const labeled = joined(number(L), text.encode("HPKE-v1"), suite, text.encode(label), info);
  return (await hmac(prk, joined(labeled, [1]))).slice(0, L);
};

// ExtractAndExpand(dh, kem_context), section 4.1.
export const extractAndExpand = async (dh, kemContext) => {
  const eaePrk = await labeledExtract(KEM_SUITE, none, "eae_prk", dh);
  return labeledExpand(KEM_SUITE, eaePrk, "shared_secret", kemContext, 32);
};

// GenerateKeyPair(), section 4.
export const generateKeyPair = () => crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);

// Encap(pkR), section 4.1: a secret shared with who holds the other half of pkR, and what they find it with.
export const encap = async (pkR, own) => {
  const { privateKey, publicKey } = own ?? (await generateKeyPair());
  const theirs = await crypto.subtle.importKey("raw", pkR, { name: "X25519" }, true, []);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, privateKey, 256));
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  return { sharedSecret: await extractAndExpand(dh, joined(enc, pkR)), enc };
};

// KeySchedule(mode_base, shared_secret, info, "", ""), section 5.1.
export const keySchedule = async (suite, sharedSecret, info) => {
  const pskIdHash = await labeledExtract(suite.id, none, "psk_id_hash", none);
  const infoHash = await labeledExtract(suite.id, none, "info_hash", info);
  const context = joined([0], pskIdHash, infoHash);
  const secret = await labeledExtract(suite.id, sharedSecret, "secret", none);
  const key = await labeledExpand(suite.id, secret, "key", context, suite.Nk);
  const baseNonce = await labeledExpand(suite.id, secret, "base_nonce", context, suite.Nn);
  return { context, secret, key, baseNonce };
};

// SealBase(pkR, info, aad, pt), section 6.1: the one message of a context. What is sent is enc and ct in one.
export const sealBase = async (suite, pkR, info, aad, pt, own) => {
  const { sharedSecret, enc } = await encap(pkR, own);
  const { key, baseNonce } = await keySchedule(suite, sharedSecret, info);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv: baseNonce, additionalData: aad }, aes, pt);
  return joined(enc, new Uint8Array(ct));
};
