import { finalOf, type RunRecord, type RunSoFar } from "../training";
import { LiveCurve } from "./live-curve";
import type { LiveFrame } from "./live-display";
import { headerHtml, liveHtml, type LiveNumber } from "./live-header";
import { plotHtml, roundTicks, stepAxisHtml } from "./live-plot";
import { ofAll, short, timeLeft, whole } from "./live-words";
import { pageColour } from "./series-slots";

/** As tall as the plot of `lossChart`, which takes its place in the end. */
const LOSS_HEIGHT = 240;
const RATE_HEIGHT = 40;

/** How a run looks while it is under way. */
export class TrainingView {
  private curve: LiveCurve | undefined;
  private last: RunSoFar | undefined;
  private started = 0;

  /** @param now milliseconds, for the time that is left */
  constructor(
    private readonly label: string,
    private readonly chart: boolean,
    private readonly now: () => number,
  ) {}

  /** Where the run is: "step 312 of 900"; undefined before its first step. */
  get place(): string | undefined {
    return this.last && `step ${ofAll(this.last.step, this.last.plannedSteps)}`;
  }

  see(soFar: RunSoFar): void {
    if (this.last === undefined) this.started = this.now();
    this.last = soFar;
  }

  frame(): LiveFrame {
    const soFar = this.last!;
    const { step, plannedSteps } = soFar;
    const curve = (this.curve ??= new LiveCurve(soFar));
    curve.take(soFar);
    const rate = short(soFar.curve.rate[step - 1]);
    const [training, validation] = [short(curve.loss), short(finalOf(soFar).validation.loss)];
    // From the end of the first step on, which makes what the others only use.
    const seconds = (this.now() - this.started) / 1000;
    const speed = (step - 1) / seconds;
    const left = timeLeft((plannedSteps - step) / speed);
    const numbers: LiveNumber[] = [
      ["step", ofAll(step, plannedSteps)],
      ["learning rate", rate],
      ["training loss", training],
      ["validation loss", validation],
      ["steps a second", Number.isFinite(speed) ? whole(Number(speed.toPrecision(2))) : "\u2013"],
      ["time left", left],
    ];
    const words =
      `${this.label}: step ${ofAll(step, plannedSteps)}, rate ${rate}, training loss ${training}, ` +
      `validation loss ${validation}, ${left} left`;
    const header = headerHtml(this.label, step / plannedSteps, numbers);
    return { html: liveHtml([header, ...(this.chart ? this.plots(curve, plannedSteps) : [])]), words };
  }

  private plots(curve: LiveCurve, plannedSteps: number): string[] {
    const colour = pageColour(this.label);
    const rates = curve.planned.length > 0 ? curve.planned : curve.rate;
    const top = Math.max(...rates.map(([, rate]) => rate).filter(Number.isFinite), 0);
    const loss = plotHtml({
      title: "Loss (nats)",
      legend: [
        { words: "validation", colour },
        { words: "training, mean of about 20 steps", colour, dashed: true },
      ],
      height: LOSS_HEIGHT,
      alt: "Training and validation loss so far, over optimizer steps",
      xEnd: plannedSteps,
      yEnd: curve.ceiling,
      ticks: roundTicks(curve.ceiling),
      lines: [
        { points: curve.training, colour, dash: "4 4", width: 1.5 },
        { points: curve.validation, colour, dot: true },
      ],
    });
    const rate = plotHtml({
      title: "Learning rate",
      height: RATE_HEIGHT,
      alt: "Learning rate so far, over optimizer steps",
      xEnd: plannedSteps,
      yEnd: top,
      ticks: [
        { at: 0, label: "0" },
        { at: top, label: short(top) },
      ],
      lines: [
        { points: curve.planned, colour: "currentColor", width: 1, opacity: 0.35 },
        { points: curve.rate, colour: "currentColor", width: 1.5, opacity: 0.8, dot: true },
      ],
    });
    return [loss, rate, stepAxisHtml(plannedSteps)];
  }
}

/** How a run ended, in one line without a clock. */
export function endWords(label: string, record: RunRecord): string {
  const { status, steps, plannedSteps } = record;
  const { train, validation } = finalOf(record);
  const where = { done: `${whole(steps)} steps`, diverged: "diverged", interrupted: "stopped" }[status];
  const place = status === "done" || steps === plannedSteps ? "" : ` at step ${ofAll(steps, plannedSteps)}`;
  return (
    `${label}: ${where}${place}, training loss ${short(train.loss)}, validation loss ${short(validation.loss)}, ` +
    `validation macro-F1 ${(100 * validation.macroF1).toFixed(1)}%`
  );
}
