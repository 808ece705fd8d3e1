import { InputError } from "../errors";
import type { Features } from "../features";
import { openRun, predict, type OpenRun, type RunSpec } from "../training";
import type { Finding, Signal } from "./diagnosis";

/** What the same run at another rate says of a finding. */
export interface Confirmation {
  readonly kind: "confirmation";
  readonly finding: Finding;
  /** `withdrawn`: the other rate does not help, so the finding is no reason to change to it. */
  readonly outcome: "confirmed" | "withdrawn";
  /** Steps taken before the rate was changed. */
  readonly from: number;
  /** What every later rate of the schedule was multiplied by. */
  readonly factor: 0.5 | 2;
  /** What decided, and its two values: as the run went on, and as it went at the other rate. */
  readonly measure: "training loss" | "validation loss" | "highest batch loss";
  readonly asRun: number;
  readonly replayed: number;
  /**
   * How many standard errors the replay is lower by, over messages and paired by message; null for a highest batch
   * loss, which is one number. Infinity where only the replay's loss is finite, 0 where the replay's is not.
   */
  readonly standardErrors: number | null;
  /** One sentence with the numbers. */
  readonly sentence: string;
}

/** Lower by this many standard errors is lower. */
const LOWER = 3;

interface Counterfactual extends Pick<Confirmation, "factor" | "measure"> {
  readonly from: (finding: Finding) => number;
  /** Steps after which the two ways are compared; default at the run's end. */
  readonly to?: (finding: Finding, run: OpenRun) => number;
}

const begin = (finding: Finding): number => finding.steps[0];

/** What each signal claims of another rate: that half of it, from where it shows, or twice, from the start, is better. */
const COUNTERFACTUALS: Readonly<Record<Signal, Counterfactual>> = {
  divergence: { factor: 0.5, measure: "validation loss", from: begin },
  spikes: {
    factor: 0.5,
    measure: "highest batch loss",
    // The loss of a step is taken before its update: the ones before made the spike.
    from: (finding) => Math.max(0, finding.values.at - LEAD),
    to: (finding) => finding.values.at + 1,
  },
  oscillation: { factor: 0.5, measure: "training loss", from: begin },
  overshoot: {
    factor: 0.5,
    measure: "training loss",
    from: (finding) => finding.warnedAt,
    // It is a claim about these steps: an epoch later every message has been seen once at the other rate.
    to: (finding, run) => finding.warnedAt + run.plannedSteps / run.spec.epochs,
  },
  "slow-convergence": { factor: 2, measure: "validation loss", from: () => 0 },
  "over-fitting": { factor: 0.5, measure: "validation loss", from: begin },
  plateau: { factor: 0.5, measure: "validation loss", from: begin },
};

/** Steps before a spike at which a replay takes over. */
const LEAD = 8;

/**
 * Confirms a finding by its counterfactual: the run is trained again up to where the finding begins, and from that
 * checkpoint twice to its end, at the schedule's rates and at half of them; for slow convergence at twice the rates,
 * from the first step; for overshoot from where it was said, and for one epoch. Confirmed when the loss is then lower
 * by more than 3 standard errors over messages; a spike, when the replay's highest batch loss stands out less than
 * half as far. Both ways see the same messages in the same order.
 *
 * @param finding from `diagnose` of the run's record
 * @param spec    the run's spec, for the fused engine
 * @throws InputError when the spec is for another engine or other features, or the finding was
 *   said at a step that the run does not have
 * @example
 * const { outcome, sentence } = await confirm(diagnose(record).findings[0], record.spec, features);
 */
export async function confirm(finding: Finding, spec: RunSpec, features: Features): Promise<Confirmation> {
  const { factor, measure, from, to } = COUNTERFACTUALS[finding.signal];
  const run = await openRun(spec, features);
  try {
    const { plannedSteps } = run;
    if (!(finding.warnedAt <= plannedSteps)) {
      throw new InputError(
        `confirm: the finding was said at step ${finding.warnedAt}, but the run has ${plannedSteps} steps; give the run's own spec`,
      );
    }
    const start = Math.min(from(finding), plannedSteps - 1);
    const end = Math.min(plannedSteps, to?.(finding, run) ?? plannedSteps);
    while (run.step < start) run.advance();
    const checkpoint = run.checkpoint();
    const asRun = follow(run, 1, end, features, measure);
    run.restore(checkpoint);
    const replayed = follow(run, factor, end, features, measure);
    const common = { kind: "confirmation", finding, from: start, factor, measure } as const;
    const compared =
      measure === "highest batch loss" ? comparePeaks(asRun, replayed, finding) : compare(asRun, replayed);
    const { confirmed, standardErrors } = compared;
    return {
      ...common,
      outcome: confirmed ? "confirmed" : "withdrawn",
      asRun: asRun.loss,
      replayed: replayed.loss,
      standardErrors,
      sentence: sentence(common, asRun.loss, replayed.loss, compared),
    };
  } finally {
    run.close();
  }
}

/** How one way ended: its loss, and for a mean the loss of each message. */
interface Ending {
  readonly loss: number;
  readonly messages: Float64Array;
}

function follow(
  run: OpenRun,
  factor: number,
  end: number,
  features: Features,
  measure: Confirmation["measure"],
): Ending {
  let highest = -Infinity;
  while (run.step < end) {
    const { loss } = run.advance(factor === 1 ? undefined : factor * run.rateAt(run.step));
    highest = Number.isFinite(loss) ? Math.max(highest, loss) : Infinity;
    if (highest === Infinity) return { loss: Infinity, messages: new Float64Array(0) };
  }
  if (measure === "highest batch loss") return { loss: highest, messages: new Float64Array(0) };
  const split = measure === "training loss" ? "train" : "validation";
  const { x, y } = features.splits[split];
  const { probabilities, classes } = predict(run.weights(), x);
  const messages = Float64Array.from(
    y,
    (label, row) => -Math.log(Math.max(SMALLEST, probabilities[row * classes + label])),
  );
  return { loss: run.evaluate(split).score.loss, messages };
}

/** The smallest float32 above 0: a message that is missed by more counts as missed by 103 nats in the error's size. */
const SMALLEST = 2 ** -149;

interface Compared {
  readonly confirmed: boolean;
  readonly standardErrors: number | null;
}

/** The mean difference over messages, in its standard errors: mean / (s / sqrt(n)). */
function compare(asRun: Ending, replayed: Ending): Compared {
  if (!Number.isFinite(replayed.loss)) return { confirmed: false, standardErrors: 0 };
  if (!Number.isFinite(asRun.loss)) return { confirmed: true, standardErrors: Infinity };
  const differences = asRun.messages.map((loss, i) => loss - replayed.messages[i]);
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const standardErrors = mean === 0 ? 0 : mean / Math.sqrt(variance / n);
  return { confirmed: standardErrors > LOWER, standardErrors };
}

function comparePeaks(asRun: Ending, replayed: Ending, { values }: Finding): Compared {
  const confirmed = replayed.loss - values.usual < 0.5 * (asRun.loss - values.usual);
  return { confirmed, standardErrors: null };
}

function sentence(
  { factor, from, measure }: Pick<Confirmation, "factor" | "from" | "measure">,
  asRun: number,
  replayed: number,
  { confirmed, standardErrors }: Compared,
): string {
  const rate = factor === 2 ? "twice" : "half";
  const where = from === 0 ? "the first step" : `step ${from}`;
  const by = standardErrors === null ? "" : ` (lower by ${standardErrors.toFixed(1)} standard errors)`;
  return (
    `At ${rate} the rate from ${where} on, the ${measure} is ${shown(replayed)} instead of ${shown(asRun)}${by}: ` +
    `${confirmed ? "confirmed" : "withdrawn"}.`
  );
}

function shown(loss: number): string {
  return Number.isFinite(loss) ? loss.toFixed(3) : String(loss);
}
