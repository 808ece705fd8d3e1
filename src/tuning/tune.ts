import type { Dataset } from "../data";
import { WorkError } from "../errors";
import { withPeak } from "../schedules";
import type { Features } from "../features";
import type { RecordedRun, RunSpec } from "../training";
import { gate, type GateOptions, type GateResult } from "./gate";
import { planGate } from "./gate-plan";
import { learningRateFree, type LearningRateFree } from "./learning-rate-free";
import { climb, judgeLadder } from "./range-climb";
import { defaultRange } from "./range-default";
import { bestRung, type RateAnswer } from "./range-ladder";
import { rangeTest, type RangeTest } from "./range-test";
import { recordRates, type RatePoint } from "./rate-sweep";
import type { RecordOptions } from "./record-all";
import { planTune, type TuneChoices, type TunePlan } from "./tune-plan";

/** A schedule's search: its peaks, lowest first, and the one that it is held to. */
export interface ShapeSearch {
  readonly name: string;
  readonly ladder: readonly RatePoint<RecordedRun>[];
  readonly answer: RateAnswer;
  readonly edge: RangeTest["edge"];
  /** Mean validation macro-F1 (0 to 1) of the best rung. */
  readonly macroF1: number;
}

/** One of the settings that the gate compares. */
export interface TunedSetting {
  readonly name: string;
  readonly peak: number;
  /** With the gate's first seed. */
  readonly spec: RunSpec;
}

/** Which rate and schedule to ship, and how that is known. */
export interface Tuning {
  readonly kind: "tuning";
  readonly plan: TunePlan;
  /** Where learning begins and breaks; one walk for each search seed. */
  readonly range: RangeTest;
  readonly searches: readonly ShapeSearch[];
  /** What an optimizer gets that finds its own rate: beside the search, and never chosen. */
  readonly learningRateFree: LearningRateFree;
  /** The fixed rate at its best, and the schedule that did best at its own best peak. */
  readonly baseline: TunedSetting;
  readonly candidate: TunedSetting;
  readonly gate: GateResult;
  /** The candidate where the gate approves, else the baseline. */
  readonly selected: TunedSetting;
  /** All runs, search and gate, and their optimizer steps. */
  readonly runs: readonly string[];
  readonly cost: { readonly runs: number; readonly steps: number };
}

/** What a tuning is doing. */
export interface TuneProgress {
  readonly stage: string;
  readonly done: number;
  /** Most runs of this stage. */
  readonly total: number;
}

/** How to watch, stop and keep a tuning. */
export interface TuneOptions extends Omit<GateOptions, "onProgress"> {
  /** Called after each run. */
  readonly onProgress?: (progress: TuneProgress) => void;
}

/**
 * The whole way: walks over the range (`rangeTest`) say where to begin; each schedule's peak is tuned by whole runs in
 * half octaves, with the same seeds and the same most peaks for all; the best schedule on validation is put to the
 * gate against the fixed rate at its own best, with seeds that chose neither. With a store, runs that it holds are
 * not trained again: a tuning that was interrupted goes on where it was, and one that is done is computed again from
 * its records.
 *
 * @throws InputError as {@link planTune}, {@link planGate} and {@link gate}
 * @throws WorkError where the walks show nothing to learn, or every peak of the fixed rate diverged
 * @example
 * const { selected, gate } = await tune(dataset, features, { budget: 100 }, { store: await openStore(".lr-lab") });
 */
export async function tune(
  dataset: Dataset,
  features: Features,
  choices: TuneChoices = {},
  options: TuneOptions = {},
): Promise<Tuning> {
  const plan = planTune(features, choices);
  const { model, optimizer, batchSize, epochs, labelSmoothing, clipNorm, engine } = choices;
  const { stop, evaluationsPerEpoch } = choices;
  const setting = { model, batchSize, epochs, labelSmoothing, clipNorm, engine };
  const walked = { ...setting, optimizer };
  const watched = { stop, evaluationsPerEpoch };
  const fixed = { ...walked, ...watched };
  const { onProgress, ...recording } = options;
  const kept: RecordedRun[] = [];
  const watch = (stage: string, total: number, before = 0): RecordOptions => ({
    ...recording,
    onProgress: ({ done, run }) => {
      kept.push(run);
      onProgress?.({ stage, done: before + done, total });
    },
  });

  // Checked before the search: what the gate would refuse at the end.
  await planGate(dataset, features, {
    baseline: { ...fixed, schedule: 1 },
    candidate: { ...fixed, schedule: withPeak(plan.shapes[1].shape, 1) },
    seeds: plan.gateSeeds,
    rules: plan.rules,
  });
  const range = await rangeTest(
    features,
    { ...walked, seeds: plan.searchSeeds, confirm: false },
    watch("walk over the range", plan.searchSeeds.length),
  );
  if (range.guess === null) throw new WorkError(`tune: ${range.reason}`);

  const searches: ShapeSearch[] = [];
  const most = plan.maxRates * plan.searchSeeds.length;
  for (const { name, shape } of plan.shapes) {
    let before = 0;
    // A decaying rate is half its peak on average: it begins where the fixed one ended.
    const from = searches[0]?.answer.rate ?? range.guess;
    const ladder = await climb(from, defaultRange(optimizer), plan.maxRates, async (rates) => {
      const points = await recordRates(
        features,
        { ...fixed, seeds: plan.searchSeeds, rates, shape },
        watch(name, most, before),
      );
      before += rates.length * plan.searchSeeds.length;
      return points;
    });
    const { answer, edge } = judgeLadder(ladder);
    const best = bestRung(ladder);
    if (answer === null || best === null) {
      if (searches.length > 0) continue;
      throw new WorkError(
        `tune: a run diverged at every fixed rate from ${ladder[0].rate} up; is the data sound?`,
      );
    }
    searches.push({ name, ladder, answer, edge, macroF1: ladder[best].macroF1.mean });
  }
  const free = await learningRateFree(
    features,
    { ...setting, ...watched, seeds: plan.searchSeeds },
    watch("no rate: Prodigy", plan.searchSeeds.length),
  );
  const [fixedSearch, ...others] = searches;
  if (others.length === 0)
    throw new WorkError("tune: a run diverged at every peak of every schedule but the fixed");
  const winner = others.reduce((a, b) => (b.macroF1 > a.macroF1 ? b : a));
  const scheduleOf = ({ name, answer }: ShapeSearch) =>
    withPeak(plan.shapes[plan.shapes.findIndex((one) => one.name === name)].shape, answer.rate);

  const gatePlan = await planGate(dataset, features, {
    baseline: { ...fixed, schedule: scheduleOf(fixedSearch) },
    candidate: { ...fixed, schedule: scheduleOf(winner) },
    seeds: plan.gateSeeds,
    rules: plan.rules,
    question: `Should ${winner.name} with peak ${winner.answer.rate} replace the fixed rate ${fixedSearch.answer.rate}?`,
  });
  const { onProgress: watchGate } = watch("gate", gatePlan.study.runs);
  const result = await gate(dataset, features, gatePlan, { ...options, onProgress: watchGate });

  const tuned = ({ name, answer }: ShapeSearch, spec: RunSpec): TunedSetting => ({
    name,
    peak: answer.rate,
    spec,
  });
  const baseline = tuned(fixedSearch, gatePlan.baseline);
  const candidate = tuned(winner, gatePlan.candidate);
  const all = new Map(kept.map(({ record }) => [record.id, record.steps]));
  return {
    kind: "tuning",
    plan,
    range,
    searches,
    learningRateFree: free,
    baseline,
    candidate,
    gate: result,
    selected: result.verdict.outcome === "approve" ? candidate : baseline,
    // Runs end in any order.
    runs: [...all.keys()].sort(),
    cost: { runs: all.size, steps: [...all.values()].reduce((sum, steps) => sum + steps, 0) },
  };
}
