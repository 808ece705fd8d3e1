import { lossChart } from "../charts";
import type { Features } from "../features";
import { describe } from "../schedules";
import { train, type RunSpec, type TrainedRun } from "../training";
import { renderChart } from "./chart-view";
import { LiveDisplay } from "./live-display";
import { lineHtml } from "./live-header";
import { reasonOf } from "./live-words";
import { endWords, TrainingView } from "./training-view";

/** How something is watched while it runs. */
export interface LiveOptions {
  /** What it is called; for a run, default its schedule in words. */
  readonly label?: string;
  /** Whether curves are drawn; default true. Without them it is a bar while it runs, and a line in the end. */
  readonly chart?: boolean;
  /** For the time that is left, and to space the drawings; default `performance.now`, in milliseconds. */
  readonly now?: () => number;
}

/**
 * As `train`, watched: a bar with the rate, the losses and the time that is left, the curves below it, redrawn in place
 * at most four times a second, and in the end the loss chart. A run of under 0.3 s shows the chart alone. In a
 * notebook it is one output; elsewhere lines on standard error. The output that stays holds no clock: it is a function
 * of the spec.
 *
 * An interrupt (the square button; Ctrl-C in a script) ends the run after its step, and the cell goes on with what is
 * done: a record of status `interrupted`, which charts and signals take, and no store does.
 *
 * @param options.signal aborting it ends the run by throwing the signal's reason
 * @throws what `train` throws
 * @example
 * const run = await trainLive(await runSpec(features, { schedule: 0.3 }), features);
 * if (run.record.status === "interrupted") showMarkdown(`Stopped at step ${run.record.steps}.`);
 */
export async function trainLive(
  spec: RunSpec,
  features: Features,
  options: LiveOptions & { readonly signal?: AbortSignal } = {},
): Promise<TrainedRun> {
  const { label = describe(spec.schedule), chart = true, now = () => performance.now(), signal } = options;
  const display = new LiveDisplay(now);
  const view = new TrainingView(label, chart, now);
  const interrupt = new AbortController();
  const release = display.target.onInterrupt(() => interrupt.abort());
  try {
    const run = await train(spec, features, {
      signal,
      interrupt: interrupt.signal,
      onStep: (soFar) => {
        view.see(soFar);
        if (soFar.step < soFar.plannedSteps) display.update(() => view.frame());
      },
    });
    const words = endWords(label, run.record);
    const bundle =
      chart && display.target.inKernel
        ? renderChart(lossChart([{ label, records: [run.record] }]))
        : { "text/html": lineHtml(words), "text/plain": words };
    display.end(bundle, words);
    return run;
  } catch (error) {
    // A spec that was refused has begun nothing: its error says it all.
    if (view.place !== undefined) {
      const how = signal?.aborted ? "stopped" : "failed";
      const words = `${label}: ${how} at ${view.place}: ${reasonOf(error)}`;
      display.end({ "text/html": lineHtml(words), "text/plain": words }, words);
    }
    throw error;
  } finally {
    release();
  }
}
