// A worker keeps the public pages for when the network is gone. Where a browser allows none, the page says so.
const register = () => navigator.serviceWorker.register("/worker.js").catch(() => {});
if ("serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(register, 1500));
  navigator.serviceWorker.controller?.postMessage("heal");
}
for (const note of document.querySelectorAll("[data-insecure]")) note.hidden = window.isSecureContext;
