// Words that are on this page alone: the browser asks before they go. It does not where one leaves fast, where a diary
// locks itself, and where the words themselves are sent.
let asks = true;
const unasked = () => {
  asks = false;
};
const TYPED = ':is(textarea, input[type="text"])[dir="auto"]:not([readonly])';
const isOnlyHere = (field) =>
  field.value.trim() && ("unkept" in document.body.dataset || field.value !== field.defaultValue);
const areOnlyHere = () =>
  document.querySelector(".write .failed:not([hidden]), .write .locked:not([hidden])") ||
  [...document.querySelectorAll(`main form:not([data-keeps]) ${TYPED}`)].some(isOnlyHere);
addEventListener("submit", (event) => !event.defaultPrevented && event.target.querySelector(TYPED) && unasked());
addEventListener("beforeunload", (event) => asks && areOnlyHere() && event.preventDefault());
