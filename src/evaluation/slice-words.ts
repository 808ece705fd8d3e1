/**
 * Words that negate, in English: whole words, lower case. Words that end in n't count too, and those that people
 * type without the apostrophe.
 */
const NEGATION_WORDS = new Set([
  ..."no not never none nobody nothing nowhere neither nor without cannot cant".split(" "),
  ..."dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt wont wouldnt couldnt shouldnt aint".split(
    " ",
  ),
]);

/** Names of the intents that stand for "none of these", without case and separators: the one place that lists them. */
const OUT_OF_SCOPE_INTENTS = new Set(["outofscope", "oos", "none", "other", "unknown", "fallback"]);

/** Scripts that put no spaces between words: two characters count as a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** Whether a lower-cased word negates, in English. */
export function negates(word: string): boolean {
  return NEGATION_WORDS.has(word) || /n['’]t$/.test(word);
}

/** Whether an intent is named as one that stands for none of the others, e.g. "out_of_scope", "Out of scope", "OOS". */
export function isOutOfScope(intent: string): boolean {
  return OUT_OF_SCOPE_INTENTS.has(intent.toLowerCase().replace(/[\s_-]+/g, ""));
}

/** How many words a person would count; emoji are none. */
export function wordCount(words: readonly string[]): number {
  return words.reduce((count, word) => {
    const characters = word.match(UNSPACED)?.length ?? 0;
    return count + (characters > 0 ? Math.ceil(characters / 2) : /[\p{L}\p{N}]/u.test(word) ? 1 : 0);
  }, 0);
}
