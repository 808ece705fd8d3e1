import type { Dataset, Split } from "../data";
import { flippedMessages } from "./flipped-messages";
import { checkArms } from "./paired-arms";
import { meanInterval, type Estimate } from "./statistics";

/** A message whose answer most seeds flip the same way. */
export interface FlippedMessage {
  /** Its position among the messages of its split. */
  readonly row: number;
  readonly id: string;
  readonly text: string;
  /** The right answer. */
  readonly intent: string;
  /** What the baseline answers; of several answers the commonest among the seeds that flip. */
  readonly before: string;
  /** What the candidate answers instead. */
  readonly after: string;
  /** How many seeds flip it this way. */
  readonly seeds: number;
}

/** Flips of the messages of one intent; messages a seed, the mean over the seeds. */
export interface IntentFlips {
  readonly intent: string;
  readonly messages: number;
  readonly negative: number;
  readonly positive: number;
}

/** What a change of models does to single messages. */
export interface Flips {
  readonly kind: "flips";
  /** Paired runs that it rests on. */
  readonly seeds: number;
  readonly messages: number;
  /** Share of the messages that were right and are now wrong, 0 to 1, with its interval over the seeds. */
  readonly negative: Estimate;
  /** Share of the messages that were wrong and are now right. */
  readonly positive: Estimate;
  /**
   * The share that flips from right to wrong between two runs of the baseline that differ in their seed alone: what
   * retraining costs by itself, without any change. null with one seed.
   */
  readonly betweenSeeds: number | null;
  /** Every intent that has messages, those with the most negative flips first. */
  readonly byIntent: readonly IntentFlips[];
  /** For each message, in how many seeds it goes from right to wrong, and from wrong to right. */
  readonly perMessage: { readonly negative: readonly number[]; readonly positive: readonly number[] };
  /** Messages that more than half of the seeds break, the most often broken first. */
  readonly broken: readonly FlippedMessage[];
  /** Messages that more than half of the seeds mend. */
  readonly mended: readonly FlippedMessage[];
}

/** What {@link findFlips} compares: answers on one split, one list a seed, paired. */
export interface FlipInput {
  readonly dataset: Dataset;
  /** Default "test". */
  readonly split?: Split;
  /** The right labels of the split, as indices into `dataset.intents`. */
  readonly truth: ArrayLike<number>;
  /** The baseline's labels, one list a seed. */
  readonly baseline: readonly ArrayLike<number>[];
  /** The candidate's labels, with the same seeds in the same order. */
  readonly candidate: readonly ArrayLike<number>[];
}

/**
 * Negative flips (right before, wrong now) and positive ones (wrong before, right now). Rate = flips / messages, for
 * each pair of runs; then the mean over the pairs. A message is broken when more than half of the seeds flip it to
 * wrong.
 *
 * Source: Yan et al., "Positive-congruent training: towards regression-free model updates", CVPR 2021
 * (arXiv 2011.09161), who call the first rate the negative flip rate.
 *
 * @throws InputError when the arms have no runs or differ in number, or when a list does not fit the split
 * @example
 * const labels = (runs: TrainedRun[]) => runs.map((run) => predict(run.weights, features.splits.test.x).labels);
 * const truth = features.splits.test.y;
 * const flips = findFlips({ dataset, truth, baseline: labels(fixed), candidate: labels(cosine) });
 */
export function findFlips(input: FlipInput): Flips {
  const { dataset, split = "test", truth, baseline, candidate } = input;
  const messages = dataset.messages.filter((message) => message.split === split);
  checkArms("findFlips", { truth, baseline, candidate }, messages.length, dataset.intents.length);
  const times = (right: FlipInput["baseline"], wrong: FlipInput["baseline"]): number[] =>
    messages.map(
      (_, row) =>
        right.filter((labels, seed) => labels[row] === truth[row] && wrong[seed][row] !== truth[row]).length,
    );
  const perMessage = { negative: times(baseline, candidate), positive: times(candidate, baseline) };
  return {
    kind: "flips",
    seeds: baseline.length,
    messages: messages.length,
    negative: meanInterval(baseline.map((labels, seed) => flipRate(truth, labels, candidate[seed]))),
    positive: meanInterval(candidate.map((labels, seed) => flipRate(truth, labels, baseline[seed]))),
    betweenSeeds: betweenSeeds(truth, baseline),
    byIntent: byIntent(
      Array.from(truth, (label) => dataset.intents[label]),
      perMessage,
      baseline.length,
    ),
    perMessage,
    broken: flippedMessages(messages, input, perMessage.negative, true),
    mended: flippedMessages(messages, input, perMessage.positive, false),
  };
}

/** The share of the messages that `before` gets right and `after` wrong. */
function flipRate(truth: ArrayLike<number>, before: ArrayLike<number>, after: ArrayLike<number>): number {
  let flips = 0;
  for (let row = 0; row < truth.length; row++) {
    if (before[row] === truth[row] && after[row] !== truth[row]) flips++;
  }
  return flips / truth.length;
}

/** The mean flip rate over all ordered pairs of different runs. */
function betweenSeeds(truth: ArrayLike<number>, runs: readonly ArrayLike<number>[]): number | null {
  const rates = runs.flatMap((before, i) =>
    runs.filter((_, j) => j !== i).map((after) => flipRate(truth, before, after)),
  );
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function byIntent(intents: readonly string[], perMessage: Flips["perMessage"], seeds: number): IntentFlips[] {
  const found = new Map<string, { messages: number; negative: number; positive: number }>();
  intents.forEach((intent, row) => {
    const tally = found.get(intent) ?? { messages: 0, negative: 0, positive: 0 };
    found.set(intent, {
      messages: tally.messages + 1,
      negative: tally.negative + perMessage.negative[row],
      positive: tally.positive + perMessage.positive[row],
    });
  });
  return [...found]
    .map(([intent, { messages, negative, positive }]) => ({
      intent,
      messages,
      negative: negative / seeds,
      positive: positive / seeds,
    }))
    .sort((a, b) => b.negative - a.negative || a.positive - b.positive || (a.intent < b.intent ? -1 : 1));
}
