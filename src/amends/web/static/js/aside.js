// What opened over the page gives way when the focus goes on behind it, and to Escape.
const givesWay = (form) => {
  const aside = form.querySelector(".aside");
  const over = () => matchMedia("(max-width: 61.99rem)").matches;
  form.addEventListener("focusin", (event) => {
    if (aside?.open && over() && !aside.contains(event.target)) aside.open = false;
  });
  aside?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !aside.open) return;
    aside.open = false;
    aside.querySelector("summary").focus();
  });
};
