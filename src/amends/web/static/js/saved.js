// Words of danger: the whole page is sent, so that the stop has the screen.
document.body.addEventListener("stopped", (event) => {
  unasked();
  event.target.closest("form").submit();
});

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
  document.body.addEventListener("htmx:responseError", (event) => {
    say(locked && event.detail.xhr.status === 401 ? "locked" : "failed");
  });
  document.body.addEventListener("htmx:afterSwap", () => say(""));
}
