// Small comforts only: every page works without this file.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The card aloud, by a voice that lives on this device; one that asks elsewhere is never used.
for (const button of document.querySelectorAll("[data-speak]")) {
  const own = () => speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.startsWith(document.documentElement.lang));
  const show = () => { button.hidden = !own(); };
  if (!window.speechSynthesis) continue;
  show();
  speechSynthesis.addEventListener("voiceschanged", show);
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    for (const words of document.querySelectorAll(".opening, .cues li, .limit dd, .plan")) {
      const said = new SpeechSynthesisUtterance(words.textContent);
      said.voice = own();
      said.rate = 0.9;
      speechSynthesis.speak(said);
    }
  });
}

// The device's own clock, so that days are told by it.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

// A breath of ten seconds, to feel or to hear: in for four, out for six. Off until asked for, and off again.
for (const pace of document.querySelectorAll("[data-pace]")) {
  pace.hidden = false;
  const [buzz, tone] = pace.querySelectorAll("button");
  buzz.hidden = !navigator.vibrate;
  let felt = 0;
  buzz.addEventListener("click", () => {
    if (felt) { clearInterval(felt); navigator.vibrate(0); felt = 0; return; }
    const breath = () => navigator.vibrate([120, 3880, 60]);
    breath();
    felt = setInterval(breath, 10000);
  });
  let heard = null;
  tone.addEventListener("click", () => {
    if (heard) { heard.close(); heard = null; return; }
    heard = new AudioContext();
    const voice = heard.createOscillator(), loud = heard.createGain();
    voice.connect(loud).connect(heard.destination);
    loud.gain.value = 0.04;
    for (let at = 0; at < 300; at += 10) {
      voice.frequency.linearRampToValueAtTime(220, heard.currentTime + at + 4);
      voice.frequency.linearRampToValueAtTime(147, heard.currentTime + at + 10);
    }
    voice.start();
    voice.stop(heard.currentTime + 300);
  });
}

// Some browsers refuse to store anything: then nothing waits, and all else still works.
const store = (() => { try { return window.localStorage; } catch { return null; } })();
const waits = () => Boolean(store?.getItem("waiting"));
const still = (form) => {
  const told = document.createElement("input");
  Object.assign(told, { type: "hidden", name: "waiting", value: "yes" });
  form.append(told);
};

// Words of danger: the whole page is sent, so that the stop has the screen.
document.body.addEventListener("stopped", (event) => event.target.closest("form").submit());

// A save that did not arrive is said aloud; the words stay in the field, and the next key tries again.
const say = (shown) => {
  for (const name of ["failed", "locked"]) {
    const note = document.querySelector(`.${name}`);
    if (note) note.hidden = name !== shown;
  }
};
if (document.querySelector(".failed")) {
  const locked = document.querySelector(".locked");
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.body.addEventListener(name, () => say("failed"));
  document.body.addEventListener("htmx:responseError", (event) => say(locked && event.detail.xhr.status === 401 ? "locked" : "failed"));
  document.body.addEventListener("htmx:afterSwap", () => say(""));
}

// Leaving fast: one tap, or Escape three times. The page is gone before the answer is there, and "back" does not show it.
const leavings = document.querySelectorAll("[data-leave]");
if (leavings.length) {
  const leave = (leaving = leavings[0]) => {
    if (waits()) still(leaving);
    fetch(leaving.action, { method: "POST", body: new FormData(leaving), keepalive: true, redirect: "manual" });
    document.documentElement.hidden = true;
    location.replace(leaving.dataset.leave);
  };
  for (const leaving of leavings) {
    leaving.addEventListener("submit", (event) => { event.preventDefault(); leave(leaving); });
  }
  let presses = [];
  addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 2000) : [];
    if (presses.length >= 3) leave();
  });
}

// A diary that nobody touches locks itself, and its words leave the screen. Words that could not be kept stay.
const lock = document.querySelector("[data-lock]");
if (lock) {
  const minutes = Number(document.body.dataset.idle);
  let touched = Date.now();
  for (const name of ["keydown", "pointerdown", "scroll"]) addEventListener(name, () => { touched = Date.now(); }, { passive: true });
  const watch = setInterval(() => {
    const unkept = document.querySelector(".failed:not([hidden])");
    if (unkept || Date.now() - touched < minutes * 60000) return;
    clearInterval(watch);
    lock.submit();
  }, 5000);
}

// A worker keeps the public pages for when the network is gone. Where a browser allows none, the page says so.
if ("serviceWorker" in navigator) addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/worker.js").catch(() => {}), 1500));
for (const note of document.querySelectorAll("[data-insecure]")) note.hidden = window.isSecureContext;

// What was sealed meanwhile goes to its owner, once. Signing out delivers first; what cannot be delivered stays, and that is said.
const { delivery, outbox } = document.body.dataset;
const flush = async () => {
  if (!delivery || !waits()) return;
  const { deliver } = await import(outbox);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  await navigator.locks.request("outbox", () => deliver(delivery, token));
};
if (delivery) store?.setItem("delivery", delivery);
flush().catch(() => {});
addEventListener("online", () => flush().catch(() => {}));
for (const form of document.querySelectorAll("[data-ends]")) {
  form.addEventListener("submit", async (event) => {
    if (!waits() || form.elements.waiting) return;
    event.preventDefault();
    await flush().catch(() => {});
    if (!waits()) return form.requestSubmit(event.submitter);
    document.querySelector("[data-waits]").hidden = false;
    still(form);
  });
}

// The sky in the first door follows the hour of the device; without script it is dusk.
if (document.querySelector(".doors")) {
  const hour = new Date().getHours();
  document.body.dataset.hour = hour < 5 || hour >= 21 ? "night" : hour < 8 ? "dawn" : hour < 17 ? "day" : "dusk";
}
