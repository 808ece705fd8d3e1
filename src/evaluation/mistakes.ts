import { InputError } from "../errors";
import { peakOf, fromSpec } from "../schedules";
import { finalOf, specDifferences, type RunRecord, type RunSpec, type SplitScore } from "../training";
import { pairedDifference, type Estimate } from "./statistics";

/** Runs of one setting, one a seed; the same seeds in the same order in every setting that is compared. */
export interface NamedRecords {
  readonly name: string;
  readonly records: readonly RunRecord[];
}

/** A way to fool oneself, and what shows that it was taken. */
export interface Mistake {
  readonly kind: "mistake";
  readonly mistake: "untested-rate" | "early-speed" | "training-only" | "several-factors";
  /** One sentence with the numbers. */
  readonly meaning: string;
  readonly advice: string;
}

/** A rate counts as compared with one that is at least this many times as high, and one as many times as low. */
const APART = Math.SQRT2;

/**
 * A default rate carried to data that it was never tried on: fires unless the runs tried on these features, alike in all
 * but schedule and seeds, have a peak below the spec's by half an octave or more and one above.
 *
 * @param spec  what is about to be shipped
 * @param tried all that was trained, on these data or others
 * @example untestedRate(spec, sweep.points.flatMap(({ runs }) => runs.map(({ record }) => record)))
 */
export function untestedRate(spec: RunSpec, tried: readonly RunRecord[]): Mistake | null {
  const peak = peakOf(fromSpec(spec.schedule));
  const peaks = tried
    .filter(({ spec: other }) =>
      specDifferences(spec, other).every((path) => path.startsWith("schedule") || path.startsWith("seeds")),
    )
    .map(({ spec: other }) => peakOf(fromSpec(other.schedule)));
  const [below, above] = [
    peaks.some((one) => one * APART <= peak * 1.001),
    peaks.some((one) => one >= peak * APART * 0.999),
  ];
  if (below && above) return null;
  const missing = below ? "no higher one" : above ? "no lower one" : "no other";
  return {
    kind: "mistake",
    mistake: "untested-rate",
    meaning: `The rate ${Number(peak.toPrecision(3))} was compared with ${missing} on these data: it is a default until then.`,
    advice:
      "Try rates to both sides, half an octave apart, on these data; a rate does not travel between data sets.",
  };
}

/**
 * A choice by early speed: the setting with the lowest mean training loss at the first evaluation after the start is not
 * the one with the best final validation macro-F1, and is worse by more than seeds explain.
 *
 * @throws InputError for fewer than two settings, settings without records or with different numbers of them
 */
export function earlySpeed(settings: readonly NamedRecords[]): Mistake | null {
  check("earlySpeed", settings);
  const early = lowest(
    settings,
    ({ evaluations }) => evaluations[Math.min(1, evaluations.length - 1)].train.loss,
  );
  const gap = behindBest(settings, early, ({ macroF1 }) => 100 * macroF1);
  if (gap === null) return null;
  return {
    kind: "mistake",
    mistake: "early-speed",
    meaning:
      `${early.name} was fastest at first (training loss ${early.value.toFixed(2)} at the first look), and ends ` +
      `${gap.difference.mean.toFixed(1)} points of validation macro-F1 behind ${gap.best.name}.`,
    advice:
      "Compare settings at the end of the run and on validation, at the same budget; speed is not the goal.",
  };
}

/**
 * Validation ignored while training improves: the setting with the lowest final training loss has a higher validation
 * loss than the best by more than seeds explain.
 *
 * @throws InputError as {@link earlySpeed}
 */
export function trainingOnly(settings: readonly NamedRecords[]): Mistake | null {
  check("trainingOnly", settings);
  const fitted = lowest(settings, (record) => finalOf(record).train.loss);
  const gap = behindBest(settings, fitted, ({ loss }) => -loss);
  if (gap === null) return null;
  const learned = mean(gap.best.records.map((record) => finalOf(record).train.loss));
  return {
    kind: "mistake",
    mistake: "training-only",
    meaning:
      `${fitted.name} fits training best (loss ${fitted.value.toFixed(2)}, ${gap.best.name} ${learned.toFixed(2)}), and is ` +
      `${gap.difference.mean.toFixed(2)} nats of validation loss behind ${gap.best.name}.`,
    advice: "Watch both losses and choose on validation; what training gains alone is learned by heart.",
  };
}

/**
 * Several settings changed at once: fires when specs differ in more than one of their members besides the seeds.
 *
 * @example severalFactors([{...spec}, {...spec, batchSize: 16, epochs: 10}]) // fires: batchSize and epochs
 */
export function severalFactors(specs: readonly RunSpec[]): Mistake | null {
  const changed = new Set(
    specs.slice(1).flatMap((spec) => specDifferences(specs[0], spec).map((path) => path.split(".")[0])),
  );
  changed.delete("seeds");
  if (changed.size < 2) return null;
  const names = [...changed].sort();
  return {
    kind: "mistake",
    mistake: "several-factors",
    meaning: `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]} changed together: a gain belongs to none of them.`,
    advice: "Change one at a time, or tune the others for each level of the one that you ask about.",
  };
}

function lowest(
  settings: readonly NamedRecords[],
  loss: (record: RunRecord) => number,
): NamedRecords & { readonly value: number } {
  return settings
    .map((setting) => ({ ...setting, value: mean(setting.records.map(loss)) }))
    .reduce((a, b) => (b.value < a.value ? b : a));
}

/** How far a setting is behind the best at the end, where that is more than seeds explain. */
function behindBest(
  settings: readonly NamedRecords[],
  chosen: NamedRecords,
  score: (validation: SplitScore) => number,
): { readonly best: NamedRecords; readonly difference: Estimate } | null {
  const scores = ({ records }: NamedRecords): number[] =>
    records.map((record) => score(finalOf(record).validation));
  const best = settings.reduce((a, b) => (mean(scores(b)) > mean(scores(a)) ? b : a));
  if (best.name === chosen.name) return null;
  const difference = pairedDifference(scores(chosen), scores(best));
  return difference.low > 0 ? { best, difference } : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function check(name: string, settings: readonly NamedRecords[]): void {
  const counts = new Set(settings.map(({ records }) => records.length));
  if (settings.length < 2 || counts.size !== 1 || counts.has(0)) {
    throw new InputError(
      `${name}: needs two settings or more, each with the same number of runs, at least one`,
    );
  }
}
