import { contentHash, type Dataset } from "../../src/data";
import { buildFeatures, type Features } from "../../src/features";
import { constant, cosine, type Schedule } from "../../src/schedules";
import { plannedSteps, type RunChoices } from "../../src/training";

/** One kind of task that gates are tried on, with two settings that differ in their schedule. */
export interface Regime {
  readonly name: string;
  readonly dataset: Dataset;
  readonly features: Features;
  /** The setting that identical arms have, and the baseline where arms differ. */
  readonly baseline: Omit<RunChoices, "seed">;
  readonly candidate: Omit<RunChoices, "seed">;
}

/** A schedule of one of these kinds, by its rate or peak. */
export interface Setting {
  readonly kind: "cosine" | "fixed";
  readonly rate: number;
}

/** What is declared of a regime. */
export interface Plan {
  readonly task: string;
  /** Training and validation messages, the first of each split. */
  readonly train: number;
  readonly validation: number;
  /** Intents that are kept; all, without it. */
  readonly intents?: readonly string[];
  readonly fixed: Omit<RunChoices, "seed" | "schedule"> & { readonly epochs: number };
  readonly baseline: Setting;
  readonly candidate: Setting;
}

const momentum = { kind: "momentum", momentum: 0.9, nesterov: false } as const;
const adam = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const mlp = (hidden: number) => ({ kind: "mlp", hidden }) as const;
const cosineFrom = (rate: number): Setting => ({ kind: "cosine", rate });
const fixedAt = (rate: number): Setting => ({ kind: "fixed", rate });

const FEW = [
  ...["cancel_order", "delivery_delay", "exchange_size", "gift_card", "invoice", "login_problem"],
  ...["promo_code", "refund_status", "shoe_care", "size_advice", "store_hours", "warranty_repair"],
];

/**
 * A conservative setting that someone could ship against the one that a search comes to. Model, optimizer and data are
 * chosen to differ; the rest is by rule, on runs of other seeds (`npm run bench:gate -- --ladder --salt ladder` shows
 * them):
 *
 * - epochs: enough that twice as many add less than a point of accuracy at the best rate;
 * - candidate: the rung of the ladder (`ladder.ts`, quarter octaves) that is best by validation macro-F1, as `tune`
 *   chooses;
 * - baseline: the rung below whose gain, in accuracy or in macro-F1, whichever is smaller, is nearest to
 *   {@link WANTED}; where the baseline has another kind of schedule, the rung below the best of that kind.
 *
 * So the gain that a trial is about is nearly there by itself, and messages need hardly be weighed to have it. Weighing
 * them heavily makes a data set of few messages, which no real one is.
 */
export const PLANS: readonly Plan[] = [
  {
    task: "linear, Adam, 3,000 messages",
    ...{ train: 3000, validation: 600 },
    fixed: { model: { kind: "linear" }, optimizer: adam, batchSize: 64, epochs: 4 },
    ...{ baseline: cosineFrom(0.034), candidate: cosineFrom(0.048) },
  },
  {
    task: "64 hidden units, momentum, 3,000 messages",
    ...{ train: 3000, validation: 600 },
    fixed: { model: mlp(64), optimizer: momentum, batchSize: 64, epochs: 10 },
    ...{ baseline: cosineFrom(0.27), candidate: cosineFrom(0.32) },
  },
  {
    task: "32 hidden units, Adam, 3,000 messages",
    ...{ train: 3000, validation: 600 },
    fixed: { model: mlp(32), optimizer: adam, batchSize: 32, epochs: 5 },
    ...{ baseline: cosineFrom(0.0042), candidate: cosineFrom(0.0059) },
  },
  {
    task: "12 intents, 32 hidden units, momentum, 1,800 messages",
    ...{ train: 1800, validation: 500, intents: FEW },
    fixed: { model: mlp(32), optimizer: momentum, batchSize: 32, epochs: 6 },
    ...{ baseline: cosineFrom(0.13), candidate: cosineFrom(0.19) },
  },
  {
    task: "32 hidden units, Adam, 1,500 messages",
    ...{ train: 1500, validation: 500 },
    fixed: { model: mlp(32), optimizer: adam, batchSize: 32, epochs: 8 },
    ...{ baseline: fixedAt(0.0021), candidate: cosineFrom(0.0071) },
  },
];

/** The gain in points that baselines were chosen for: half way between the two at which power is asked. */
export const WANTED = 1.3;

/** The regimes on a data set, whose test messages are the pool that gates draw theirs from. */
export function regimesOf(dataset: Dataset): Regime[] {
  return PLANS.map((plan) => {
    const { part, features } = taskOf(plan, dataset);
    return {
      name: `${plan.task}; ${words(plan.baseline)}, candidate ${words(plan.candidate)}`,
      ...{ dataset: part, features },
      baseline: choicesOf(plan, features, plan.baseline),
      candidate: choicesOf(plan, features, plan.candidate),
    };
  });
}

/** The messages of a plan, and their features. */
export function taskOf(
  { train, validation, intents }: Plan,
  dataset: Dataset,
): { readonly part: Dataset; readonly features: Features } {
  const part = firstOf(dataset, { train, validation, test: Infinity }, intents ?? dataset.intents);
  return { part, features: buildFeatures(part) };
}

/** All that a run of a plan at a setting is made from, but its seed; `epochs` instead of the plan's own. */
export function choicesOf(
  { fixed }: Plan,
  features: Features,
  { kind, rate }: Setting,
  epochs = fixed.epochs,
): Omit<RunChoices, "seed"> {
  const own = { ...fixed, epochs };
  const schedule: Schedule =
    kind === "fixed" ? constant({ peak: rate }) : cosine({ peak: rate, steps: plannedSteps(features, own) });
  return { ...own, schedule };
}

function words({ kind, rate }: Setting): string {
  return `${kind} ${String(rate).replace(/^0/, "")}`;
}

/** The first messages of each split whose label, and right label, are among these intents, as a data set of its own. */
function firstOf(
  dataset: Dataset,
  sizes: Readonly<Record<"train" | "validation" | "test", number>>,
  intents: readonly string[],
): Dataset {
  const left = { ...sizes };
  const messages = dataset.messages.filter(
    ({ split, intent, cleanIntent = intent }) =>
      intents.includes(intent) && intents.includes(cleanIntent) && left[split]-- > 0,
  );
  return { ...dataset, messages, intents, hash: contentHash(messages) };
}
