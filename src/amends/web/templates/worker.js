// Keeps a few public pages for when the network is gone. What is somebody's own never enters it.
"use strict";

// As a stranger sees them: without cookies, so nothing of a visit is in what is kept.
const fresh = (address) => new Request(address, { credentials: "omit", cache: "no-store" });

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    caches.open(VERSION).then(async (cache) => {
      for (const address of KEPT) {
        const answer = await fetch(fresh(address));
        if (answer.ok) await cache.put(address, answer);
      }
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

const instead = async (address) =>
  (await caches.match(address.pathname + address.search)) ||
  (await caches.match(address.pathname)) ||
  caches.match(INSTEAD);

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => instead(address)));
  else if (KEPT.includes(address.pathname))
    event.respondWith(fetch(event.request).catch(() => caches.match(address.pathname)));
});
