// Who leaves has left on this device, whatever the network does. Where a worker watches, it remembers that until the
// server has heard of it; elsewhere this does. What waits here, sealed, stays where it is, unless one forgets all; what
// is written offline from now on has no diary to go to.
const forgetsKey = () => {
  for (const name of ["delivery", "opened"]) store?.removeItem(name);
};
// Where all of this host is ours, its answer clears what a browser keeps of it; below a path we do so ourselves.
const forgetsAll = () => {
  for (const name of ["country", "waiting"]) store?.removeItem(name);
  window.indexedDB?.deleteDatabase(`${keptAs}outbox`);
};
const leaves = (form) => {
  if (waits() && !form.elements.waiting && !form.matches(".forget")) still(form);
  window.speechSynthesis?.cancel();
  forgetsKey();
  if (keptAs && !form.elements.waiting) forgetsAll();
  // The worker's own note, made here as well: the next page may reach it before it hears of this exit.
  if (navigator.serviceWorker?.controller) window.caches?.open(`${keptAs}left`);
  else store?.setItem("left", "yes");
};
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.matches("[data-exit]")) leaves(event.target);
});

// An exit that nobody may have heard of is told first; until then what the old visit opened is not shown.
const isHeard = (answer) => answer.type === "opaqueredirect" || answer.headers.has("Clear-Site-Data");
const tells = async (leaving, isOpen) => {
  still(leaving);
  const answer = await fetch(leaving.action, { method: "POST", body: new FormData(leaving), redirect: "manual" });
  leaving.elements.waiting.remove();
  if (!isHeard(answer)) return;
  store.removeItem("left");
  if (isOpen) location.reload();
};
const way = document.querySelector("[data-leave]");
if (way && store?.getItem("left")) {
  const isOpen = Boolean(document.body.dataset.delivery);
  document.documentElement.hidden = isOpen;
  tells(way, isOpen).catch(() => {});
}
