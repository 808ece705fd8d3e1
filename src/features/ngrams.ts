import type { FeatureSpec } from "./features";

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|\p{Extended_Pictographic}/gu;

/** Lower-cased words, numbers and emoji of a text, in order. */
export function words(text: string): string[] {
  return text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
}

/**
 * The n-grams of a text with their counts: `w:` + words joined by a space, and `c:` + characters within a word
 * padded by one space on each side (as scikit-learn's `char_wb`; a word too short for any n-gram counts whole).
 *
 * @example ngrams("Refund please", { word: [1, 1], char: null }).get("w:refund") // 1
 */
export function ngrams(text: string, spec: Pick<FeatureSpec, "word" | "char">): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (gram: string): void => void counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const tokens = words(text);
  if (spec.word !== null) {
    for (let n = spec.word[0]; n <= spec.word[1]; n++) {
      for (let i = 0; i + n <= tokens.length; i++) add(`w:${tokens.slice(i, i + n).join(" ")}`);
    }
  }
  if (spec.char !== null) {
    for (const token of tokens) {
      const characters = [" ", ...token, " "];
      if (characters.length < spec.char[0]) add(`c:${characters.join("")}`);
      for (let n = spec.char[0]; n <= spec.char[1]; n++) {
        for (let i = 0; i + n <= characters.length; i++) add(`c:${characters.slice(i, i + n).join("")}`);
      }
    }
  }
  return counts;
}
