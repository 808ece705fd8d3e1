import { createRandom, type Random } from "../data";
import { InputError } from "../errors";

/** A small change of a text that should not change its intent. */
export interface Perturbation {
  readonly name: string;
  /** What it does, in words. */
  readonly what: string;
}

interface Change extends Perturbation {
  readonly apply: (text: string, random: Random) => string;
}

/** A run of letters that is long enough to be misspelt and still be read. */
const LONG_WORD = /\p{L}{4,}/gu;

const CHANGES: readonly Change[] = [
  {
    name: "swapped letters",
    what: "two neighbouring letters of one word of 4 letters or more change places",
    apply: (text, random) =>
      inOneWord(text, random, (letters) => {
        const places = [...letters.keys()].filter(
          (i) => i + 1 < letters.length && letters[i] !== letters[i + 1],
        );
        if (places.length === 0) return letters;
        const at = random.pick(places);
        return [...letters.slice(0, at), letters[at + 1], letters[at], ...letters.slice(at + 2)];
      }),
  },
  {
    name: "dropped letter",
    what: "one word of 4 letters or more loses a letter",
    apply: (text, random) =>
      inOneWord(text, random, (letters) => {
        const at = random.int(letters.length);
        return letters.filter((_, i) => i !== at);
      }),
  },
  {
    name: "doubled letter",
    what: "one word of 4 letters or more has a letter twice",
    apply: (text, random) =>
      inOneWord(text, random, (letters) => {
        const at = random.int(letters.length);
        return [...letters.slice(0, at + 1), ...letters.slice(at)];
      }),
  },
  { name: "lower case", what: "all letters lower case", apply: (text) => text.toLowerCase() },
  { name: "upper case", what: "ALL LETTERS UPPER CASE", apply: (text) => text.toUpperCase() },
  { name: "exclamation", what: "the message ends in !!", apply: (text) => `${text}!!` },
  {
    name: "no punctuation",
    what: "no punctuation but within words",
    apply: (text) => text.replace(/(?<![\p{L}\p{N}])\p{P}+|\p{P}+(?![\p{L}\p{N}])/gu, ""),
  },
];

/** The perturbations that {@link testInvariance} uses: three typos, two of case, two of punctuation. */
export const PERTURBATIONS: readonly Perturbation[] = CHANGES.map(({ name, what }) => ({ name, what }));

/**
 * Texts as a perturbation changes them: the same name, texts and seed give the same texts on every machine. A text
 * that it does not apply to (no word of four letters) stays as it is.
 *
 * Source: Ribeiro et al., "Beyond accuracy: behavioral testing of NLP models with CheckList", ACL 2020.
 *
 * @param name one of `PERTURBATIONS`
 * @param seed an integer; default 1
 * @throws InputError for a name that there is not
 * @example perturb("exclamation", ["where is my order"]) // ["where is my order!!"]
 */
export function perturb(name: string, texts: readonly string[], seed = 1): string[] {
  const change = CHANGES.find((one) => one.name === name);
  if (change === undefined) {
    throw new InputError(
      `perturb: there is no perturbation "${name}"; there are ${CHANGES.map((one) => one.name).join(", ")}`,
    );
  }
  const random = createRandom(seed);
  return texts.map((text) => change.apply(text, random));
}

/** The text with one of its long words, each as likely, rewritten letter by letter. */
function inOneWord(text: string, random: Random, rewrite: (letters: string[]) => string[]): string {
  const words = [...text.matchAll(LONG_WORD)];
  if (words.length === 0) return text;
  const { 0: word, index } = random.pick(words);
  return text.slice(0, index) + rewrite(Array.from(word)).join("") + text.slice(index + word.length);
}
