import { contentHash, type Dataset } from "../data";
import { InputError } from "../errors";
import { assertOneFactor, gateRules, slicesOf, type GateRules } from "../evaluation";
import type { Features } from "../features";
import { runSpec, type RunChoices, type RunSpec } from "../training";
import { declareStudy, type Study } from "./study";

/** A gate as it is declared, before a run is trained and before the test split is opened. */
export interface GatePlan {
  readonly kind: "gate-plan";
  /** SHA-256 (hex) of all the rest: what the ledger of openings knows it by. */
  readonly id: string;
  readonly study: Study;
  /** The settings of the two arms, with the first seed. */
  readonly baseline: RunSpec;
  readonly candidate: RunSpec;
  /** How many of the study's seeds are in at each look at the test split, rising; the last has all. */
  readonly looks: readonly number[];
  readonly rules: GateRules;
  /** The test split, by the hash of its texts and labels in order. */
  readonly test: { readonly hash: string; readonly messages: number };
  /** Slices that gate, and those that are too small to; with their test messages. */
  readonly gated: readonly PlannedSlice[];
  readonly notGated: readonly PlannedSlice[];
}

/** A slice and its number of test messages. */
export interface PlannedSlice {
  readonly slice: string;
  readonly messages: number;
}

/** What a gate compares. */
export interface GateChoices {
  /** What ships today or would ship without the candidate, and what would replace it. */
  readonly baseline: Omit<RunChoices, "seed">;
  readonly candidate: Omit<RunChoices, "seed">;
  /** The one thing that differs, as a path in the run spec; default "schedule". */
  readonly factor?: string;
  /** Paired seeds, at least 5; none that chose the candidate. */
  readonly seeds: readonly number[];
  /** Default: one look, with all seeds. */
  readonly looks?: readonly number[];
  readonly rules?: Partial<GateRules>;
  /** Default: "Should the candidate replace the baseline?" */
  readonly question?: string;
}

/** Fewer seeds say too little of the spread over seeds, and fewer test messages of anything. */
const FEWEST_SEEDS = 5;
const FEWEST_MESSAGES = 100;

/**
 * Declares a gate: both arms, their seeds, when to look, the rules, and which slices are large enough to gate. Nothing
 * is trained and no test label is looked at; the split's texts and labels are hashed, to know it again.
 *
 * @throws InputError for fewer than 5 seeds, looks that do not rise to all of them, fewer than 100 test messages, arms
 *   that do not differ or differ in more than the factor, or a rule that cannot be used
 * @example
 * const plan = await planGate(dataset, features, {
 *   baseline: { schedule: 0.2 },
 *   candidate: { schedule: cosine({ peak: 0.8, steps: plannedSteps(features) }) },
 *   seeds: [101, 102, 103, 104, 105, 106, 107, 108],
 * });
 */
export async function planGate(
  dataset: Dataset,
  features: Features,
  choices: GateChoices,
): Promise<GatePlan> {
  const { factor = "schedule", seeds } = choices;
  const { question = "Should the candidate replace the baseline?" } = choices;
  const rules = gateRules(choices.rules);
  if (seeds.length < FEWEST_SEEDS) {
    throw new InputError(
      `gate: needs at least ${FEWEST_SEEDS} seeds to tell a gain from the spread over seeds, found ${seeds.length}`,
    );
  }
  const looks = checkLooks(choices.looks ?? [seeds.length], seeds.length);
  const tested = dataset.messages.filter(({ split }) => split === "test");
  if (tested.length < FEWEST_MESSAGES) {
    throw new InputError(
      `gate: the test split has ${tested.length} messages; with fewer than ${FEWEST_MESSAGES} no gain that anyone ` +
        "would ship can be told from chance. Label more messages for the test split.",
    );
  }
  const [baseline, candidate] = await Promise.all(
    [choices.baseline, choices.candidate].map((arm) => runSpec(features, { ...arm, seed: seeds[0] })),
  );
  if (contentHash(baseline) === contentHash(candidate)) {
    throw new InputError("gate: baseline and candidate are the same settings; there is nothing to decide");
  }
  assertOneFactor([baseline, candidate], factor);
  const slices = slicesOf(dataset, "test").map(
    ({ name, rows }): PlannedSlice => ({ slice: name, messages: rows.length }),
  );
  const study = declareStudy({
    question,
    factor,
    nuisance: [],
    fixed: {},
    seeds,
    // Both arms, and the baseline once more with other orders, for what happens when nothing differs.
    runs: 3 * seeds.length,
    rule: "approve when stability and quality both improve and no gated slice loses more than its margin",
  });
  const plan: Omit<GatePlan, "id"> = {
    kind: "gate-plan",
    study,
    baseline,
    candidate,
    looks,
    rules,
    test: { hash: testHash(dataset), messages: tested.length },
    gated: slices.filter(({ messages }) => messages >= rules.sliceMessages),
    notGated: slices.filter(({ messages }) => messages < rules.sliceMessages),
  };
  return { ...plan, id: contentHash(plan) };
}

/** What the ledger of openings knows a data set's test split by: SHA-256 (hex) of its texts and labels in order. */
export function testHash(dataset: Dataset): string {
  const tested = dataset.messages.filter(({ split }) => split === "test");
  return contentHash(tested.map(({ text, intent }) => [text, intent]));
}

function checkLooks(looks: readonly number[], seeds: number): readonly number[] {
  const rising = looks.every((look, k) => Number.isInteger(look) && look > (looks[k - 1] ?? 1));
  if (!rising || looks[looks.length - 1] !== seeds || looks[0] < FEWEST_SEEDS) {
    throw new InputError(
      `gate: looks are numbers of seeds that rise from ${FEWEST_SEEDS} or more to all ${seeds}, found ` +
        `${looks.join(", ") || "none"}`,
    );
  }
  return looks;
}
