import { InputError } from "../errors";
import { fold } from "./checks";
import { SPLITS, type Dataset, type Message, type Split } from "./dataset";
import { datasetCsv } from "./dataset-csv";
import { datasetFromCsv } from "./from-csv";
import { byCodeUnit, quote } from "./show-text";

/** What {@link mend} does about each fault; everything is kept unless told otherwise. */
export interface MendChoices {
  /**
   * A text in more than one split: "from-training" takes away all copies but those in the last split (train, validation,
   * test), so that what is judged stays what it was; "from-test" all but those in the first.
   */
  readonly leaks?: "keep" | "from-training" | "from-test";
  /** A text with more than one label: "drop" takes away all its copies, since nobody knows which label is right. */
  readonly conflicts?: "keep" | "drop";
  /** Labels that differ only by case or spaces: "fold" writes all of them as the most frequent one. */
  readonly variants?: "keep" | "fold";
}

/** Mended messages, and what it took. */
export interface Mended {
  readonly kind: "mended";
  /** As it is read from a CSV of the messages that are left, with the warnings that are left. */
  readonly dataset: Dataset;
  /** Messages that were taken away because of leaks and because of conflicts, by split. */
  readonly leaks: Readonly<Record<Split, number>>;
  readonly conflicts: Readonly<Record<Split, number>>;
  /** Messages whose label was written anew. */
  readonly relabelled: number;
}

const CHOICES: Readonly<Record<keyof MendChoices, readonly string[]>> = {
  leaks: ["keep", "from-training", "from-test"],
  conflicts: ["keep", "drop"],
  variants: ["keep", "fold"],
};

/**
 * Mends faults that {@link loadDataset} warns about, in this order: labels that are one, texts with two labels, texts in
 * two splits. Texts are the same when they are but for spaces at their ends. What is wrong in the source comes back
 * with the next export: mend it there too.
 *
 * @throws InputError for a choice that there is none of, or where too little is left to read
 * @example mend(dataset, { leaks: "from-training", conflicts: "drop", variants: "fold" }).dataset.warnings
 */
export function mend(dataset: Dataset, choices: MendChoices = {}): Mended {
  for (const [name, known] of Object.entries(CHOICES)) {
    const found = choices[name as keyof MendChoices] ?? "keep";
    if (!known.includes(found)) {
      const all = known.map((one) => `"${one}"`).join(" or ");
      throw new InputError(`mend: ${name} must be ${all}, found ${quote(String(found))}`);
    }
  }
  const spelt = choices.variants === "fold" ? foldLabels(dataset.messages) : dataset.messages;
  const agreed = choices.conflicts === "drop" ? withoutConflicts(spelt) : spelt;
  const left = withoutLeaks(agreed, choices.leaks ?? "keep");
  const mended = datasetFromCsv(datasetCsv({ ...dataset, messages: left }), {
    name: dataset.name,
    file: `${dataset.name}, mended`,
  });
  return {
    kind: "mended",
    dataset: mended,
    leaks: fewer(agreed, left),
    conflicts: fewer(spelt, agreed),
    relabelled: spelt.filter(({ intent }, i) => intent !== dataset.messages[i].intent).length,
  };
}

function foldLabels(messages: readonly Message[]): Message[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { intent } of messages) {
    const spellings = counts.get(fold(intent)) ?? new Map<string, number>();
    counts.set(fold(intent), spellings.set(intent, (spellings.get(intent) ?? 0) + 1));
  }
  const usual = new Map(
    [...counts].map(([folded, spellings]) => [
      folded,
      [...spellings].sort(([a, n], [b, m]) => m - n || byCodeUnit(a, b))[0][0],
    ]),
  );
  return messages.map((message) => ({ ...message, intent: usual.get(fold(message.intent))! }));
}

function withoutConflicts(messages: readonly Message[]): Message[] {
  const labels = new Map<string, Set<string>>();
  for (const { text, intent } of messages) {
    labels.set(text.trim(), (labels.get(text.trim()) ?? new Set()).add(intent));
  }
  return messages.filter(({ text }) => labels.get(text.trim())!.size === 1);
}

function withoutLeaks(
  messages: readonly Message[],
  leaks: "keep" | "from-training" | "from-test",
): readonly Message[] {
  if (leaks === "keep") return messages;
  const stays = leaks === "from-training" ? Math.max : Math.min;
  const place = new Map<string, number>();
  for (const { text, split } of messages) {
    const known = place.get(text.trim());
    const here = SPLITS.indexOf(split);
    place.set(text.trim(), known === undefined ? here : stays(known, here));
  }
  return messages.filter(({ text, split }) => place.get(text.trim()) === SPLITS.indexOf(split));
}

function fewer(before: readonly Message[], after: readonly Message[]): Record<Split, number> {
  const count = (messages: readonly Message[], split: Split): number =>
    messages.filter((message) => message.split === split).length;
  const lost = (split: Split): number => count(before, split) - count(after, split);
  return { train: lost("train"), validation: lost("validation"), test: lost("test") };
}
