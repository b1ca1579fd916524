// The mirror: the marks of the last reading lie under the words, and follow them while they are typed.
// One note is in sight; a tap on a mark brings its own. Without this file the marked words stand below the field.

const setUp = (form) => {
  const field = form.querySelector("textarea");
  const glass = form.querySelector(".glass");
  const said = form.querySelector("[data-said]");
  const reading = () => form.querySelector("#reading");
  let read = "";
  let marks = [];
  let heading = "";

  const paint = () => {
    const pieces = [];
    let at = 0;
    for (const mark of marks) {
      const shown = document.createElement("mark");
      shown.className = mark.kind;
      shown.textContent = read.slice(mark.start, mark.end);
      pieces.push(read.slice(at, mark.start), shown);
      at = mark.end;
    }
    glass.replaceChildren(...pieces, read.slice(at));
  };

  const follow = () => {
    if (!glass) return;
    marks = carried(marks, read, field.value);
    read = field.value;
    paint();
  };

  // Brings one note to the front; what was there takes its place among the others.
  const show = (key) => {
    const first = reading().querySelector(":scope > [data-note]");
    const wanted = key && noteOf(reading(), key);
    if (!wanted || !first || wanted === first) return;
    const gap = document.createComment("");
    wanted.replaceWith(gap);
    first.replaceWith(wanted);
    gap.replaceWith(first);
  };

  // Says a note aloud when it is another than before, and lets it rise.
  const tell = (aloud = true) => {
    const note = reading().querySelector(":scope > [data-note]");
    const told = note ? [...note.querySelectorAll(".what > :is(h2, p)")].map((line) => line.textContent.trim()) : [];
    if (told.join(" ") === heading) return;
    heading = told.join(" ");
    if (note) reading().classList.add("rises");
    if (said && aloud) said.textContent = heading;
  };

  const adopt = () => {
    const below = reading().querySelector(":scope > .marked");
    if (glass) {
      const text = below?.textContent ?? "";
      marks = below ? carried(marksOf(below), text, field.value) : [];
      read = field.value;
      paint();
      below?.remove();
    }
  };

  let open = [];
  let focus = null;
  const remember = () => {
    const now = reading();
    open = [...now.querySelectorAll("details[open]")].map((one) => placeOf(one, now));
    const active = document.activeElement;
    focus = now.contains(active) ? placeOf(active, now) : null;
  };
  const restore = (asker) => {
    const now = reading();
    const key = focus?.[0] || open.find(([of]) => of)?.[0];
    show(key);
    for (const place of open) found(now, place)?.setAttribute("open", "");
    if (!focus) return;
    const dismissed = asker?.value?.startsWith("dismiss:");
    ((!dismissed && found(now, focus)) || field || form.querySelector("input:not([type=hidden])")).focus();
    focus = null;
  };

  form.addEventListener("htmx:beforeSwap", remember);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (!reading()) return;
    adopt();
    restore(event.detail.requestConfig?.elt);
    tell();
  });
  adopt();
  tell(false);

  if (field && glass) {
    field.addEventListener("input", follow);
    const point = () => {
      const at = field.selectionStart;
      if (at !== field.selectionEnd) return;
      const mark = marks.find((one) => one.start <= at && at < one.end);
      if (!mark) return;
      show(mark.of);
      tell();
    };
    field.addEventListener("click", point);
    field.addEventListener("keyup", (event) => {
      if (/^(Arrow|Home|End|Page)/.test(event.key)) point();
    });
  }

  givesWay(form);
  keepsUp(form);
  form.classList.add("live");
};

for (const form of document.querySelectorAll("form.write")) setUp(form);
