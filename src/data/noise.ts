import { GENERATOR } from "./generate-settings";
import type { CommonPhrases } from "./phrase-bank";
import type { Random } from "./random";

/** A message on its way: its text and the tags of what was done to it. */
export interface Draft {
  readonly text: string;
  readonly noise: readonly string[];
}

/** Types a clean text the way customers type: each kind of noise by its own chance, with its tag. */
export function addNoise(text: string, common: CommonPhrases, random: Random): Draft {
  const chance = GENERATOR.noise;
  const noise: string[] = [];
  let out = text;
  const apply = (tag: string, probability: number, change: (text: string) => string): void => {
    if (random.next() >= probability) return;
    const changed = change(out);
    if (changed !== out && changed.trim() !== "") {
      out = changed;
      noise.push(tag);
    }
  };
  apply("abbreviation", chance.abbreviations, (t) => abbreviate(t, common, random));
  apply("code_switch", chance.codeSwitch, (t) => switchCode(t, common, random));
  apply("typo", chance.typos, (t) => misspell(t, random));
  apply("truncated", chance.truncation, (t) =>
    t.slice(0, Math.max(12, Math.round(t.length * (0.75 + random.next() * 0.2)))).trimEnd(),
  );
  apply("no_punctuation", chance.noPunctuation, (t) => t.replace(/[.,!?;:]+(?=\s|$)/g, ""));
  apply("emoji", chance.emoji, (t) => `${t} ${random.pick(common.emoji)}`);
  const shout = random.next();
  if (shout < chance.upperCase) {
    out = out.toUpperCase();
    noise.push("upper_case");
  } else if (shout < chance.upperCase + chance.lowerCase && out !== out.toLowerCase()) {
    out = out.toLowerCase();
    noise.push("lower_case");
  }
  return { text: out, noise: noise.sort() };
}

function abbreviate(text: string, common: CommonPhrases, random: Random): string {
  return common.abbreviations.reduce(
    (out, [full, short]) => (random.next() < 0.8 ? replaceWord(out, full, short) : out),
    text,
  );
}

/** Puts up to three words or phrases of one other language in the place of the English ones. */
function switchCode(text: string, common: CommonPhrases, random: Random): string {
  const language = random.pick(Object.keys(common.code_switch).sort());
  let left = 3;
  return random.shuffle([...common.code_switch[language]]).reduce((out, [english, foreign]) => {
    if (left === 0) return out;
    const changed = replaceWord(out, english, foreign);
    if (changed !== out) left--;
    return changed;
  }, text);
}

function replaceWord(text: string, from: string, to: string): string {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}'’])${escaped}(?![\\p{L}'’])`, "iu"), () => to);
}

const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: "sqz", b: "vgn", c: "xvd", d: "sfe", e: "wrd", f: "dgr", g: "fht", h: "gjy", i: "uok", j: "hku", k: "jli",
  l: "kop", m: "nj", n: "bmh", o: "ipl", p: "ol", q: "wa", r: "etf", s: "adw", t: "ryg", u: "yij", v: "cbf",
  w: "qes", x: "zcs", y: "tuh", z: "xa",
}; // prettier-ignore

/** Typos in words of four letters or more; at least one. */
function misspell(text: string, random: Random): string {
  const parts = text.split(/(\s+)/);
  const long = [...parts.keys()].filter((i) => /\p{L}{4,}/u.test(parts[i]));
  if (long.length === 0) return text;
  const chosen = new Set(long.filter(() => random.next() < GENERATOR.noise.typoPerWord));
  if (chosen.size === 0) chosen.add(random.pick(long));
  return parts.map((part, i) => (chosen.has(i) ? typo(part, random) : part)).join("");
}

function typo(word: string, random: Random): string {
  const at = 1 + random.int(Math.max(1, word.length - 2));
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  switch (random.int(6)) {
    case 0:
      return before + after;
    case 1:
      return before + letter + letter + after;
    case 2:
      return after === "" ? before + letter + letter : before + after[0] + letter + after.slice(1);
    case 3: {
      const near = NEIGHBOURS[letter.toLowerCase()];
      return near === undefined ? before + after : before + near[random.int(near.length)] + after;
    }
    case 4:
      return word[0] + word.slice(1).replace(/[aeiou]/g, (vowel) => (random.next() < 0.6 ? "" : vowel));
    default:
      return `${before} ${letter}${after}`;
  }
}
