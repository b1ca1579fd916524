// The page for when the network is gone: words are heard by the safety rules, shown large, and sealed.
const PAUSE = 500; // milliseconds without a key before the words are heard: nobody is stopped in the middle of a word
const MOST = 30; // stretches that are heard in one text: no text keeps this busy for ever
const part = document.querySelector("#writing");
const page = document.querySelector("[data-page]");
const stop = document.querySelector("[data-stop]");
const words = document.querySelector("#words");
const { alarms, load } = await import(part.dataset.safety);
const { put } = await import(part.dataset.outbox);
const rules = load(await (await fetch(part.dataset.rules)).json());
const key = (() => { try { return window.localStorage.getItem("delivery"); } catch { return null; } })();
const sealable = Boolean(key && window.isSecureContext && crypto.subtle);
const show = (name, shown) => { part.querySelector(`[data-${name}]`).hidden = !shown; };
const overruled = new Set(); // stretches that mean something else, and never stop again

part.hidden = false;
show("sealed", sealable);
show("unsealed", !sealable);
show("keep", sealable);

// The text without the stretches in `set`.
const without = (text, set) => [...set].reduce((left, stretch) => left.replaceAll(stretch, " – "), text);

// How far `from` may go up to `to` while `holds` is still true, in few tries.
const furthest = (from, to, holds) => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

// The shortest stretch of `text` that raises `flag`, in whole words.
const evidence = (text, flag) => {
  const raises = (pieces) => alarms(pieces.join(""), rules).some((alarm) => alarm.flag === flag);
  const pieces = text.match(/\S+\s*|\s+/gu);
  const start = furthest(0, pieces.length - 1, (at) => raises(pieces.slice(at)));
  const rest = pieces.slice(start);
  const spare = furthest(0, rest.length - 1, (cut) => raises(rest.slice(0, rest.length - cut)));
  return rest.slice(0, rest.length - spare).join("").trim();
};

// What is heard in the words beside what was overruled: flags, tiers, and the stretch of words for each.
const listen = () => {
  const [heard, set] = [[], new Set(overruled)];
  for (let times = 0; times < MOST; times += 1) {
    const text = without(words.value, set);
    const [alarm] = alarms(text, rules);
    if (!alarm) break;
    const stretch = evidence(text, alarm.flag);
    heard.push({ ...alarm, stretch });
    set.add(stretch);
  }
  return heard;
};

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
  const sealed = await put(words.value, key).then(() => true, () => false);
  if (sealed) words.value = "";
  show("card", false);
  show("done", sealed);
  show("failed", !sealed);
});
