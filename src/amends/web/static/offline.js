// The page for when the network is gone: words are heard by the safety rules, shown large, and sealed.
const part = document.querySelector("#writing");
const words = document.querySelector("#words");
const { alarms, load } = await import(part.dataset.safety);
const { put } = await import(part.dataset.outbox);
const rules = load(await (await fetch(part.dataset.rules)).json());
const key = window.localStorage?.getItem("delivery");
const sealable = Boolean(key && window.isSecureContext && crypto.subtle);
const show = (name, shown) => { part.querySelector(`[data-${name}]`).hidden = !shown; };

part.hidden = false;
show("sealed", sealable);
show("unsealed", !sealable);
show("keep", sealable);

words.addEventListener("input", () => {
  const heard = new Set(alarms(words.value, rules).map(({ flag }) => flag));
  show("stop", heard.size);
  for (const one of part.querySelectorAll("[data-flag]")) one.hidden = !heard.has(one.dataset.flag);
});
part.querySelector("[data-show]").addEventListener("click", () => {
  part.querySelector(".opening").textContent = words.value;
  show("card", words.value.trim());
});
part.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!sealable || !words.value.trim()) return;
  await put(words.value, key);
  words.value = "";
  show("card", false);
  show("done", true);
});
