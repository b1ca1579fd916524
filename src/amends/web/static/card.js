// The card aloud, its small menu, and the page that goes dark. Every page works without this file.

// By a voice that lives on this device; one that asks elsewhere is never used. It ends when one leaves.
const voice = () => {
  const [language] = document.documentElement.lang.split("-");
  return speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
};

const hush = (button) => {
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", "false");
};

const speak = (button) => {
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", "true");
  const lines = [...document.querySelectorAll(".opening, .cues li, .limit dd, .plan")];
  lines.forEach((line, at) => {
    const said = new SpeechSynthesisUtterance(line.textContent);
    said.voice = voice();
    said.rate = 0.9;
    if (at === lines.length - 1) said.onend = () => button.setAttribute("aria-pressed", "false");
    speechSynthesis.speak(said);
  });
};

for (const button of window.speechSynthesis ? document.querySelectorAll("[data-speak]") : []) {
  const show = () => {
    button.hidden = !voice();
  };
  show();
  speechSynthesis.addEventListener("voiceschanged", show);
  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? hush : speak)(button));
  addEventListener("pagehide", () => hush(button));
  document.addEventListener("visibilitychange", () => document.hidden && hush(button));
}

// Where a part of the page takes the screen, the small menu is closed behind it.
addEventListener("hashchange", () => {
  for (const menu of document.querySelectorAll("details.dots[open]")) menu.open = false;
});
for (const menu of document.querySelectorAll("details.dots")) {
  addEventListener("keydown", (event) => event.key === "Escape" && menu.open && (menu.open = false));
  addEventListener("pointerdown", (event) => !menu.contains(event.target) && (menu.open = false));
}

// Four seconds without a touch, a key or the pointer, and all but the bowl goes dark. Each of them brings it back.
if (document.body.classList.contains("dims")) {
  const seconds = 4;
  let dark;
  const wake = () => {
    document.body.classList.remove("dark");
    clearTimeout(dark);
    dark = setTimeout(() => document.body.classList.add("dark"), seconds * 1000);
  };
  document.body.classList.add("watched");
  for (const name of ["pointerdown", "pointermove", "keydown", "focusin"])
    addEventListener(name, wake, { passive: true });
  wake();
}
