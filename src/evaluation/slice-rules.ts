import type { Dataset, Message, Split } from "../data";
import { words } from "../features";
import { oneEditFrom } from "./one-edit";
import { isOutOfScope, negates, wordCount } from "./slice-words";
import { median } from "./statistics";

/** A slice that any labelled text allows: its name and the rule that puts a message into it, in words. */
export interface SliceRule {
  readonly name: string;
  readonly rule: string;
}

/** A message with its lower-cased words. */
interface Read {
  readonly message: Message;
  readonly words: readonly string[];
}

interface Rule extends SliceRule {
  /** Takes what it needs from the training messages; what it returns says whether a message is in the slice. */
  readonly learn: (training: readonly Read[]) => (read: Read) => boolean;
}

/** The most words of a very short message. */
const VERY_SHORT = 4;

/** An intent is rare below this share of the training messages that the median intent has. */
const RARE = 2 / 3;

/** Training messages that have a word before another one is taken for its misspelling. */
const FREQUENT = 5;

/** Shorter words are one edit away from too many others. */
const TYPO_LETTERS = 4;

const RULES: readonly Rule[] = [
  {
    name: "very_short",
    rule: `at most ${VERY_SHORT} words`,
    learn: () => (read) => wordCount(read.words) <= VERY_SHORT,
  },
  {
    name: "negation",
    rule: "has a word that negates, in English: not, no, never, nothing, words in n't and such",
    learn: () => (read) => read.words.some(negates),
  },
  {
    name: "rare_intent",
    rule: "its intent has fewer than two thirds of the training messages that the median intent has",
    learn: rareIntent,
  },
  {
    name: "typo_like",
    rule:
      `has a word of ${TYPO_LETTERS} letters or more that no other training message has and that is one edit away ` +
      `from a word that ${FREQUENT} training messages or more have`,
    learn: typoLike,
  },
  {
    name: "out_of_scope",
    rule: "its intent is named out_of_scope, oos, none, other, unknown or fallback",
    learn: () => {
      return ({ message }) => isOutOfScope(message.intent);
    },
  },
];

/** The slices that {@link slicesOf} finds by rule, where the data has no tag of the same name. */
export const SLICE_RULES: readonly SliceRule[] = RULES.map(({ name, rule }) => ({ name, rule }));

/**
 * The slices of a split by the rules, but for those of the given names: positions among the split's messages. What a
 * rule must know of frequencies it learns from the training split alone. A rule that no message follows, or every one,
 * is no slice.
 */
export function ruleSlices(
  dataset: Dataset,
  split: Split,
  except: ReadonlySet<string> = new Set(),
): { readonly name: string; readonly rows: readonly number[] }[] {
  const read = (wanted: Split): Read[] =>
    dataset.messages
      .filter((message) => message.split === wanted)
      .map((message) => ({ message, words: words(message.text) }));
  const training = read("train");
  const messages = split === "train" ? training : read(split);
  return RULES.filter(({ name }) => !except.has(name)).flatMap(({ name, learn }) => {
    const isIn = learn(training);
    const rows = messages.flatMap((message, row) => (isIn(message) ? [row] : []));
    return rows.length === 0 || rows.length === messages.length ? [] : [{ name, rows }];
  });
}

function rareIntent(training: readonly Read[]): (read: Read) => boolean {
  const counts = countsOf(training.map(({ message }) => message.intent));
  if (counts.size === 0) return () => false;
  const limit = RARE * median([...counts.values()]);
  return ({ message }) => (counts.get(message.intent) ?? 0) < limit;
}

function typoLike(training: readonly Read[]): (read: Read) => boolean {
  const counts = countsOf(training.flatMap((read) => [...new Set(read.words.filter(isLongWord))]));
  const near = oneEditFrom([...counts].filter(([, count]) => count >= FREQUENT).map(([word]) => word));
  const known = new Map<string, boolean>();
  const looksMistyped = (word: string): boolean => {
    let answer = known.get(word);
    if (answer === undefined) known.set(word, (answer = near(word)));
    return answer;
  };
  return ({ message, words }) => {
    // A training message has its own words: they count where another one has them.
    const own = message.split === "train" ? 1 : 0;
    return words.some((word) => isLongWord(word) && (counts.get(word) ?? 0) <= own && looksMistyped(word));
  };
}

/** Letters alone: numbers and emoji have no misspellings. */
function isLongWord(word: string): boolean {
  return word.length >= TYPO_LETTERS && /^\p{L}+$/u.test(word);
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
