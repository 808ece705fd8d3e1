/**
 * The JSON of every schedule: what a run spec stores and hashes. One plain, frozen object a schedule, told
 * apart by `kind`, with every default filled in, so that two ways of writing one schedule have one spec.
 *
 * The same word means the same thing everywhere:
 * - `peak`: the highest rate, above 0;
 * - `steps`, `every`, `period`, `timescale` and all other lengths: optimizer steps;
 * - `floor`: the lowest rate, **as a fraction of the peak** (0 to 1). A fraction, not a rate: the shape then
 *   stays the same when the peak is tuned;
 * - `start`: the rate of the first step, as a fraction of the peak;
 * - `factor`: what the rate, or its height above the floor, is multiplied by (above 0, at most 1).
 */
export type ScheduleSpec =
  | ConstantSpec
  | StepSpec
  | PiecewiseSpec
  | ExponentialSpec
  | GeometricSpec
  | InverseTimeSpec
  | InverseSqrtSpec
  | LinearSpec
  | PolynomialSpec
  | CosineSpec
  | CosineRestartsSpec
  | OneCycleSpec
  | TriangularSpec
  | Triangular2Spec
  | ExpRangeSpec
  | WarmupStableDecaySpec
  | WarmupSpec
  | JoinSpec
  | ScaledSpec;

/** The same rate at every step. */
export interface ConstantSpec {
  readonly kind: "constant";
  /** The rate. */
  readonly peak: number;
}

/** The rate drops by a factor every so many steps. */
export interface StepSpec {
  readonly kind: "step";
  /** Rate of the first step. */
  readonly peak: number;
  /** Steps between drops. */
  readonly every: number;
  /** The rate is multiplied by this at each drop; default 0.1. */
  readonly factor: number;
  /** Never below this fraction of the peak; default 0. */
  readonly floor: number;
}

/** Given rates between given steps. */
export interface PiecewiseSpec {
  readonly kind: "piecewise";
  /** One rate more than there are boundaries; the first above 0. */
  readonly rates: readonly number[];
  /** Steps at which the next rate takes over: at `boundaries[i]` the rate is `rates[i + 1]`; rising. */
  readonly boundaries: readonly number[];
}

/** The rate shrinks by a factor every so many steps, smoothly or in stairs. */
export interface ExponentialSpec {
  readonly kind: "exponential";
  /** Rate of the first step. */
  readonly peak: number;
  /** The rate is multiplied by this every `every` steps. */
  readonly factor: number;
  /** Steps over which the rate is multiplied by `factor` once; default 1. */
  readonly every: number;
  /** Drop once every `every` steps and stay level in between; default false. */
  readonly staircase: boolean;
  /** Never below this fraction of the peak; default 0. */
  readonly floor: number;
}

/** A straight line on a log axis: equal ratios in equal steps, between peak and floor. */
export interface GeometricSpec {
  readonly kind: "geometric";
  readonly peak: number;
  /** Steps from one end to the other. */
  readonly steps: number;
  /** The lowest rate as a fraction of the peak; above 0. */
  readonly floor: number;
  /** From the floor up to the peak instead of down; default false. */
  readonly rising: boolean;
}

/** The rate falls as 1/t. */
export interface InverseTimeSpec {
  readonly kind: "inverseTime";
  /** Rate of the first step. */
  readonly peak: number;
  /** Steps after which the rate is half the peak. */
  readonly timescale: number;
  /** Never below this fraction of the peak; default 0. */
  readonly floor: number;
}

/** The rate falls as 1/sqrt(t). */
export interface InverseSqrtSpec {
  readonly kind: "inverseSqrt";
  /** Rate of the first step. */
  readonly peak: number;
  /** Steps after which the rate is the peak divided by sqrt(2). */
  readonly timescale: number;
  /** Never below this fraction of the peak; default 0. */
  readonly floor: number;
}

/** A straight line between peak and floor. */
export interface LinearSpec {
  readonly kind: "linear";
  readonly peak: number;
  /** Steps from one end to the other. */
  readonly steps: number;
  /** The lowest rate as a fraction of the peak; default 0; above 0 when rising. */
  readonly floor: number;
  /** From the floor up to the peak instead of down; default false. */
  readonly rising: boolean;
}

/** A power of the steps that are left, between peak and floor. */
export interface PolynomialSpec {
  readonly kind: "polynomial";
  readonly peak: number;
  /** Steps from one end to the other. */
  readonly steps: number;
  /** Exponent, above 0: 1 is a line, 2 is fast at first and slow at the end. */
  readonly power: number;
  /** The lowest rate as a fraction of the peak; default 0; above 0 when rising. */
  readonly floor: number;
  /** From the floor up to the peak instead of down; default false. */
  readonly rising: boolean;
}

/** Half a cosine wave from peak to floor. */
export interface CosineSpec {
  readonly kind: "cosine";
  readonly peak: number;
  /** Steps from peak to floor. */
  readonly steps: number;
  /** The lowest rate as a fraction of the peak; default 0. */
  readonly floor: number;
}

/** Cosine decays one after the other, each starting high again. */
export interface CosineRestartsSpec {
  readonly kind: "cosineRestarts";
  readonly peak: number;
  /** Steps of the first cycle. */
  readonly period: number;
  /** Each cycle is this many times as long as the one before; a whole number; default 1. */
  readonly growth: number;
  /** The height above the floor is multiplied by this at each restart; default 1. */
  readonly factor: number;
  /** The lowest rate as a fraction of the peak; default 0. */
  readonly floor: number;
  /** Stay at the floor after this many cycles; default null, endless. */
  readonly cycles: number | null;
}

/** Between which values a schedule moves the momentum: against the rate, low where the rate is high. */
export interface MomentumRange {
  readonly high: number;
  readonly low: number;
}

/** One rise and one long fall; the momentum moves the other way. */
export interface OneCycleSpec {
  readonly kind: "oneCycle";
  readonly peak: number;
  /** Steps of the whole cycle. */
  readonly steps: number;
  /** Rate of the first step as a fraction of the peak; above 0; default 1/25. */
  readonly start: number;
  /** Rate at the end as a fraction of the peak; default 1/250000. */
  readonly floor: number;
  /** Fraction of the steps that rise; default 0.3. Rounded to a whole step, so that the peak is reached. */
  readonly rise: number;
  /** Fraction of the steps that fall back to `start`, before the rest fall to `floor`; default null: one fall. */
  readonly fall: number | null;
  /** How rate and momentum move between the ends of a phase; default "cosine". */
  readonly shape: "cosine" | "linear";
  /** Default {high: 0.95, low: 0.85}; null to leave the momentum alone. */
  readonly momentum: MomentumRange | null;
}

interface CyclicFields {
  readonly peak: number;
  /** The lowest rate, where each cycle starts and ends, as a fraction of the peak; above 0. */
  readonly floor: number;
  /** Steps up from the floor. */
  readonly stepsUp: number;
  /** Steps down again; default `stepsUp`. */
  readonly stepsDown: number;
  /** Stay at the floor after this many cycles; default null, endless. */
  readonly cycles: number | null;
  /** Moved against the rate; default null, left alone. */
  readonly momentum: MomentumRange | null;
}

/** Up and down between floor and peak in straight lines. */
export interface TriangularSpec extends CyclicFields {
  readonly kind: "triangular";
}

/** Triangular, each cycle half as high above the floor as the one before. */
export interface Triangular2Spec extends CyclicFields {
  readonly kind: "triangular2";
}

/** Triangular, the height above the floor shrinking at every step. */
export interface ExpRangeSpec extends CyclicFields {
  readonly kind: "expRange";
  /** The height above the floor is multiplied by this at every step. */
  readonly factor: number;
}

/** Warm up, hold the peak, decay. */
export interface WarmupStableDecaySpec {
  readonly kind: "warmupStableDecay";
  readonly peak: number;
  /** Steps of warmup; default 0. */
  readonly warmup: number;
  /** Steps at the peak. */
  readonly stable: number;
  /** Steps from the peak to the floor. */
  readonly decay: number;
  /** Rate at the end as a fraction of the peak; default 0. */
  readonly floor: number;
  /** Of the decay; default "1-sqrt". */
  readonly shape: "1-sqrt" | "linear" | "cosine";
  /** As in `WarmupSpec`; default null. */
  readonly start: number | null;
}

/** A ramp up to the first rate of another schedule, then that schedule. */
export interface WarmupSpec {
  readonly kind: "warmup";
  readonly inner: ScheduleSpec;
  /** Steps of warmup, before the inner schedule's own steps; 0 for none. */
  readonly steps: number;
  /**
   * Rate of the first step as a fraction of the inner schedule's first rate, above 0; default null: the ramp
   * is (t + 1)/(steps + 1).
   */
  readonly start: number | null;
}

/** Schedules one after the other, each counting its own steps from 0. */
export interface JoinSpec {
  readonly kind: "join";
  readonly parts: readonly JoinPartSpec[];
}

export interface JoinPartSpec {
  readonly schedule: ScheduleSpec;
  /** Steps before the next part takes over; null, in the last part only, to let it run to its own end. */
  readonly steps: number | null;
}

/** Another schedule with every rate multiplied by a factor. */
export interface ScaledSpec {
  readonly kind: "scaled";
  readonly inner: ScheduleSpec;
  /** Above 0; may be above 1. */
  readonly factor: number;
}

/** What a constructor takes: the spec's fields without `kind`, those with a default (`D`) optional. */
export type ScheduleOptions<S extends ScheduleSpec, D extends keyof S = never> = Pick<
  S,
  Exclude<keyof S, "kind" | D>
> &
  Partial<Pick<S, D>>;
