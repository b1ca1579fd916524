// A long work that is done in turns goes on by itself, unless somebody presses another button first.
document.querySelector("[data-goes-on]")?.requestSubmit();
