import { InputError } from "../errors";
import { ParameterReader, shown } from "./parameters";

/** How the rate follows a metric. */
export interface PlateauSpec {
  readonly kind: "reduceOnPlateau";
  /** Rate at the beginning, above 0. */
  readonly peak: number;
  /** The rate is multiplied by this at each reduction; above 0, below 1; default 0.1. */
  readonly factor: number;
  /** Reduce at this many evaluations in a row without improvement, at least 1; default 10. */
  readonly patience: number;
  /** This many evaluations after a reduction are not counted; default 0. */
  readonly cooldown: number;
  /** Never below this fraction of the peak; default 0. */
  readonly floor: number;
  /** Whether a lower ("min", default) or a higher ("max") metric is better. */
  readonly mode: "min" | "max";
  /** An improvement exceeds this fraction of the best metric's size ...; default 1e-4. */
  readonly rtol: number;
  /** ... plus this; default 0. */
  readonly atol: number;
}

/** All that `update` remembers from one evaluation to the next: plain frozen JSON. */
export interface PlateauState {
  /** The rate to train at until the next evaluation. */
  readonly rate: number;
  /** Best metric so far; null before the first finite one. */
  readonly best: number | null;
  /** Evaluations in a row without improvement. */
  readonly waited: number;
  /** Evaluations still not counted after a reduction. */
  readonly cooling: number;
}

/** A rate that follows a metric: state in, state out. */
export interface ReduceOnPlateau {
  readonly spec: PlateauSpec;
  /** The state before the first evaluation. */
  readonly initial: PlateauState;
  /** The state after one more evaluation; a metric that is not finite is no improvement. */
  readonly update: (state: PlateauState, metric: number) => PlateauState;
}

/**
 * Multiplies the rate by `factor` at the `patience`-th evaluation in a row that does not improve on the best
 * metric by more than `rtol x |best| + atol`; the next `cooldown` evaluations are then not counted.
 *
 * It is no `Schedule`, for it needs a metric; it holds no state of its own.
 *
 * Relation to the peers, whose counters differ: ours are optax's. PyTorch reduces one evaluation later: its
 * `patience` p is ours p + 1. Keras counts the last cooldown evaluation: its `cooldown` c is ours c - 1 (0
 * stays 0). Threshold: PyTorch's "rel" and optax's `rtol` are our `rtol`, Keras' `min_delta` and PyTorch's
 * "abs" our `atol`. They measure a relative threshold as a multiple of the best metric and so take every
 * negative metric for an improvement; ours takes its size, and works with either sign.
 *
 * @param options.peak rate at the beginning, above 0; the other fields of `PlateauSpec` have defaults
 * @throws InputError naming the parameter that cannot be used
 * @example
 * const plateau = reduceOnPlateau({ peak: 0.1, patience: 3 });
 * let state = plateau.initial;
 * state = plateau.update(state, validationLoss); // train on at state.rate
 * @see PyTorch `ReduceLROnPlateau`, optax `contrib.reduce_on_plateau`, Keras `ReduceLROnPlateau`
 */
export function reduceOnPlateau(
  options: Pick<PlateauSpec, "peak"> & Partial<Omit<PlateauSpec, "peak">>,
): ReduceOnPlateau {
  const spec = readPlateau(options);
  return Object.freeze({
    spec,
    initial: Object.freeze({ rate: spec.peak, best: null, waited: 0, cooling: 0 }),
    update: (state: PlateauState, metric: number) => Object.freeze(next(spec, state, metric)),
  });
}

function next(spec: PlateauSpec, state: PlateauState, metric: number): PlateauState {
  if (typeof metric !== "number") {
    throw new InputError(`reduceOnPlateau: metric must be a number, but is ${shown(metric)}`);
  }
  const improved = Number.isFinite(metric) && (state.best === null || gain(spec, state.best, metric) > 0);
  const best = improved ? metric : state.best;
  if (state.cooling > 0) return { ...state, best, waited: 0, cooling: state.cooling - 1 };
  const waited = improved ? 0 : state.waited + 1;
  if (waited < spec.patience) return { ...state, best, waited };
  const rate = Math.max(state.rate * spec.factor, spec.peak * spec.floor);
  return { rate, best, waited: 0, cooling: spec.cooldown };
}

/** By how much a metric is better than the best by more than the threshold. */
function gain({ mode, rtol, atol }: PlateauSpec, best: number, metric: number): number {
  return (mode === "min" ? best - metric : metric - best) - (rtol * Math.abs(best) + atol);
}

function readPlateau(options: unknown): PlateauSpec {
  const p = new ParameterReader(options, "reduceOnPlateau: ", () => {
    throw new InputError("reduceOnPlateau: takes no schedule");
  });
  p.oneOf("kind", ["reduceOnPlateau"], "reduceOnPlateau");
  const spec: PlateauSpec = {
    kind: "reduceOnPlateau",
    peak: p.positive("peak"),
    factor: p.positiveFraction("factor", 0.1),
    patience: p.whole("patience", 1, 10),
    cooldown: p.whole("cooldown", 0, 0),
    floor: p.fraction("floor", 0),
    mode: p.oneOf("mode", ["min", "max"], "min"),
    rtol: p.nonNegative("rtol", 1e-4),
    atol: p.nonNegative("atol", 0),
  };
  if (spec.factor === 1) p.fail("factor", "below 1, or nothing is reduced");
  p.end();
  return Object.freeze(spec);
}
