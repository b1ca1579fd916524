// The last words before a tap, or before the page goes, are sent as well; each save has a number, so that one that
// arrives late never overwrites a newer one.
const keepsUp = (form) => {
  const number = form.elements.save;
  if (!number || !("keeps" in form.dataset)) return;
  let [typed, sent, kept] = [0, 0, 0]; // what was typed by now is kept once the answer is there, not when it is sent
  const counts = () => {
    number.value = Number(number.value) + 1;
    return number.value;
  };
  form.addEventListener("input", () => {
    typed += 1;
  });
  form.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.save = counts();
    sent = typed;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) kept = sent;
  });
  form.addEventListener("submit", () => {
    counts();
    kept = typed;
  });

  // A way on waits for them: where they cannot be kept the page stays, and says so.
  form.addEventListener("click", (event) => {
    const way = event.target.closest("a[href]");
    if (typed === kept || !way || way.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const done = (answer) => {
      form.removeEventListener("htmx:afterRequest", done);
      if (answer.detail.successful && answer.detail.xhr.status !== 204) location.assign(way.href);
    };
    form.addEventListener("htmx:afterRequest", done);
    form.dispatchEvent(new CustomEvent("flush"));
  });

  addEventListener("pagehide", () => {
    if (typed === kept) return;
    counts();
    kept = typed;
    const headers = { "HX-Request": "true" };
    fetch(form.action, { method: "POST", body: new FormData(form), headers, keepalive: true });
  });
};
