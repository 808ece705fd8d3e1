import { basename, join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { loadDataset, type DatasetOptions } from "../data";
import { InputError } from "../errors";
import { buildFeatures } from "../features";
import { plannedSteps } from "../training";
import {
  openingsOf,
  openStore,
  planTune,
  testHash,
  tune,
  TUNE_MODELS,
  TUNE_OPTIMIZERS,
  type TuneChoices,
} from "../tuning";
import { writeUp } from "../writeup";
import { withDataOptions } from "./data-options";
import { withJsonErrors } from "./json-errors";
import { jsonText } from "./run-words";
import { storeFolder } from "./store-folder";
import { parseThreads } from "./threads";
import { onInterrupt } from "./interrupt";
import { planWords, tuneDocument, tuneReport } from "./tune-report";
import { TuneProgressLine } from "./tune-progress";
import { checkNewFolder, writeFolder } from "./write-folder";
import { writeUpFiles } from "./write-up-files";

interface Options extends Omit<DatasetOptions, "seed"> {
  model: keyof typeof TUNE_MODELS;
  optimizer: keyof typeof TUNE_OPTIMIZERS;
  seeds: number;
  budget: number;
  threads?: number;
  seed?: number;
  reopen?: boolean;
  why?: string;
  dryRun?: boolean;
  out?: string;
  mask: boolean;
  json?: boolean;
}

/** `lr-lab tune`: which rate and schedule to ship for a CSV, and how that is known. */
export function tuneCommand(): Command {
  const command = new Command("tune")
    .description(
      "Find the learning rate and schedule to ship for labelled messages: a range test, a search of each schedule's " +
        "peak, and a gate that approves, rejects or stays undecided on a test split that it opens once.",
    )
    .argument("<csv>", "messages with their intents");
  return withDataOptions(command)
    .option("--model <kind>", "linear or mlp", oneOf(TUNE_MODELS), "mlp")
    .option("--optimizer <name>", "sgd, momentum, adam or adamw", oneOf(TUNE_OPTIMIZERS), "momentum")
    .option("--seeds <n>", "paired seeds of the gate, 5 or more", whole, 8)
    .option("--budget <runs>", "most training runs", whole, 150)
    .option("--threads <n>", "runs side by side (default: LR_LAB_THREADS, or the processors)", parseThreads)
    .option("--reopen", "open a test split that another plan has opened; needs --why")
    .option("--why <reason>", "why it is opened again, for the ledger")
    .option("--out <dir>", "new folder for the write-up: write-up.html, write-up.md and their charts")
    .option("--no-mask", "show e-mail addresses, phone, card and order numbers of messages in the write-up")
    .option("--dry-run", "check everything and say the plan; train nothing")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((csv: string, options: Options) => withJsonErrors(options.json, () => run(csv, options)));
}

async function run(csv: string, options: Options): Promise<void> {
  const { model, optimizer, seeds, budget, threads, reopen, why, text, intent, split, slice, seed } = options;
  if (reopen && !why?.trim()) throw new InputError("--reopen needs --why REASON, which the ledger keeps");
  if (why !== undefined && !reopen) throw new InputError("--why goes with --reopen");
  if (options.out !== undefined) checkNewFolder(options.out);
  const read = { text, intent, split, slice, seed };
  const dataset = await loadDataset(csv, read);
  const features = buildFeatures(dataset);
  const choices: TuneChoices = {
    model: TUNE_MODELS[model],
    optimizer: TUNE_OPTIMIZERS[optimizer],
    seeds,
    budget,
  };
  const plan = planTune(features, choices);
  for (const { message } of dataset.warnings) console.error(`to know: ${message}`);
  console.error(planWords(dataset.name, dataset, plan, plannedSteps(features, choices)));
  if (options.dryRun) {
    if (options.json) console.log(jsonText({ ok: true, dryRun: true, plan, test: null }, 2));
    return;
  }
  const store = await openStore(storeFolder());
  const [opened] = openingsOf(store.folder, testHash(dataset));
  if (opened !== undefined && !reopen) {
    console.error(
      `to know: this test split was opened on ${opened.at.slice(0, 10)} ("${opened.question}"). The same tuning gives the ` +
        "same verdict; one that ends with another plan is refused at the end, unless --reopen --why says why it must be.",
    );
  }
  const progress = new TuneProgressLine(process.stderr);
  const interrupt = onInterrupt(() => progress.say("stopping"));
  const start = performance.now();
  try {
    const tuning = await tune(dataset, features, choices, {
      store,
      threads,
      signal: interrupt.signal,
      onProgress: (now) => progress.update(now),
      ...(reopen && why !== undefined ? { reopen: { why } } : {}),
    });
    progress.end();
    const seconds = (performance.now() - start) / 1000;
    console.log(options.json ? jsonText(tuneDocument(tuning, seconds), 2) : tuneReport(tuning, seconds));
    console.error(`records and ledger: ${store.folder}`);
    if (options.out !== undefined) {
      const document = writeUp(tuning, dataset, features, {
        ...{ read: withoutUndefined(read), file: basename(csv), masked: options.mask },
      });
      writeFolder(options.out, writeUpFiles(document));
      console.error(`write-up: ${join(options.out, "write-up.html")}`);
    }
  } catch (error) {
    progress.end();
    if (interrupt.exitCode() === undefined) throw error;
    process.exitCode = interrupt.exitCode();
    console.error(
      "stopped: nothing is decided. The search's runs are in the store, and the same command goes on from there; a gate that " +
        "was stopped before it opened the test split trains its runs again.",
    );
  } finally {
    interrupt.release();
  }
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

function oneOf<T extends object>(known: T): (name: string) => keyof T {
  return (name) => {
    if (Object.hasOwn(known, name)) return name as keyof T;
    throw new InvalidArgumentError(`Write ${Object.keys(known).join(", ")}.`);
  };
}

function whole(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a whole number of 1 or more.");
}
