// A worker keeps the public pages for when the network is gone. Where a browser allows none, the page says so.
// Pages of what was given name no worker: they need none, and there is none where nothing else is published.
const register = () => navigator.serviceWorker.register(document.body.dataset.worker).catch(() => {});
if (document.body.dataset.worker && "serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(register, 1500));
  navigator.serviceWorker.controller?.postMessage("heal");
}
for (const note of document.querySelectorAll("[data-insecure]")) note.hidden = window.isSecureContext;
