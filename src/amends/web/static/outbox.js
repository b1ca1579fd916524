// What is written offline: sealed on the device (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), delivered once.
const text = new TextEncoder();
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const number = (value) => new Uint8Array([value >> 8, value & 255]);
const to64 = (bytes) => btoa(String.fromCharCode(...bytes));
const from64 = (said) => Uint8Array.from(atob(said), (letter) => letter.charCodeAt(0));
const KEM = joined(text.encode("KEM"), number(0x0020));
const HPKE = joined(text.encode("HPKE"), number(0x0020), number(0x0001), number(0x0002));

const mac = async (key, data) => {
  const ready = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", ready, data));
};
const extract = (suite, salt, label, data) => mac(salt, joined(text.encode("HPKE-v1"), suite, text.encode(label), data));
const expand = async (suite, key, label, info, length) => {
  const told = joined(number(length), text.encode("HPKE-v1"), suite, text.encode(label), info);
  return (await mac(key, joined(told, [1]))).slice(0, length);
};

// Sealed for who holds the other half of `key`, under the name `place`. Nobody can open it here again.
export const seal = async (plain, key, place) => {
  const own = await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", key, { name: "X25519" }, true, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, own.privateKey, 256));
  const sent = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const none = new Uint8Array(0);
  const secret = await expand(KEM, await extract(KEM, none, "eae_prk", shared), "shared_secret", joined(sent, key), 32);
  const info = joined(text.encode("amends/delivery/1/"), text.encode(place));
  const context = joined([0], await extract(HPKE, none, "psk_id_hash", none), await extract(HPKE, none, "info_hash", info));
  const drawn = await extract(HPKE, secret, "secret", none);
  const aes = await crypto.subtle.importKey("raw", await expand(HPKE, drawn, "key", context, 32), "AES-GCM", false, ["encrypt"]);
  const iv = await expand(HPKE, drawn, "base_nonce", context, 12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, text.encode(plain));
  return joined(sent, new Uint8Array(sealed));
};

const opened = () => new Promise((done, failed) => {
  const asked = indexedDB.open("outbox", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "number", autoIncrement: true });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
const on = async (mode, act) => {
  const base = await opened();
  return new Promise((done, failed) => {
    const asked = act(base.transaction("waiting", mode, { durability: "strict" }).objectStore("waiting"));
    asked.transaction.oncomplete = () => { base.close(); done(asked.result); };
    asked.transaction.onerror = () => failed(asked.error);
  });
};

export const waiting = () => on("readonly", (shelf) => shelf.getAll());

// One repair's first words, sealed at once: only the sealed form is kept here.
export const put = async (words, key) => {
  const id = crypto.randomUUID();
  const sealed = await seal(JSON.stringify({ words, at: Date.now() }), from64(key), id);
  await on("readwrite", (shelf) => shelf.add({ id, sealed: to64(sealed), key }));
  localStorage.setItem("waiting", "yes");
};

// In the order in which they were written; one that did not arrive stays, and so do all after it.
export const deliver = async (key, token) => {
  for (const one of (await waiting()).filter((parcel) => parcel.key === key)) {
    const answer = await fetch("/deliver/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ id: one.id, sealed: one.sealed }),
    });
    if (!answer.ok) return false;
    await on("readwrite", (shelf) => shelf.delete(one.number));
  }
  if (!(await waiting()).length) localStorage.removeItem("waiting");
  return true;
};
