// What is written offline: sealed on the device (js/hpke.js, joined before this), delivered once.
const to64 = (bytes) => btoa(String.fromCharCode(...bytes));
const from64 = (said) => Uint8Array.from(atob(said), (letter) => letter.charCodeAt(0));

// Sealed for who holds the other half of `key`, under the name `place`. Nobody can open it here again.
export const seal = (plain, key, place) =>
  sealBase(aesGcm(32), key, text.encode(`amends/delivery/1/${place}`), none, text.encode(plain));

const opened = () =>
  new Promise((done, failed) => {
    const asked = indexedDB.open(`${keptAs}outbox`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "number", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
const on = async (mode, act) => {
  const base = await opened();
  return new Promise((done, failed) => {
    const asked = act(base.transaction("waiting", mode, { durability: "strict" }).objectStore("waiting"));
    asked.transaction.oncomplete = () => {
      base.close();
      done(asked.result);
    };
    asked.transaction.onerror = () => failed(asked.error);
    asked.transaction.onabort = () => failed(asked.transaction.error); // no room: it is not an error of what was asked
  });
};

export const waiting = () => on("readonly", (shelf) => shelf.getAll());

// One repair's first words, sealed at once: only the sealed form is kept here.
export const put = async (words, key) => {
  const id = crypto.randomUUID();
  const sealed = await seal(JSON.stringify({ words, at: Date.now() }), from64(key), id);
  store.setItem("waiting", "yes"); // first: what is sealed and not known to wait would never arrive
  await on("readwrite", (shelf) => shelf.add({ id, sealed: to64(sealed), key }));
};

// In the order in which they were written; one that did not arrive stays, and so do all after it.
export const deliver = async (key, token, to) => {
  for (const one of (await waiting()).filter((parcel) => parcel.key === key)) {
    const answer = await fetch(to, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ id: one.id, sealed: one.sealed }),
    });
    if (!answer.ok) return false;
    await on("readwrite", (shelf) => shelf.delete(one.number));
  }
  if (!(await waiting()).length) store.removeItem("waiting");
  return true;
};
