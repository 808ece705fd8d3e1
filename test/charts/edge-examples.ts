import { flipChart, memorisationChart, sliceChart, type SliceRow } from "../../src/charts";
import type { Flips, IntentFlips, MemorisationLedger, MemorisationRun } from "../../src/evaluation";

export const SLICES: readonly SliceRow[] = [
  { slice: "chatter", messages: 1802, mean: 1.1, low: 0.4, high: 1.8 },
  { slice: "typo", messages: 1457, mean: 0.2, low: -0.7, high: 1.1 },
  { slice: "negation", messages: 511, mean: -3.4, low: -4.5, high: -2.3 },
  { slice: "rare_intent", messages: 455, mean: -1.3, low: -2.9, high: 0.3 },
  { slice: "out_of_scope", messages: 142, mean: -4.2, low: -9.1, high: 0.7, judged: false },
];

/** Flips of four seeds over as many intents as given. */
export function flipsOf(intents: readonly Omit<IntentFlips, "messages">[], broken = 7): Flips {
  const byIntent = intents.map((one) => ({ ...one, messages: 100 }));
  const messages = 100 * intents.length;
  const rate = (of: "negative" | "positive"): Flips["negative"] => {
    const mean = byIntent.reduce((sum, one) => sum + one[of], 0) / messages;
    return { mean, low: mean - 0.002, high: mean + 0.002, count: 4 };
  };
  return {
    kind: "flips",
    seeds: 4,
    messages,
    negative: rate("negative"),
    positive: rate("positive"),
    betweenSeeds: 0.004,
    byIntent,
    perMessage: { negative: [], positive: [] },
    broken: Array.from({ length: broken }, (_, row) => ({
      row,
      id: `test-${row}`,
      text: `message ${row}`,
      intent: "width_fit",
      before: "width_fit",
      after: "size_advice",
      seeds: 4 - (row % 2),
    })),
    mended: [],
  };
}

const NAMES = ["width_fit", "size_advice", "refund_status", "international_shipping", "complaint"];

/** A run whose right labels are fitted at one pace and whose wrong ones are learned at another, over four epochs. */
export function memorisationRun(pace: number, seed: number, brokeAt?: number): MemorisationRun {
  const epochs = [0, 1, 2, 3, 4].filter((epoch) => epoch < (brokeAt ?? Infinity));
  const points = [...epochs, ...(brokeAt === undefined ? [] : [brokeAt])].map((epoch) => ({
    epoch,
    cleanFitted: 1 - 0.97 * Math.exp(-2 * pace * epoch) - seed / 100,
    wrongLearned: 0.02 + pace * 0.16 * epoch + seed / 100,
    wrongSeenThrough: 0.5,
  }));
  return { run: `run-${pace}-${seed}`, status: brokeAt === undefined ? "done" : "diverged", points };
}

export function ledgerOf(groups: MemorisationLedger["groups"]): MemorisationLedger {
  return { kind: "memorisation-ledger", labels: { right: 5124, wrong: 876, unknown: 0 }, groups };
}

/** The forms of the charts of edge cases. */
export const EDGE_EXAMPLES = {
  "slices-judged": sliceChart(SLICES),
  "flips-few": flipChart(
    flipsOf(NAMES.map((intent, i) => ({ intent, negative: 6.5 - 1.5 * i, positive: 2.25 + ((i * 3) % 4) }))),
  ),
  "flips-many": flipChart(
    flipsOf(
      Array.from({ length: 24 }, (_, i) => ({
        intent: `${NAMES[i % NAMES.length]}_${i}`,
        negative: (24 - i) / 4,
        positive: (i % 7) / 2,
      })),
    ),
  ),
  "flips-none": flipChart(flipsOf([{ intent: "refund_status", negative: 0, positive: 0 }], 0)),
  "memorisation-one": memorisationChart(
    ledgerOf([{ label: "rate 0.3", runs: [1, 2, 3].map((seed) => memorisationRun(0.6, seed)) }]),
  ),
  "memorisation-several": memorisationChart(
    ledgerOf([
      { label: "rate 0.05", runs: [1, 2, 3].map((seed) => memorisationRun(0.1, seed)) },
      { label: "rate 0.15", runs: [1, 2, 3].map((seed) => memorisationRun(0.4, seed)) },
      { label: "rate 0.5", runs: [1, 2, 3].map((seed) => memorisationRun(1.2, seed)) },
      {
        label: "rate 5",
        runs: [memorisationRun(1, 1, 1.4), memorisationRun(1, 2, 1.7), memorisationRun(1, 3)],
      },
    ]),
  ),
};
