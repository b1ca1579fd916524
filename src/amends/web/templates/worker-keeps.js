// What the worker keeps: read after worker.js, as one script with it.
// Of what this host keeps only what is ours: below a path its other caches are a neighbour's.
const drop = async (isOld) => {
  for (const name of await caches.keys()) if (name.startsWith(HERE) && isOld(name)) await caches.delete(name);
};

// What is lacking here is fetched: one page that could not be had is no reason to do without the others. What an older
// worker kept goes once all is there.
const fill = async () => {
  const cache = await caches.open(VERSION);
  const there = new Set((await cache.keys()).map((request) => named(new URL(request.url))));
  for (const address of KEPT.filter((one) => !there.has(one))) {
    const answer = await arrived(fresh(address));
    if (!answer) return;
    if (!answer.ok) continue;
    await cache.put(address, answer);
    there.add(address);
  }
  if (KEPT.some((address) => !there.has(address))) return;
  await drop((name) => ![VERSION, LEFT].includes(name));
};
let filling = null;
const heal = () => {
  filling ??= fill().finally(() => {
    filling = null;
  });
  return filling;
};
