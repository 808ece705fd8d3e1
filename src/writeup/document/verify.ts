import { contentHash, createRandom, firstDifference, type Dataset } from "../../data";
import { InputError, WorkError } from "../../errors";
import type { Features } from "../../features";
import { checkRunSpec, runSpec, type RunSpec } from "../../training";
import {
  gateQuestions,
  keptAnswers,
  runAll,
  tune,
  type GateAnswers,
  type RunAllOptions,
  type RunStore,
  type Tuning,
} from "../../tuning";
import { writeUp } from "./build";
import { compareWriteUp, type Comparison } from "./compare";
import { writeUpMarkdown } from "./markdown";
import { readOrigin } from "./origin";
import type { Origin, WriteUp } from "./types";

/** What a write-up is checked against, and how. */
export interface VerifyOptions extends Omit<RunAllOptions, "onProgress"> {
  readonly dataset: Dataset;
  readonly features: Features;
  /** Holds the runs of the tuning, the answers that its gate kept, and the ledger. */
  readonly store: RunStore;
  /** How many of the runs are trained again from their specs, those of the gate's arms among them; default 5. */
  readonly rerun?: number | "all";
  /**
   * Which runs are in the sample; default what follows from the text, so that the same check gives the same result. Who
   * does not trust the author takes another: an author can choose the text.
   */
  readonly seed?: number;
  /** How the text was made; default {@link writeUpMarkdown}. */
  readonly form?: (document: WriteUp) => string;
  /** What to call the text in errors; default "the write-up". */
  readonly file?: string;
  /** Called after each run that was trained again. */
  readonly onRerun?: (progress: { done: number; total: number }) => void;
}

/** A run that was trained again. */
export interface Rerun {
  readonly run: string;
  /** How it first differs from what the store holds; null where it is the same to the bit. */
  readonly difference: string | null;
}

/** What came of checking a write-up. */
export interface Verification {
  readonly kind: "verification";
  readonly origin: Origin;
  /** Its numbers against those that the runs in the store give. */
  readonly comparison: Comparison;
  readonly reruns: readonly Rerun[];
  /** Runs that it rests on. */
  readonly runs: number;
  /** The document as the runs give it, in the form of the text. */
  readonly fresh: string;
  readonly document: WriteUp;
}

/**
 * Computes every number of a write-up again from the runs in the store (the search, the choice, the gate's verdict:
 * all of it, by the code that made it, training nothing), holds the text against that, and trains a sample of the runs
 * again from their specs, whatever this process remembers of them.
 *
 * @throws InputError where the text is no write-up, or was made from other data, features or another engine build
 * @throws WorkError where the store lacks what it rests on
 * @example
 * const { comparison, reruns } = await verifyWriteUp(text, { dataset, features, store });
 * comparison.wrong; // [] where every number is what the runs give
 */
export async function verifyWriteUp(text: string, options: VerifyOptions): Promise<Verification> {
  const { dataset, features, file = "the write-up", form = writeUpMarkdown } = options;
  const origin = readOrigin(text, file);
  const tuning = await tuneAgain(origin, options, file);
  const document = writeUp(tuning, dataset, features, {
    lrLab: origin.lrLab,
    read: origin.data.read,
    masked: origin.masked,
    ...(origin.file === null ? {} : { file: origin.file }),
  });
  const fresh = form(document);
  return {
    kind: "verification",
    origin,
    comparison: compareWriteUp(text, fresh),
    reruns: await rerunSome(text, tuning, options),
    runs: tuning.runs.length,
    fresh,
    document,
  };
}

async function tuneAgain(origin: Origin, options: VerifyOptions, file: string): Promise<Tuning> {
  const { dataset, features, store, signal } = options;
  if (dataset.hash !== origin.data.hash) {
    throw new InputError(
      `${file}: rests on data ${origin.data.hash.slice(0, 12)} ("${origin.data.name}"), and those given are ` +
        `${dataset.hash.slice(0, 12)} ("${dataset.name}")`,
    );
  }
  if (features.hash !== origin.features) {
    throw new InputError(`${file}: rests on features ${origin.features.slice(0, 12)}, not on those given`);
  }
  const { choices } = origin;
  // The choices come from a file: checked as such before anything is computed from them.
  const spec = checkRunSpec(await runSpec(features, { ...choices, schedule: 1, seed: 1 }));
  if (spec.engine.build !== origin.engine.build) {
    throw new InputError(
      `${file}: rests on runs of engine build ${origin.engine.build.slice(0, 16)}; this lr-lab has ` +
        `${spec.engine.build.slice(0, 16)}. Check it with lr-lab ${origin.lrLab}.`,
    );
  }
  try {
    return await tune(dataset, features, choices, { store, signal, onlyStored: true });
  } catch (error) {
    if (!(error instanceof WorkError)) throw error;
    throw new WorkError(
      `${file}: cannot be checked: ${error.message}. The command under "How to repeat it" trains the runs again.`,
    );
  }
}

async function rerunSome(text: string, tuning: Tuning, options: VerifyOptions): Promise<Rerun[]> {
  const { dataset, features, store, rerun = 5, signal, threads, onRerun } = options;
  const { seed = parseInt(contentHash(text).slice(0, 8), 16) } = options;
  const picked = rerun === "all" ? tuning.runs : sample(tuning, rerun, seed);
  if (picked.length === 0) return [];
  const specs: RunSpec[] = [];
  for (const id of picked) {
    const stored = await store.get(id);
    if (stored === undefined) throw new WorkError(`run ${id}: is not in the store ${store.folder} any more`);
    specs.push(stored.record.spec);
  }
  let done = 0;
  const runs = await runAll(specs, features, {
    signal,
    threads,
    fresh: true,
    onProgress: () => onRerun?.({ done: ++done, total: specs.length }),
  });
  const questions = gateQuestions(dataset, features);
  const reruns: Rerun[] = [];
  for (const run of runs) {
    const { id } = run.record;
    const kept = keptAnswers(store, questions, id);
    const difference =
      firstDifference((await store.get(id))?.record, run.record) ??
      (kept ? firstDifference(kept, plainAnswers(questions.ask(run)), "answers") : null);
    reruns.push({ run: id, difference });
  }
  return reruns;
}

const plainAnswers = ({ test, probes }: GateAnswers) => ({
  test: Array.from(test),
  probes: Array.from(probes),
});

/** So many of the runs, without repeats: first one of each arm that is judged, then any; sorted. */
function sample({ runs, gate }: Tuning, count: number, seed: number): string[] {
  const random = createRandom(seed);
  const picked = new Set<string>();
  for (const arm of [gate.runs.candidate, gate.runs.baseline]) {
    if (picked.size < count) picked.add(random.pick(arm));
  }
  const left = runs.filter((id) => !picked.has(id));
  while (picked.size < count && left.length > 0) {
    picked.add(left.splice(random.int(left.length), 1)[0]);
  }
  return [...picked].sort();
}
