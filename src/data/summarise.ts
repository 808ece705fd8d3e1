import { quantileSorted } from "simple-statistics";
import type { Dataset, Message, Split } from "./dataset";
import { byCodeUnit } from "./show-text";

/** Messages in each split and in all. */
export interface SplitCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly total: number;
}

/** What is in a data set, in numbers. */
export interface DatasetSummary {
  readonly kind: "dataset-summary";
  readonly name: string;
  readonly hash: string;
  readonly messages: SplitCounts;
  /** Sorted by code unit, as `Dataset.intents`. */
  readonly intents: readonly ({ readonly intent: string } & SplitCounts)[];
  /** Sorted by code unit; a message counts in each of its slices. */
  readonly slices: readonly ({ readonly slice: string } & SplitCounts)[];
  /** Quantiles of the texts' lengths, in characters (code points). */
  readonly textLength: {
    readonly min: number;
    readonly q05: number;
    readonly q25: number;
    readonly median: number;
    readonly q75: number;
    readonly q95: number;
    readonly max: number;
  };
  /** Messages whose label is known to be wrong, where any clean label is known; else null. */
  readonly wrongLabels: SplitCounts | null;
}

/** Counts by split, intent and slice, and how long the texts are. Pure. */
export function summarise(dataset: Dataset): DatasetSummary {
  const { messages } = dataset;
  const lengths = messages.map(({ text }) => Array.from(text).length).sort((a, b) => a - b);
  const quantile = (p: number): number => quantileSorted(lengths, p);
  const known = messages.filter(({ cleanIntent }) => cleanIntent !== undefined);
  return {
    kind: "dataset-summary",
    name: dataset.name,
    hash: dataset.hash,
    messages: counts(messages),
    intents: countBy(messages, ({ intent }) => [intent]).map(([intent, n]) => ({ intent, ...n })),
    slices: countBy(messages, ({ slices }) => slices).map(([slice, n]) => ({ slice, ...n })),
    textLength: {
      min: quantile(0),
      q05: quantile(0.05),
      q25: quantile(0.25),
      median: quantile(0.5),
      q75: quantile(0.75),
      q95: quantile(0.95),
      max: quantile(1),
    },
    wrongLabels:
      known.length === 0 ? null : counts(known.filter(({ intent, cleanIntent }) => intent !== cleanIntent)),
  };
}

function counts(messages: readonly Message[]): SplitCounts {
  const of = (split: Split): number => messages.filter((message) => message.split === split).length;
  return { train: of("train"), validation: of("validation"), test: of("test"), total: messages.length };
}

function countBy(
  messages: readonly Message[],
  keys: (message: Message) => readonly string[],
): [string, SplitCounts][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    for (const key of keys(message)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key)!.push(message);
    }
  }
  return [...groups.keys()].sort(byCodeUnit).map((key) => [key, counts(groups.get(key)!)]);
}
