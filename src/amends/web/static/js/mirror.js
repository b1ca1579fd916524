// The marks of a text that was read, as places: from a paragraph with <mark>s.
export const marksOf = (paragraph) => {
  const marks = [];
  let at = 0;
  for (const piece of paragraph.childNodes) {
    const end = at + piece.textContent.length;
    if (piece.nodeName === "MARK") marks.push({ start: at, end, kind: piece.className, of: piece.dataset.of });
    at = end;
  }
  return marks;
};

// The marks that still stand when `then` has become `now`: those before or behind the change, none that it touches.
export const carried = (marks, then, now) => {
  const most = Math.min(then.length, now.length);
  let head = 0;
  while (head < most && then[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && then[then.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const by = now.length - then.length;
  const stay = marks.filter((mark) => mark.end <= head);
  const move = marks.filter((mark) => mark.end > head && mark.start >= then.length - tail);
  return [...stay, ...move.map((mark) => ({ ...mark, start: mark.start + by, end: mark.end + by }))];
};

// What to remember of a place in the reading, so that it is found again in the next one.
const PLACES = "summary, button, a, details";
const hostOf = (one) => one.closest("[data-note]");
const placeOf = (one, reading) => {
  const host = hostOf(one);
  return [host?.dataset.note ?? "", [...(host ?? reading).querySelectorAll(PLACES)].indexOf(one)];
};
const noteOf = (reading, key) => reading.querySelector(`[data-note="${CSS.escape(key)}"]`);
const found = (reading, [key, index]) => (key ? noteOf(reading, key) : reading)?.querySelectorAll(PLACES)[index];
