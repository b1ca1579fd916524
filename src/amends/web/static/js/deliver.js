// What was sealed meanwhile goes to its owner, once.
// Signing out delivers first; what cannot be delivered stays, and that is said.
const { delivery, outbox, deliver: to } = document.body.dataset;
const flush = async () => {
  if (!delivery || !to || !waits()) return; // under a name for what was given alone, nothing is taken in
  const { deliver } = await import(outbox);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  await navigator.locks.request(`${keptAs}outbox`, () => deliver(delivery, token, to));
};
if (delivery) {
  store?.setItem("delivery", delivery);
  store?.setItem("opened", Date.now());
} else if ("shut" in document.body.dataset) forgetsKey();
flush().catch(() => {});
addEventListener("online", () => flush().catch(() => {}));
for (const form of document.querySelectorAll("[data-ends]")) {
  form.addEventListener("submit", async (event) => {
    if (!waits() || form.elements.waiting) return;
    event.preventDefault();
    await flush().catch(() => {});
    if (!waits()) {
      form.requestSubmit(event.submitter);
      return;
    }
    document.querySelector("[data-waits]").hidden = false;
    still(form);
  });
}
