import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { loadDataset, readText } from "../data";
import { InputError } from "../errors";
import { buildFeatures, type Features } from "../features";
import { runSpec } from "../training";
import {
  engineChoice,
  estimateSweep,
  openStore,
  planSweep,
  readSweep,
  runHalving,
  runSweep,
  summarisePoints,
  sweepExecutor,
  type SweepOptions,
  type SweepPlan,
  type SweepSpec,
} from "../tuning";
import { withJsonErrors } from "./json-errors";
import { countWords, jsonText } from "./run-words";
import { SHIPPED_DATA } from "./shipped-data";
import { storeFolder } from "./store-folder";
import { parseThreads } from "./threads";
import { estimateWords, halvingDocument, halvingReport, sweepDocument, sweepReport } from "./sweep-report";
import { SweepProgressLine } from "./sweep-progress";
import { onInterrupt } from "./interrupt";

interface Options {
  threads?: number;
  resume?: boolean;
  json?: boolean;
  data?: string;
  dryRun?: boolean;
}

/** `lr-lab sweep`: all runs of a sweep file, trained side by side and kept in the store. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description(
      "Train every combination of a sweep file and keep the records in .lr-lab (or $LR_LAB_HOME). Runs that are " +
        "already there are used, not trained again, with or without --resume.",
    )
    .argument(
      "<spec>",
      'the sweep file: {"base": {...}, "grid": {"path.in.spec": [values]}, "seeds": [1, 2, 3]}',
    )
    .option("--threads <n>", "runs side by side (default: LR_LAB_THREADS, or the processors)", parseThreads)
    .option("--resume", "say what an interrupted sweep left to go on with; warn where there is nothing")
    .option("--data <csv>", "train on this CSV instead of the one that the sweep file names")
    .option("--dry-run", "check everything and say what it would cost; train nothing")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((file: string, options: Options) => withJsonErrors(options.json, () => sweep(file, options)));
}

async function sweep(file: string, options: Options): Promise<void> {
  const { plan, features } = await prepare(file, options.data);
  const store = await openStore(storeFolder(), {
    onDamage: ({ file: damaged, reason, movedTo }) =>
      console.error(`lr-lab: ${damaged}: damaged (${reason}); moved to ${movedTo}, the run is trained again`),
  });
  const executor = sweepExecutor(features, plan.runs[0].spec.engine, options.threads);
  const estimate = await estimateSweep(plan, features, store, executor.threads);
  console.error(estimateWords(file, plan, estimate, executor.threads, store.folder));
  if (options.resume) console.error(resumeWords(estimate.found, plan, store.folder));
  if (options.dryRun) {
    const runs = plan.runs.map(({ id, spec }) => ({ id, spec }));
    const costs = { ...estimate, secondsPerWork: undefined };
    if (options.json) console.log(jsonText({ ok: true, dryRun: true, estimate: costs, runs }, 2));
    return;
  }

  const progress = new SweepProgressLine(process.stderr);
  const interrupt = onInterrupt(() =>
    progress.say("stopping: what is done is kept; once more stops at once"),
  );
  const watched: SweepOptions = {
    onProgress: (now) => progress.update(now),
    signal: interrupt.signal,
    secondsPerWork: estimate.secondsPerWork,
  };
  try {
    if (plan.halving !== null) {
      const result = await runHalving(plan, plan.halving, features, store, executor, watched);
      progress.end();
      if (options.json) console.log(jsonText(halvingDocument(plan, result), 2));
      else console.log(halvingReport(plan, result));
    } else {
      const result = await runSweep(plan.runs, features, store, executor, watched);
      progress.end();
      const points = summarisePoints(plan, result.outcomes);
      if (options.json) console.log(jsonText(sweepDocument(plan, result), 2));
      else console.log(sweepReport(plan, points));
    }
  } finally {
    interrupt.release();
  }
  if (interrupt.exitCode() !== undefined) {
    process.exitCode = interrupt.exitCode();
    console.error(`stopped; the records of finished runs are in ${store.folder}. Go on with:`);
    const data = options.data === undefined ? "" : ` --data ${options.data}`;
    console.error(`  lr-lab sweep ${file}${data} --resume`);
  } else console.error(`records: ${store.folder}`);
}

/** All that is checked before anything runs. */
async function prepare(
  file: string,
  csv: string | undefined,
): Promise<{ plan: SweepPlan; features: Features }> {
  const spec = readSweep(await readText(file), file);
  const dataFile = csv ?? dataOf(spec, file);
  const features = buildFeatures(await loadDataset(dataFile, spec.data ?? {}), spec.features);
  try {
    const template = await runSpec(features, { schedule: 1, engine: engineChoice(spec.base) });
    return { plan: planSweep(spec, { features, template, dataFile }), features };
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

/** A path in the sweep file is relative to the file. */
function dataOf(spec: SweepSpec, file: string): string {
  return spec.data === null ? SHIPPED_DATA : resolve(dirname(file), spec.data.file);
}

function resumeWords(found: number, plan: SweepPlan, folder: string): string {
  if (plan.halving !== null) return `resuming: runs of the rungs that are in ${folder} are used`;
  const total = countWords(plan.runs.length, "run");
  if (found > 0) return `resuming: ${found} of ${total} are in ${folder}`;
  return (
    `nothing to resume: none of the ${total} is in ${folder}, so all are trained. Where some should be, look at ` +
    "LR_LAB_HOME, and whether the sweep file, its data or the engine's build has changed"
  );
}
