import type { RunRecord, RunSpec } from "../training";
import type { Finding } from "./diagnosis";
import { percent } from "./say";
import { THRESHOLDS, type Limits } from "./thresholds";
import { windowMean } from "./window";

/**
 * Whether overshoot is told of runs with this optimizer: where at least half of an update is the gradient just taken.
 * That share is 1 for SGD, 1 - momentum with momentum, 1 - momentum^2 with Nesterov's. With a longer memory, and with
 * Adam, whether half the rate helps within an epoch is a matter of chance: not even the same run with another seed
 * tells it, and so no signal of the record does (bench/SIGNALS.md has the figures). Prodigy, not measured, is an Adam.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning" (2013), for both rules.
 *
 * @param spec a run's spec; its optimizer decides
 * @example tellsOvershoot({ optimizer: { kind: "momentum", momentum: 0.9, nesterov: false } }); // false
 */
export function tellsOvershoot({ optimizer }: Pick<RunSpec, "optimizer">): boolean {
  if (optimizer.kind === "sgd") return true;
  if (optimizer.kind !== "momentum") return false;
  const { momentum, nesterov } = optimizer;
  return 1 - (nesterov ? momentum ** 2 : momentum) >= LATEST;
}

/** Share of an update that must be of the latest gradient. */
const LATEST = 0.5;

/**
 * How steeply loss rose again at the end of each update, in nats a step: rate x |g| x |g'| x max(0, -cos(g, g')) /
 * (1 - momentum), with g the gradient that the update was made from (clipped as the run clips) and g' the next one.
 * Along an update of -rate x g the loss changes by rate x g.g' x (-1) at its end: above 0, the bottom was passed.
 * Momentum makes updates 1 / (1 - momentum) times as long. The cosine is that of the output layer.
 */
function climbs({ curve, spec }: RunRecord): Float64Array {
  const { rate, gradientNorm, overshoot } = curve;
  const lengthening = spec.optimizer.kind === "momentum" ? 1 / (1 - spec.optimizer.momentum) : 1;
  return Float64Array.from(overshoot, (opposed, t) => {
    if (t === 0) return 0;
    const used = Math.min(gradientNorm[t - 1], spec.clipNorm ?? Infinity);
    return rate[t - 1] * used * gradientNorm[t] * Math.max(0, opposed) * lengthening;
  });
}

/** The first step after which the mean climb of the last `window` steps was above the limit, or null. */
export function overshootWarning(
  record: RunRecord,
  limits: Limits<"overshoot"> = THRESHOLDS.overshoot,
): number | null {
  if (!tellsOvershoot(record.spec)) return null;
  const climb = climbs(record);
  const most = limits.climb * record.evaluations[0].train.loss;
  const index = climb.findIndex((_, i) => windowMean(climb, limits.window, i + 1) > most);
  return index === -1 ? null : index + 1;
}

/**
 * Updates go past the bottom and the next gradient points back: what loss climbs again a step, averaged over the last
 * steps of the record, is above a share of the initial training loss. Mild: a decaying rate can still bring it down.
 * Silent of Adam, Prodigy and of momentum above .5 (Nesterov's above .7): see {@link tellsOvershoot}.
 *
 * Source: -cos of consecutive gradients is the sign of the derivative of loss by the rate (hypergradient descent,
 * Baydin et al., 2018, arXiv:1703.04782; Jacobs, 1988); times rate and norms it is that derivative's size.
 */
export function overshoot(
  record: RunRecord,
  limits: Limits<"overshoot"> = THRESHOLDS.overshoot,
): Finding | null {
  if (!tellsOvershoot(record.spec)) return null;
  const climb = climbs(record);
  const initial = record.evaluations[0].train.loss;
  const mean = windowMean(climb, limits.window, climb.length);
  if (!(mean > limits.climb * initial)) return null;
  const warnedAt = overshootWarning(record, limits) as number;
  const opposed = windowMean(record.curve.overshoot, limits.window, climb.length);
  return {
    signal: "overshoot",
    severity: "mild",
    steps: [warnedAt - limits.window, record.steps],
    warnedAt,
    values: { climb: mean, share: mean / initial, opposed, steps: limits.window },
    meaning:
      `Over the last ${limits.window} steps consecutive gradients opposed each other where it cost most: ` +
      `loss climbed again by ${percent(mean / initial)} of its start a step.`,
    advice: "Try half the rate, or let it decay from here; each step undoes a part of the one before.",
  };
}
