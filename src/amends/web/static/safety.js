// The safety rules in the browser: the same file that Python runs, read in the same way.
const MACRO = /\{([a-z_]+)\}/g;
const STRAIGHT = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
  ʼ: "'",
  "`": "'",
  "´": "'",
  "＇": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "«": '"',
  "»": '"',
};

// Lower case, straight quotes, one space between words.
export const plain = (words) =>
  Array.from(words, (letter) => {
    const straight = STRAIGHT[letter] || letter;
    const lower = straight.toLowerCase();
    return lower.length === straight.length ? lower : straight;
  })
    .join("")
    .replace(/\s+/g, " ");

const spelled = (patterns, words) => `(?:${patterns.join("|").replace(MACRO, (_, name) => words[name])})`;

const ready = (rules, words) => {
  const built = (patterns) => new RegExp(`\\b${spelled(patterns, words)}\\b`, "g");
  return rules.map((rule) => ({
    ...rule,
    made: null,
    make() {
      return (this.made ??= { find: built(rule.find), unless: rule.unless?.length ? built(rule.unless) : null });
    },
  }));
};

// The rules that raise a flag, ready to run; `list` may be "cautions".
export const load = (file, list = "rules") => {
  const words = {};
  for (const [name, patterns] of Object.entries(file.words)) words[name] = spelled(patterns, words);
  return ready(file[list], words);
};

// Every place, also one that begins inside the one before: the first may be denied and the second not.
function* places(pattern, text) {
  for (let from = 0; ;) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (!found) return;
    yield [found.index, found.index + found[0].length];
    from = found.index + 1;
  }
}

// What silences a rule is looked for once: where each such place begins, and the furthest end up to there.
const silences = (unless, text) => {
  const quiet = unless ? [...places(unless, text)] : [];
  quiet.forEach((place, at) => {
    if (at) place[1] = Math.max(place[1], quiet[at - 1][1]);
  });
  return ([start, end]) => {
    let low = 0,
      high = quiet.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (quiet[middle][0] < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && quiet[low - 1][1] > start;
  };
};

const fires = ({ find, unless }, text) => {
  let silenced;
  for (const place of places(find, text)) {
    silenced ??= silences(unless, text);
    if (!silenced(place)) return true;
  }
  return false;
};

// The rules that these words set off: flags and tiers, or cautions.
export const alarms = (words, rules) => {
  const text = plain(words);
  return rules
    .filter((rule) => rule.hints.some((hint) => text.includes(hint)) && fires(rule.make(), text))
    .map(({ flag, tier, caution }) => (caution ? { caution } : { flag, tier }));
};
