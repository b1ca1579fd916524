// The safety rules in the browser: the same file that Python runs, read in the same way.
const AROUND = 120;
const MACRO = /\{([a-z_]+)\}/g;
const STRAIGHT = { "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"' };

export const plain = (words) => Array.from(words, (letter) => {
  const one = STRAIGHT[letter] || letter;
  if (/\s/.test(one)) return " ";
  const lower = one.toLowerCase();
  return lower.length === one.length ? lower : one;
}).join("");

const spelled = (patterns, space, words) =>
  `(?:${patterns.join("|").replaceAll(" ", "\0").replace(MACRO, (_, name) => words[name])})`.replaceAll("\0", space);

export const load = (file) => {
  const words = {};
  for (const [name, patterns] of Object.entries(file.words)) words[name] = spelled(patterns, file.space, words);
  const built = (patterns) => new RegExp(`\\b${spelled(patterns, file.space, words)}\\b`, "g");
  return file.rules.map((rule) => ({ ...rule, made: null, make() { return this.made ??= { find: built(rule.find), unless: rule.unless?.length ? built(rule.unless) : null }; } }));
};

const places = (pattern, heard) => {
  const found = [];
  pattern.lastIndex = 0;
  for (let one = pattern.exec(heard); one; one = pattern.exec(heard)) {
    found.push([one.index, one.index + one[0].length]);
    pattern.lastIndex = one.index + 1;
  }
  return found;
};

const quieted = (unless, heard, [start, end]) => {
  if (!unless) return false;
  const begin = Math.max(0, start - AROUND);
  return places(unless, heard.slice(begin, end + AROUND)).some(([from, to]) => from < end - begin && start - begin < to);
};

// The flags and tiers that these words raise.
export const alarms = (words, rules) => {
  const heard = plain(words);
  return rules.filter((rule) => rule.hints.some((hint) => heard.includes(hint))).filter((rule) => {
    const { find, unless } = rule.make();
    return places(find, heard).some((place) => !quieted(unless, heard, place));
  }).map(({ flag, tier }) => ({ flag, tier }));
};
