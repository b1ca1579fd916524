// The page for when the network is gone: words are heard by the safety rules, shown large, and sealed.
const PAUSE = 500; // milliseconds without a key before the words are heard: nobody is stopped in the middle of a word
const part = document.querySelector("#writing");
const page = document.querySelector("[data-page]");
const stop = document.querySelector("[data-stop]");
const words = document.querySelector("#words");
const { alarms, load } = await import(part.dataset.safety);
const { put } = await import(part.dataset.outbox);
const rules = load(await (await fetch(part.dataset.rules)).json());
const key = store?.getItem("delivery");
const sealable = Boolean(key && window.isSecureContext && crypto.subtle);
const show = (name, shown) => {
  part.querySelector(`[data-${name}]`).hidden = !shown;
};
const overruled = new Set(); // stretches that mean something else, and never stop again

const opened = part.querySelector("[data-opened]");
const minute = { dateStyle: "full", timeStyle: "short" };
opened.textContent = new Date(Number(store?.getItem("opened"))).toLocaleString(document.documentElement.lang, minute);
part.hidden = false;
show("sealed", sealable);
show("unsealed", !sealable);
show("keep", sealable);

// What is heard in the words beside what was overruled: flags, tiers, and the stretch of words for each.
const listen = () => heardIn(words.value, overruled, (text) => alarms(text, rules));

// The whole screen: nothing else is on the page while it stands.
const halt = (heard) => {
  const tier = heard.some((alarm) => alarm.tier === "A") ? "A" : "B";
  const flags = new Set(heard.map(({ flag }) => flag));
  for (const one of stop.querySelectorAll("[data-tier]")) one.hidden = one.dataset.tier !== tier;
  for (const one of stop.querySelectorAll("[data-flag]")) one.hidden = !flags.has(one.dataset.flag);
  stop.querySelector("[data-heard]").textContent = heard.map(({ stretch }) => stretch).join(" … ");
  show("card", false);
  page.hidden = true;
  stop.hidden = false;
  const title = stop.querySelector(`h1[data-tier="${tier}"]`);
  title.focus();
  scrollTo(0, 0);
  const call = stop.querySelector("[data-call]:not([hidden])")?.textContent ?? "";
  document.querySelector("[data-told]").textContent = `${title.textContent} ${call}`.replace(/\s+/gu, " ");
};

// Whether the words may be used; where danger is heard in them the screen stops.
let heard = [];
const clear = () => {
  heard = listen();
  if (heard.length) halt(heard);
  return !heard.length;
};

let waiting = 0;
words.addEventListener("input", () => {
  clearTimeout(waiting);
  show("card", false);
  waiting = setTimeout(clear, PAUSE);
});
stop.querySelector("[data-other]").addEventListener("click", () => {
  for (const { stretch } of heard) overruled.add(stretch);
  stop.hidden = true;
  page.hidden = false;
  document.querySelector("[data-told]").textContent = "";
  words.focus();
});
stop.querySelector("[data-away]").addEventListener("click", () => {
  document.querySelector("[data-leave] button").click();
});
part.querySelector("[data-show]").addEventListener("click", () => {
  if (!clear()) return;
  part.querySelector(".opening").textContent = words.value;
  show("card", words.value.trim());
});
part.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!sealable || !words.value.trim() || !clear()) return;
  const sealed = await put(words.value, key).then(
    () => true,
    () => false,
  );
  if (sealed) {
    words.value = "";
    navigator.storage?.persist?.().catch(() => {}); // so that the browser does not clear it away for want of room
  }
  show("card", false);
  show("done", sealed);
  show("failed", !sealed);
});
