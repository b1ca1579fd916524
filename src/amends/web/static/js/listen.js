// Which words were heard: for each alarm the shortest stretch that raises it. `hear` says what a text raises.
const MOST = 30; // stretches that are heard in one text: no text keeps this busy for ever

// The text without the stretches in `set`.
const without = (text, set) => [...set].reduce((left, stretch) => left.replaceAll(stretch, " – "), text);

// How far `from` may go up to `to` while `holds` is still true, in few tries.
const furthest = (from, to, holds) => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

// The shortest stretch of `text` that raises `flag`, in whole words.
const evidence = (text, flag, hear) => {
  const raises = (pieces) => hear(pieces.join("")).some((alarm) => alarm.flag === flag);
  const pieces = text.match(/\S+\s*|\s+/gu);
  const start = furthest(0, pieces.length - 1, (at) => raises(pieces.slice(at)));
  const rest = pieces.slice(start);
  const spare = furthest(0, rest.length - 1, (cut) => raises(rest.slice(0, rest.length - cut)));
  return rest
    .slice(0, rest.length - spare)
    .join("")
    .trim();
};

// What is heard in `words` beside the stretches in `overruled`: flags, tiers, and the stretch of words for each.
const heardIn = (words, overruled, hear) => {
  const [heard, set] = [[], new Set(overruled)];
  for (let times = 0; times < MOST; times += 1) {
    const text = without(words, set);
    const [alarm] = hear(text);
    if (!alarm) break;
    const stretch = evidence(text, alarm.flag, hear);
    heard.push({ ...alarm, stretch });
    set.add(stretch);
  }
  return heard;
};
