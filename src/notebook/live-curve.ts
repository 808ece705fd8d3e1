import { fromSpec } from "../schedules";
import type { RunSoFar } from "../training";

export type LivePoint = readonly [step: number, value: number];

/** A curve has at most about this many points: more cannot be seen. */
const POINTS = 240;
/** The training loss of a step is that of its batch; shown is its mean over about 20 steps, the later counting more. */
const KEEP = 0.95;

/** What is drawn of a run that is under way; each step is looked at once, however often it is drawn. */
export class LiveCurve {
  readonly training: LivePoint[] = [];
  readonly validation: LivePoint[] = [];
  readonly rate: LivePoint[] = [];
  /** The rate that is planned for each step; empty where the optimizer finds its own. */
  readonly planned: readonly LivePoint[];
  /** The top of the loss axis, as on `lossChart`: a little above the loss before training. */
  readonly ceiling: number;
  private mean = 0;
  private weight = 1;
  private steps = 0;
  private scored = 0;

  constructor({ spec, plannedSteps, evaluations: [start] }: RunSoFar) {
    const losses = [start.train.loss, start.validation.loss].filter(Number.isFinite);
    this.ceiling = losses.length > 0 ? 1.15 * Math.max(...losses) : 1;
    const rate = fromSpec(spec.schedule);
    const every = Math.max(1, Math.floor(plannedSteps / POINTS));
    const at = Array.from({ length: Math.ceil(plannedSteps / every) }, (_, i) => i * every);
    this.planned = spec.optimizer.kind === "prodigy" ? [] : at.map((step) => [step, rate(step)] as const);
  }

  /** The smoothed training loss; NaN before the first step. */
  get loss(): number {
    return this.mean / (1 - this.weight);
  }

  /** Takes in what came since the last time. */
  take({ curve, evaluations, plannedSteps }: RunSoFar): void {
    const every = Math.max(1, Math.floor(plannedSteps / POINTS));
    for (; this.steps < curve.loss.length; this.steps++) {
      this.mean = KEEP * this.mean + (1 - KEEP) * curve.loss[this.steps];
      this.weight *= KEEP;
      if (this.steps % every > 0) continue;
      if (Number.isFinite(this.loss)) this.training.push([this.steps + 1, this.loss]);
      this.rate.push([this.steps, curve.rate[this.steps]]);
    }
    const apart = plannedSteps / POINTS;
    for (; this.scored < evaluations.length; this.scored++) {
      const { step, validation } = evaluations[this.scored];
      const last = this.validation[this.validation.length - 1]?.[0] ?? -Infinity;
      if (Number.isFinite(validation.loss) && step - last >= apart)
        this.validation.push([step, validation.loss]);
    }
  }
}
