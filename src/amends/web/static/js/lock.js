// A diary that nobody touches locks itself, and its words leave the screen. Words that could not be kept stay.
const lock = document.querySelector("[data-lock]");
if (lock) {
  const minutes = Number(document.body.dataset.idle);
  let touched = Date.now();
  const touch = () => {
    touched = Date.now();
  };
  for (const name of ["keydown", "pointerdown", "scroll"]) addEventListener(name, touch, { passive: true });
  const watch = setInterval(() => {
    const unkept = document.querySelector(".failed:not([hidden])");
    if (unkept || Date.now() - touched < minutes * 60000) return;
    clearInterval(watch);
    unasked();
    leaves(lock);
    lock.submit();
  }, 5000);
}
