// Leaving fast: one tap, or Escape three times.
// The page is gone before the answer is there, and "back" does not show it.
const leavings = document.querySelectorAll("[data-leave]");
const leave = (leaving) => {
  leaves(leaving);
  fetch(leaving.action, { method: "POST", body: new FormData(leaving), keepalive: true, redirect: "manual" });
  document.documentElement.hidden = true;
  unasked();
  location.replace(leaving.dataset.leave);
};
for (const leaving of leavings) {
  leaving.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(leaving);
  });
}
let escapes = [];
addEventListener("keydown", (event) => {
  const recent = escapes.filter((at) => event.timeStamp - at < 2000);
  escapes = event.key === "Escape" ? [...recent, event.timeStamp] : [];
  if (escapes.length >= 3 && leavings.length) leave(leavings[0]);
});
