import { InputError } from "../errors";
import type { Features } from "../features";
import { fromSpec } from "../schedules";
import { withoutIdleDecay, type RunSpec } from "../training";

/** The hyperparameter that is studied together with the rate. */
export type JointFactor = "batchSize" | "weightDecay" | "momentum" | "hidden";

/** A published rule for how the best rate moves, to hold the measured slope against: nothing here assumes it. */
export interface ScalingRule {
  readonly name: string;
  /** Best rate in proportion to this power of the factor's `base`. */
  readonly slope: number;
  /** Who proposed it; empty for the rule that nothing moves. */
  readonly source: string;
}

/** All that a joint study knows about one factor. */
export interface FactorKind {
  /** As a person says it. */
  readonly words: string;
  /** Where it stands in a run spec. */
  readonly path: string;
  /** What must be so of a level, in words, and whether it is. */
  readonly needs: string;
  readonly isLevel: (level: number) => boolean;
  /** Why runs of this setting have no such factor; null where they do. */
  readonly misfit: (spec: RunSpec) => string | null;
  readonly set: (spec: RunSpec, level: number) => RunSpec;
  /** What the best rate may be a power of: its words and its value; null where no power law is asked for. */
  readonly base: { readonly words: string; readonly of: (level: number) => number } | null;
  readonly rules: readonly ScalingRule[];
}

const UNMOVED: ScalingRule = { name: "no scaling", slope: 0, source: "" };

const isWhole = (level: number): boolean => Number.isSafeInteger(level) && level >= 1;

const JOINT_FACTORS: Readonly<Record<JointFactor, FactorKind>> = {
  batchSize: {
    words: "batch size",
    path: "batchSize",
    needs: "a whole number of at least 1",
    isLevel: isWhole,
    misfit: () => null,
    set: (spec, level) => ({ ...spec, batchSize: level }),
    base: { words: "batch size", of: (level) => level },
    rules: [
      UNMOVED,
      {
        name: "square-root scaling",
        slope: 0.5,
        source: "Krizhevsky 2014, arXiv:1404.5997; for Adam Malladi et al. 2022, arXiv:2205.10287",
      },
      {
        name: "linear scaling",
        slope: 1,
        source: "Krizhevsky 2014, arXiv:1404.5997; Goyal et al. 2017, arXiv:1706.02677",
      },
    ],
  },
  weightDecay: {
    words: "weight decay",
    path: "optimizer.weightDecay",
    needs: "a number of at least 0",
    isLevel: (level) => level >= 0 && Number.isFinite(level),
    misfit: () => null,
    set: (spec, level) => ({
      ...spec,
      optimizer: withoutIdleDecay({ ...spec.optimizer, weightDecay: level }),
    }),
    // It may be 0, and between 0 and the first level that matters nothing moves.
    base: null,
    rules: [],
  },
  momentum: {
    words: "momentum",
    path: "optimizer.momentum",
    needs: "a number from 0 to below 1",
    isLevel: (level) => level >= 0 && level < 1,
    misfit: ({ optimizer, schedule }) => {
      if (optimizer.kind !== "momentum") {
        return `momentum is studied with the optimizer "momentum", found "${optimizer.kind}"`;
      }
      return fromSpec(schedule).momentum !== undefined
        ? "the schedule moves the momentum itself, so that its level would not matter; take it out of the schedule"
        : null;
    },
    set: (spec, level) => ({
      ...spec,
      optimizer: { ...spec.optimizer, momentum: level } as typeof spec.optimizer,
    }),
    base: { words: "1 − momentum", of: (level) => 1 - level },
    rules: [
      UNMOVED,
      {
        name: "a constant rate / (1 − momentum)",
        slope: 1,
        source: "Smith et al. 2018, arXiv:1711.00489",
      },
    ],
  },
  hidden: {
    words: "hidden units",
    path: "model.hidden",
    needs: "a whole number of at least 1",
    isLevel: isWhole,
    misfit: ({ model }) =>
      model.kind === "mlp" ? null : `hidden units are studied with the model "mlp", found "${model.kind}"`,
    set: (spec, level) => ({ ...spec, model: { kind: "mlp", hidden: level } }),
    base: { words: "hidden units", of: (level) => level },
    rules: [UNMOVED],
  },
};

/** @throws InputError for a factor of another name */
export function factorKind(factor: JointFactor): FactorKind {
  if (Object.hasOwn(JOINT_FACTORS, factor)) return JOINT_FACTORS[factor];
  const known = Object.keys(JOINT_FACTORS).join(", ");
  throw new InputError(`joint study: factor must be one of ${known}, found ${String(factor)}`);
}

/** The factor as a person says it: "batch size". */
export function factorWords(factor: JointFactor): string {
  return factorKind(factor).words;
}

/** A level as a person says it: "batch size 64", "64 hidden units". */
export function levelText(factor: JointFactor, level: number): string {
  const { words } = factorKind(factor);
  return factor === "hidden" ? `${level} ${words}` : `${words} ${level}`;
}

/**
 * The levels, lowest first.
 *
 * @throws InputError for fewer than two, one twice, one that cannot be, or a setting that has no such factor
 */
export function checkLevels(
  factor: JointFactor,
  levels: readonly number[],
  spec: RunSpec,
  features: Features,
): number[] {
  const { words, needs, isLevel, misfit } = factorKind(factor);
  const trouble = misfit(spec);
  if (trouble !== null) throw new InputError(`joint study: ${trouble}`);
  const wrong = levels.find((level) => !isLevel(level));
  if (wrong !== undefined) throw new InputError(`joint study: ${words} must be ${needs}, found ${wrong}`);
  const sorted = [...levels].sort((a, b) => a - b);
  if (sorted.length < 2 || new Set(sorted).size < sorted.length) {
    throw new InputError(
      `joint study: needs at least two levels of ${words} that differ, found ${levels.join(", ") || "none"}`,
    );
  }
  const messages = features.splits.train.x.rows;
  const highest = sorted[sorted.length - 1];
  if (factor === "batchSize" && highest > messages) {
    throw new InputError(
      `joint study: batch size ${highest} is more than the ${messages} training messages: it would be one of ${messages}`,
    );
  }
  return sorted;
}
