// Small comforts only: every page works without this file.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A save that did not arrive is said aloud; the words stay in the field, and the next key tries again.
const failed = document.querySelector(".failed");
if (failed) {
  const show = (hidden) => () => { failed.hidden = hidden; };
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(name, show(false));
  document.body.addEventListener("htmx:afterSwap", show(true));
}
