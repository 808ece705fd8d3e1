import { describe } from "../schedules";
import { finalOf, type RecordedRun } from "../training";
import type { LivePoint } from "./live-curve";
import type { LiveFrame } from "./live-display";
import { headerHtml, liveHtml, type LiveNumber } from "./live-header";
import { plotHtml, roundTicks } from "./live-plot";
import { ofAll, short, timeLeft, whole } from "./live-words";

/** How far work on many runs is; each study says what it knows. */
export interface LiveProgress {
  /** Runs that have ended. */
  readonly done: number;
  /** Of so many, as far as it is known. */
  readonly total?: number;
  /** How many diverged, where the runs themselves are not given. */
  readonly diverged?: number;
  /** The run that just ended. */
  readonly run?: RecordedRun;
}

/** So many of the latest runs are drawn. */
const DRAWN = 24;
const HEIGHT = 130;
/** The latest run stands out; the others are grey. */
const LAST = "#0072B2";
/** Runs that are there within this time were found, not trained: they say nothing of the time that is left. */
const FOUND_MS = 100;

/** How many runs look while they are under way. */
export class RunsView {
  private done = 0;
  private total: number | undefined;
  private diverged = 0;
  private lowest = Infinity;
  private top = 0;
  private last: RecordedRun | undefined;
  private readonly curves: LivePoint[][] = [];
  private readonly started: number;
  /** What was done when the training proper began, and when. */
  private before = 0;

  /** @param now milliseconds, for the time that is left */
  constructor(
    private readonly label: string,
    private readonly chart: boolean,
    private readonly now: () => number,
  ) {
    this.started = now();
  }

  see({ done, total, diverged, run }: LiveProgress): void {
    this.done = done;
    this.total = total ?? this.total;
    this.diverged = diverged ?? this.diverged;
    if (this.now() - this.started < FOUND_MS) this.before = done;
    if (run === undefined) return;
    const { status, evaluations, plannedSteps } = run.record;
    this.last = run;
    if (status === "diverged") this.diverged++;
    const points = evaluations
      .filter(({ validation }) => Number.isFinite(validation.loss))
      .map(({ step, validation }): LivePoint => [step / plannedSteps, validation.loss]);
    if (points.length > 0) this.top = Math.max(this.top, 1.15 * points[0][1]);
    this.lowest = Math.min(this.lowest, ...points.map(([, loss]) => loss));
    this.curves.push(points);
    if (this.curves.length > DRAWN) this.curves.shift();
  }

  /** "12 of 40 runs", and how many diverged. */
  get place(): string {
    const runs = `${this.total === undefined ? whole(this.done) : ofAll(this.done, this.total)} runs`;
    return this.diverged === 0 ? runs : `${runs}, ${whole(this.diverged)} diverged`;
  }

  frame(): LiveFrame {
    const { done, total, before } = this;
    const each = (this.now() - this.started) / 1000 / (done - before);
    const left = timeLeft(total === undefined ? NaN : each * (total - done));
    const share = total === undefined ? undefined : done / Math.max(total, 1);
    const words = `${this.label}: ${this.place}, ${left} left`;
    const numbers: LiveNumber[] = [
      ["runs", total === undefined ? whole(done) : ofAll(done, total)],
      ["diverged", whole(this.diverged)],
      ["lowest validation loss", Number.isFinite(this.lowest) ? short(this.lowest) : "\u2013"],
      ["last validation loss", this.last ? short(finalOf(this.last.record).validation.loss) : "\u2013"],
      ["time left", left],
    ];
    const header = headerHtml(this.label, share, numbers);
    return { html: liveHtml([header, ...(this.chart ? [this.plot()] : [])]), words };
  }

  private plot(): string {
    const { spec } = this.last?.record ?? {};
    const last = this.curves.length - 1;
    return plotHtml({
      title: "Validation loss (nats) over each run",
      legend: spec ? [{ words: `last: ${describe(spec.schedule)}`, colour: LAST }] : [],
      height: HEIGHT,
      alt: `Validation loss over each of the latest ${this.curves.length} runs`,
      xEnd: 1,
      yEnd: this.top || 1,
      ticks: roundTicks(this.top || 1),
      lines: this.curves.map((points, i) =>
        i === last
          ? { points, colour: LAST, dot: true }
          : { points, colour: "currentColor", width: 1, opacity: 0.3 },
      ),
    });
  }
}
