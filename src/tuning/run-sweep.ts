import type { Features } from "../features";
import { finalOf, type RecordedRun, type RunRecord, type RunSpec, type SplitScore } from "../training";
import type { RunStore } from "./store/run-store";
import { workOf } from "./sweep-work";

/** What trains runs, so many side by side. */
export interface Executor {
  readonly threads: number;
  /** Aborting the signal ends the run by a rejection. */
  run(spec: RunSpec, options: { readonly signal?: AbortSignal }): Promise<RecordedRun>;
}

/** What a sweep keeps in memory of a run; the rest is in the store. */
export interface SweepOutcome {
  readonly id: string;
  readonly status: RunRecord["status"];
  readonly steps: number;
  /** What training took; null where the store does not know. */
  readonly seconds: number | null;
  /** At the end of the run. */
  readonly train: SplitScore;
  readonly validation: SplitScore;
}

/** How far a sweep has come. */
export interface SweepProgress {
  readonly total: number;
  /** Found in the store, or trained. */
  readonly done: number;
  readonly found: number;
  readonly running: number;
  /** Of those done. */
  readonly diverged: number;
  /** Estimated from the runs trained so far, or before the first from `secondsPerWork`; null without either. */
  readonly remainingSeconds: number | null;
}

/** How to watch, stop and time a sweep; nothing here changes a record. */
export interface SweepOptions {
  /** Called whenever a run begins or ends. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Aborting it starts no new run and aborts those that run; what is done is kept. */
  readonly signal?: AbortSignal;
  /** What a unit of `workOf` took before, for the time that is left. */
  readonly secondsPerWork?: number | null;
  /** `workOf` all that comes after these runs, counted in the time that is left; default 0. */
  readonly workAfter?: number;
  /** For the time that is left; default `performance.now`, in milliseconds. */
  readonly now?: () => number;
}

/** What came of a sweep, in the order of its runs. */
export interface SweepResult {
  /** Undefined for a run that an interruption left undone. */
  readonly outcomes: readonly (SweepOutcome | undefined)[];
  readonly found: number;
  readonly trained: number;
  readonly interrupted: boolean;
}

/**
 * Trains the runs that the store does not hold, `executor.threads` at a time and in order, and puts each record into
 * the store as soon as it ends. Records and weights are not kept in memory: a sweep of a thousand runs needs no
 * more of it than one of ten. A run is a pure function of its spec, so the store ends with the same records
 * whatever the number of threads, and however often the sweep was killed and started again.
 *
 * @param runs specs under their ids, each once
 * @throws what the executor or the store throws, after the runs beside it have been aborted; what is done is kept
 */
export async function runSweep(
  runs: readonly { readonly id: string; readonly spec: RunSpec }[],
  features: Features,
  store: RunStore,
  executor: Executor,
  options: SweepOptions = {},
): Promise<SweepResult> {
  const { onProgress, signal, workAfter = 0, now = () => performance.now() } = options;
  const outcomes = new Array<SweepOutcome | undefined>(runs.length).fill(undefined);
  const count = { found: 0, trained: 0, running: 0, diverged: 0 };
  const keep = (i: number, outcome: SweepOutcome): void => {
    outcomes[i] = outcome;
    if (outcome.status === "diverged") count.diverged++;
  };

  const held = new Set(await store.ids());
  const missing: number[] = [];
  for (let i = 0; i < runs.length; i++) {
    const stored = held.has(runs[i].id) && !signal?.aborted ? await store.get(runs[i].id) : undefined;
    if (stored === undefined) missing.push(i);
    else {
      count.found++;
      keep(i, outcomeOf(stored.record, stored.seconds));
    }
  }

  const work = new Map(missing.map((i) => [i, workOf(runs[i].spec, features)]));
  let workLeft = [...work.values()].reduce((sum, each) => sum + each, 0);
  let workDone = 0;
  const started = now();
  const report = (): void => {
    const before = options.secondsPerWork;
    const measured = workDone > 0 ? (now() - started) / 1000 / workDone : null;
    const guessed = before === null || before === undefined ? null : before / executor.threads;
    const each = measured ?? guessed;
    const { found, trained, running, diverged } = count;
    const left = (missing.length === trained ? 0 : workLeft) + workAfter;
    const remainingSeconds = left === 0 ? 0 : each === null ? null : each * left;
    onProgress?.({ total: runs.length, done: found + trained, found, running, diverged, remainingSeconds });
  };
  report();

  // A failure stops the other runs too; the signal of the caller does so from outside.
  const stop = new AbortController();
  const forward = (): void => stop.abort(signal?.reason);
  if (signal?.aborted) forward();
  signal?.addEventListener("abort", forward, { once: true });
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < missing.length && !stop.signal.aborted) {
      const i = missing[next++];
      count.running++;
      report();
      try {
        const { record, seconds } = await executor.run(runs[i].spec, { signal: stop.signal });
        await store.put({ record, seconds });
        keep(i, outcomeOf(record, seconds));
        count.trained++;
        workDone += work.get(i) as number;
        workLeft -= work.get(i) as number;
      } catch (error) {
        if (!stop.signal.aborted) {
          failure = { error };
          stop.abort(error);
        }
      }
      count.running--;
      report();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(executor.threads, missing.length) }, lane));
  } finally {
    signal?.removeEventListener("abort", forward);
  }
  if (failure !== undefined) throw failure.error;
  return {
    outcomes,
    found: count.found,
    trained: count.trained,
    interrupted: signal?.aborted === true && outcomes.includes(undefined),
  };
}

function outcomeOf(record: RunRecord, seconds: number | null): SweepOutcome {
  const { train, validation } = finalOf(record);
  return { id: record.id, status: record.status, steps: record.steps, seconds, train, validation };
}
