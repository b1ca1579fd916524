// Small comforts only: every page works without this file.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The device's own clock, so that days are told by it.
for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

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
const leaving = document.querySelector("[data-leave]");
if (leaving) {
  const leave = () => {
    fetch(leaving.action, { method: "POST", body: new FormData(leaving), keepalive: true, redirect: "manual" });
    document.documentElement.hidden = true;
    location.replace(leaving.dataset.leave);
  };
  leaving.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
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
