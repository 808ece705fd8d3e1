import { WorkError } from "../errors";
import type { Features } from "../features";
import { runId, type RecordedRun, type RunSpec, type TrainedRun } from "../training";
import { recordAll, runAll, type RecordOptions, type RunAllOptions } from "../tuning";
import { LiveDisplay } from "./live-display";
import { lineHtml } from "./live-header";
import type { LiveOptions } from "./live-training";
import { reasonOf } from "./live-words";
import { RunsView, type LiveProgress } from "./runs-view";

/** What {@link live} gives to the work that it shows: options that every study and `runAll` take. */
export interface LiveWatch {
  /** To be told whenever a run ends. */
  readonly onProgress: (progress: LiveProgress) => void;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
}

/** Work on many runs was interrupted. */
export class Interrupted extends WorkError {}

/** Drawn anew at least this often, for the time that is left. */
const TICK_MS = 1000;

/**
 * Shows work on many runs while it goes on: a bar with the runs that are done, how many diverged and the time that is
 * left, and the curves of the latest runs, redrawn in place; in the end one line without a clock. In a notebook it is
 * one output, elsewhere lines on standard error. What the work gives is returned.
 *
 * An interrupt aborts the work by its signal. A study that is not complete has no answer, so the cell ends with an
 * error; the runs that ended are remembered by this process, or kept in the store where one was given, and the same
 * cell goes on from there. `runAllLive` and `recordAllLive` return them instead; `runSweep` says what it has.
 *
 * @param label what is being done, e.g. "rungs"
 * @param work  is given `onProgress` and `signal`, to be passed on
 * @throws what the work throws; when interrupted, an error that says how far it came
 * @example
 * const way = await live("rungs", (watch) => adjustUpward(features, choices, watch));
 */
export async function live<T>(
  label: string,
  work: (watch: LiveWatch) => Promise<T>,
  options: Omit<LiveOptions, "label"> = {},
): Promise<T> {
  const { chart = true, now = () => performance.now() } = options;
  const display = new LiveDisplay(now);
  const view = new RunsView(label, chart, now);
  const stop = new AbortController();
  const draw = (): void => display.update(() => view.frame());
  const end = (words: string): void =>
    display.end({ "text/html": lineHtml(words), "text/plain": words }, words);
  const release = display.target.onInterrupt(() =>
    stop.abort(
      new Interrupted(
        `${label}: stopped at ${view.place}; run the cell again to go on from the runs that are done`,
      ),
    ),
  );
  const tick = setInterval(draw, TICK_MS);
  tick.unref();
  try {
    const onProgress = (progress: LiveProgress): void => {
      view.see(progress);
      draw();
    };
    const result = await work({ onProgress, signal: stop.signal });
    end(`${label}: ${stop.signal.aborted ? "stopped at " : ""}${view.place}`);
    return result;
  } catch (error) {
    const stopped = stop.signal.aborted;
    end(
      `${label}: ${stopped ? "stopped" : "failed"} at ${view.place}${stopped ? "" : `: ${reasonOf(error)}`}`,
    );
    throw error;
  } finally {
    clearInterval(tick);
    release();
  }
}

/**
 * As `runAll`, shown by {@link live}. An interrupt returns the runs that have ended, in the order of the specs: fewer
 * than asked for, each one whole.
 *
 * @param options.label default "training"
 * @throws what `runAll` throws
 * @example const runs = await runAllLive(specs, features, { label: "baseline" });
 */
export function runAllLive(
  specs: readonly RunSpec[],
  features: Features,
  options: LiveOptions & Pick<RunAllOptions, "threads" | "fresh"> = {},
): Promise<TrainedRun[]> {
  const { threads, fresh } = options;
  return ended(specs, options, (watch) => runAll(specs, features, { threads, fresh, ...watch }));
}

/**
 * As `recordAll`, shown by {@link live}. An interrupt returns the runs that have ended, in the order of the specs; with
 * a store they are in it, and no other.
 *
 * @param options.label default "training"
 * @throws what `recordAll` throws
 * @example const runs = await recordAllLive(specs, features, { store: await openStore(".lr-lab") });
 */
export function recordAllLive(
  specs: readonly RunSpec[],
  features: Features,
  options: LiveOptions & Pick<RecordOptions, "threads" | "fresh" | "store" | "onlyStored"> = {},
): Promise<RecordedRun[]> {
  const { threads, fresh, store, onlyStored } = options;
  return ended(specs, options, (watch) =>
    recordAll(specs, features, { threads, fresh, store, onlyStored, ...watch }),
  );
}

interface EndedWatch<R extends RecordedRun> {
  readonly onProgress: (progress: { done: number; total: number; run: R }) => void;
  readonly signal: AbortSignal;
}

/** The runs of some work; those that have ended where it was interrupted. */
async function ended<R extends RecordedRun>(
  specs: readonly RunSpec[],
  { label = "training", ...options }: LiveOptions,
  work: (watch: EndedWatch<R>) => Promise<R[]>,
): Promise<R[]> {
  const found = new Map<string, R>();
  const collecting = ({ onProgress, signal }: LiveWatch): Promise<R[]> =>
    work({
      signal,
      onProgress: (progress) => {
        found.set(progress.run.record.id, progress.run);
        onProgress(progress);
      },
    });
  try {
    return await live(label, collecting, options);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return specs.flatMap((spec) => found.get(runId(spec)) ?? []);
  }
}
