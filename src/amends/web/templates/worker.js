// Keeps a few public pages for when the network is gone, and remembers that somebody left until the server has heard of
// it. What is somebody's own never enters it, and nothing that was given: that may be taken back at any time.
"use strict";
const PATIENCE = 4000; // milliseconds for an answer; after that what is kept here is better than nothing
const LONGEST = 20000; // and for one that is kept nowhere
// A cache that is there from an exit until the server has heard of it.
const LEFT = `${HERE}left`;

// As a stranger sees them: without cookies, so nothing of a visit is in what is kept.
const fresh = (address) =>
  new Request(address, { credentials: "omit", cache: "no-store", headers: { [TO_KEEP]: "yes" } });
const late = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds, null));
const arrived = (request, more) => fetch(request, more).catch(() => null);
const named = (address) => address.pathname + address.search;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(heal());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Each page that opens asks for what an installation with a bad network has left out.
self.addEventListener("message", (event) => {
  if (event.data === "heal") event.waitUntil(heal());
});

const kept = async (name) => (await caches.match(name, { cacheName: VERSION })) ?? caches.match(name);
const keptFor = async (address) => (await kept(named(address))) ?? kept(address.pathname);

// Our own answers carry our policy. A fault without one is a proxy's: nobody is behind it.
const isOurs = (answer) => answer.headers.has("Content-Security-Policy");
const isFault = (answer) => answer.status >= 500;

// The network's answer, or what is kept here: where there is none, where it is late, where the server is gone.
const answered = async (request, address, instead) => {
  const here = await keptFor(address);
  const answer = await Promise.race([arrived(request), late(here ? PATIENCE : LONGEST)]);
  if (answer && (!isFault(answer) || (!here && isOurs(answer)))) return answer;
  return here ?? (await instead()) ?? answer ?? Response.error();
};

// Whether the server has heard of an exit: it sends on, or clears this device, or says that nothing is open.
const isHeard = (answer) =>
  answer?.type === "opaqueredirect" || answer?.headers.has("Clear-Site-Data") || answer?.status === 401;
// All of it goes, this worker too, where nothing waits. A whole host's answer has the browser do so; below a path this.
const goes = async (asked) => {
  if ((await asked.formData()).has("waiting")) return;
  await drop(() => true);
  await self.registration.unregister();
};
const leaves = async (event, address) => {
  const form = event.request.clone();
  await caches.open(LEFT);
  const asked = arrived(event.request).then(async (answer) => {
    if (isHeard(answer)) await caches.delete(LEFT);
    if (HERE && isHeard(answer) && answer.status !== 401) await goes(form);
    return answer;
  });
  event.waitUntil(asked);
  const answer = await Promise.race([asked, late(PATIENCE)]);
  if (answer && (isOurs(answer) || !isFault(answer))) return answer;
  return Response.redirect(LEAVES[address.pathname] ?? INSTEAD, 303);
};

// Tells the server, before anything else, of an exit that it has not heard of. Whether nothing is left to be told.
const tell = async () => {
  if (!(await caches.has(LEFT))) return true;
  const body = new URLSearchParams({ waiting: "yes" }); // what is sealed here may wait: it stays
  const limit = AbortSignal.timeout(PATIENCE);
  if (!isHeard(await arrived(LEAVE, { method: "POST", body, redirect: "manual", signal: limit }))) return false;
  await caches.delete(LEFT);
  return true;
};
let telling = null;
const told = () => {
  telling ??= tell().finally(() => {
    telling = null;
  });
  return telling;
};

// Until then no page is asked for: the old visit would open it.
const opens = async (request, address) => {
  if (Object.values(LEAVES).includes(address.pathname)) return (await kept(BLANK)) ?? fetch(request);
  const isRead = request.method === "GET";
  if (await told()) return isRead ? answered(request, address, () => kept(INSTEAD)) : fetch(request);
  return (isRead && ((await keptFor(address)) ?? (await kept(INSTEAD)))) || Response.error();
};

// A file whose name says what is in it is never another one: it is not asked for again.
const part = async (request, address) => {
  const here = address.pathname.startsWith(STATIC) && (await kept(address.pathname));
  return here || answered(request, address, () => null);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && EXITS.includes(address.pathname)) event.respondWith(leaves(event, address));
  else if (request.mode === "navigate") event.respondWith(opens(request, address));
  else if (request.method === "GET" && KEPT.includes(address.pathname)) event.respondWith(part(request, address));
});
