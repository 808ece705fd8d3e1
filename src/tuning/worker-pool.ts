import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import Piscina from "piscina";
import { InputError } from "../errors";
import type { Features } from "../features";
import { shareFeatures, type RecordedRun, type RunSpec, type TrainedRun } from "../training";
import type { Answer, Task } from "./worker";

/** Trains specs of one set of features on worker threads. */
export interface WorkerPool {
  readonly threads: number;
  train(spec: RunSpec, signal?: AbortSignal): Promise<TrainedRun>;
  /** As `train`, without the weights: they are neither copied nor sent. */
  record(spec: RunSpec, signal?: AbortSignal): Promise<RecordedRun>;
}

type EngineName = RunSpec["engine"]["name"];

const pools: Record<EngineName, WeakMap<Features, WorkerPool>> = {
  fused: new WeakMap(),
  tfjs: new WeakMap(),
};
const WORKER = join(__dirname, "worker.js");

/**
 * The pool for these features, made at its first use. For the fused engine all workers read the features in one
 * shared memory; for TensorFlow.js each gets them once. A run is a pure function of its spec, so it does not matter
 * which thread trains it. Idle workers end after a while and never keep a process alive.
 */
export function poolFor(features: Features, engine: EngineName, threads = threadCount()): WorkerPool {
  const known = pools[engine].get(features);
  if (known !== undefined && known.threads === threads) return known;
  const pool = new Piscina({
    filename: WORKER,
    workerData: { features: engine === "fused" ? shareFeatures(features) : features },
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 10_000,
    env: { ...process.env } as Record<string, string>,
  });
  pool.on("error", (error: Error) => {
    // A run that is stopped can still answer before its worker has ended: nobody waits for that answer any more, and
    // Piscina makes an error of it. Any other error without a listener would end the process, and shall.
    if (!error.message.startsWith("Unexpected message from Worker")) throw error;
  });
  const ask = async (task: Task, signal?: AbortSignal): Promise<Exclude<Answer, { refused: string }>> => {
    const answer = await abortable(signal, (own) => runOn(pool, task, own));
    if ("refused" in answer) throw new InputError(answer.refused);
    return answer;
  };
  const made: WorkerPool = {
    threads,
    train: async (spec, signal) => (await ask({ spec, weights: true }, signal)) as TrainedRun,
    record: (spec, signal) => ask({ spec, weights: false }, signal),
  };
  pools[engine].set(features, made);
  return made;
}

/**
 * Runs a task. By the same slip as above Piscina can give one to a worker that it has just told to end: it is given to
 * another then, which trains the same run. A worker that ends again and again is an error.
 */
async function runOn(pool: Piscina, task: Task, signal?: AbortSignal): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.run(task, signal ? { signal } : {});
    } catch (error) {
      const ended = (error as Error).message?.startsWith("worker exited with code") === true;
      if (!ended || signal?.aborted === true || attempt === 3) throw error;
    }
  }
}

/** The tasks that each signal of a caller would end. */
const underWay = new WeakMap<AbortSignal, Set<AbortController>>();

/**
 * Work under a signal of its own that follows the caller's: Piscina never takes its listener off a signal, and one that
 * a thousand runs share would keep something of every one of them. All tasks of a signal share one listener.
 */
async function abortable(
  signal: AbortSignal | undefined,
  work: (signal?: AbortSignal) => Promise<unknown>,
): Promise<Answer> {
  if (signal === undefined) return (await work()) as Answer;
  signal.throwIfAborted();
  const own = new AbortController();
  const tasks = underWay.get(signal) ?? new Set<AbortController>();
  const first = tasks.size === 0;
  tasks.add(own);
  underWay.set(signal, tasks);
  if (first) signal.addEventListener("abort", abortAll, { once: true });
  try {
    return (await work(own.signal)) as Answer;
  } catch (error) {
    // Piscina throws an AbortError of its own.
    signal.throwIfAborted();
    throw error;
  } finally {
    tasks.delete(own);
    if (tasks.size === 0) signal.removeEventListener("abort", abortAll);
  }
}

function abortAll(this: AbortSignal): void {
  for (const task of underWay.get(this) ?? []) task.abort(this.reason);
}

/** Whether an engine runs threads of its own, so that runs side by side gain nothing: TensorFlow's native binding. */
export function usesAllCores(engine: RunSpec["engine"]): boolean {
  return engine.name === "tfjs" && engine.backend === "tensorflow";
}

/**
 * How many runs train side by side: `LR_LAB_THREADS`, else the processors that this process may use, 8 at most.
 *
 * @throws InputError when `LR_LAB_THREADS` is no whole number from 1 to 64
 */
export function threadCount(): number {
  const asked = process.env.LR_LAB_THREADS;
  if (asked === undefined || asked === "")
    return existsSync(WORKER) ? Math.min(8, availableParallelism()) : 1;
  const threads = Number(asked);
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new InputError(`LR_LAB_THREADS must be a whole number from 1 to 64, found "${asked}"`);
  }
  return threads;
}
