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

interface Plan {
  readonly name: string;
  /** Training and validation messages, the first of each split. */
  readonly train: number;
  readonly validation: number;
  /** Intents that are kept; all, without it. */
  readonly intents?: readonly string[];
  readonly fixed: Omit<RunChoices, "seed" | "schedule">;
  readonly baseline: (steps: number) => Schedule;
  readonly candidate: (steps: number) => Schedule;
}

const momentum = { kind: "momentum", momentum: 0.9, nesterov: false } as const;
const adam = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const mlp = (hidden: number) => ({ kind: "mlp", hidden }) as const;
const cosineFrom =
  (peak: number) =>
  (steps: number): Schedule =>
    cosine({ peak, steps });

const FEW = [
  ...["cancel_order", "delivery_delay", "exchange_size", "gift_card", "invoice", "login_problem"],
  ...["promo_code", "refund_status", "shoe_care", "size_advice", "store_hours", "warranty_repair"],
];

/**
 * Settings that someone would ship against neighbours that a search would come to, for large and small training sets,
 * many and few intents; and one fixed rate, whose runs spread most over seeds.
 */
const PLANS: readonly Plan[] = [
  {
    name: "linear, Adam, 3,000 messages; cosine .02, candidate cosine .028",
    ...{ train: 3000, validation: 600 },
    fixed: { model: { kind: "linear" }, optimizer: adam, batchSize: 64, epochs: 4 },
    ...{ baseline: cosineFrom(0.02), candidate: cosineFrom(0.028) },
  },
  {
    name: "64 hidden units, momentum, 3,000 messages; cosine .5, candidate cosine .35",
    ...{ train: 3000, validation: 600 },
    fixed: { model: mlp(64), optimizer: momentum, batchSize: 64, epochs: 5 },
    ...{ baseline: cosineFrom(0.5), candidate: cosineFrom(0.35) },
  },
  {
    name: "32 hidden units, Adam, 3,000 messages; cosine .006, candidate cosine .005",
    ...{ train: 3000, validation: 600 },
    fixed: { model: mlp(32), optimizer: adam, batchSize: 32, epochs: 5 },
    ...{ baseline: cosineFrom(0.006), candidate: cosineFrom(0.005) },
  },
  {
    name: "12 intents, 32 hidden units, momentum, 1,800 messages; cosine .2, candidate cosine .16",
    ...{ train: 1800, validation: 500, intents: FEW },
    fixed: { model: mlp(32), optimizer: momentum, batchSize: 32, epochs: 6 },
    ...{ baseline: cosineFrom(0.2), candidate: cosineFrom(0.16) },
  },
  {
    name: "32 hidden units, Adam, 1,500 messages; fixed .004, candidate cosine .008",
    ...{ train: 1500, validation: 500 },
    fixed: { model: mlp(32), optimizer: adam, batchSize: 32, epochs: 8 },
    baseline: () => constant({ peak: 0.004 }),
    candidate: cosineFrom(0.008),
  },
];

/** The regimes on a data set, whose test messages are the pool that gates draw theirs from. */
export function regimesOf(dataset: Dataset): Regime[] {
  return PLANS.map(({ name, train, validation, intents, fixed, baseline, candidate }) => {
    const part = firstOf(dataset, { train, validation, test: Infinity }, intents ?? dataset.intents);
    const features = buildFeatures(part);
    const steps = plannedSteps(features, fixed);
    return {
      ...{ name, dataset: part, features },
      baseline: { ...fixed, schedule: baseline(steps) },
      candidate: { ...fixed, schedule: candidate(steps) },
    };
  });
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
