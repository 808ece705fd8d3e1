import { randomInt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { escapeControls, loadDataset, readText, type Dataset } from "../data";
import { InputError } from "../errors";
import { buildFeatures } from "../features";
import { exportWriteUp } from "../jupyter";
import { openStore } from "../tuning";
import { readOrigin, verifyWriteUp, writeUpMarkdown, type Origin, type Verification } from "../writeup";
import { parseSeed } from "./data-options";
import { withJsonErrors } from "./json-errors";
import { jsonText } from "./run-words";
import { SHIPPED_DATA } from "./shipped-data";
import { storeFolder } from "./store-folder";
import { onInterrupt } from "./interrupt";
import { parseThreads } from "./threads";
import { problemsOf, verifyReport } from "./verify-report";
import { pictureFiles } from "./write-up-files";

interface Options {
  data?: string;
  rerun: number | "all";
  seed?: number;
  edited?: boolean;
  threads?: number;
  json?: boolean;
}

/** `lr-lab verify`: whether a write-up says what its runs give. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "Compute every number of a write-up again from the runs in the store, hold the text against them, and train a " +
        "sample of the runs again from their specs. Exits with 1 at the first that differs.",
    )
    .argument("<write-up>", "write-up.md or write-up.html, as `lr-lab tune CSV --out DIR` writes them")
    .option(
      "--data <csv>",
      "the CSV that was tuned on (default: its name in this folder, or beside the write-up)",
    )
    .option("--rerun <n>", "how many runs to train again, or all", countOrAll, 5)
    .option("--seed <n>", "which runs are trained again (default: drawn anew each time, and said)", parseSeed)
    .option(
      "--edited",
      "allow words of the author's own in Markdown; sourced numbers, pictures, commands and data must still be there",
    )
    .option("--threads <n>", "runs side by side (default: LR_LAB_THREADS, or the processors)", parseThreads)
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((file: string, options: Options) => withJsonErrors(options.json, () => run(file, options)));
}

async function run(file: string, options: Options): Promise<void> {
  const text = await readText(file);
  const { seed = randomInt(2 ** 32) } = options;
  const origin = readOrigin(text, file);
  const dataset = await dataOf(origin, file, options.data);
  const store = await openStore(storeFolder());
  const isPage = /<script type="application\/json" id="write-up">/.test(text);
  if (isPage && options.edited)
    throw new InputError("--edited is for Markdown: edit write-up.md, not the page");
  const interrupt = onInterrupt(() => console.error("stopping"));
  let checked: Verification;
  try {
    checked = await verifyWriteUp(text, {
      ...{ dataset, features: buildFeatures(dataset), store, file },
      rerun: options.rerun,
      seed,
      threads: options.threads,
      signal: interrupt.signal,
      form: isPage ? exportWriteUp : writeUpMarkdown,
      onRerun: ({ done, total }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\rtrained again: ${done} of ${total}${done === total ? "\n" : ""}`);
      },
    });
  } catch (error) {
    if (interrupt.exitCode() === undefined) throw error;
    process.exitCode = interrupt.exitCode();
    console.error("stopped before everything was checked");
    return;
  } finally {
    interrupt.release();
  }
  const pictures = isPage ? [] : wrongPictures(checked, dirname(file));
  const problems = problemsOf(checked, pictures, options.edited === true);
  if (options.json) console.log(jsonText(jsonOf(checked, pictures, problems, seed), 2));
  else console.log(verifyReport(file, checked, pictures, options.edited === true, seed));
  if (problems.length > 0) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    // Not thrown: with --json the document on stdout is the one above.
    console.error(`lr-lab: ${file}: ${escapeControls(problems[0])}${more}`);
    process.exitCode = 1;
  }
}

/** The data that a write-up rests on: as named, or where its name is found. */
async function dataOf(origin: Origin, file: string, named: string | undefined): Promise<Dataset> {
  const { name, hash, read } = origin.data;
  const csv = basename(origin.file ?? `${name}.csv`);
  const places = named === undefined ? [csv, join(dirname(file), csv), SHIPPED_DATA] : [named];
  let found: Dataset | undefined;
  for (const place of places.filter((path) => named !== undefined || existsSync(path))) {
    try {
      // Its title is part of the document, whatever the file is called here.
      found = await loadDataset(place, { ...read, name });
    } catch (error) {
      if (named !== undefined || !(error instanceof InputError)) throw error;
      continue;
    }
    if (found.hash === hash) return found;
  }
  throw new InputError(
    `${file}: rests on data ${hash.slice(0, 12)} ("${escapeControls(name)}"); ` +
      (named === undefined
        ? `no ${escapeControls(csv)} here or beside it has them: name the CSV with --data`
        : `${named} is ${found?.hash.slice(0, 12)}, other messages or other splits`),
  );
}

/** Pictures beside the Markdown that are not what the runs give. */
function wrongPictures({ document }: Verification, folder: string): string[] {
  return Object.entries(pictureFiles(document)).flatMap(([name, svg]) => {
    const path = join(folder, ...name.split("/"));
    if (!existsSync(path)) return [`${name} is missing`];
    return readFileSync(path, "utf8").replace(/\r\n/g, "\n") === svg
      ? []
      : [`${name} is not the picture that the runs give`];
  });
}

function jsonOf(
  checked: Verification,
  pictures: readonly string[],
  problems: readonly string[],
  seed: number,
): object {
  const { comparison, reruns, runs, origin } = checked;
  return {
    ok: problems.length === 0,
    problems,
    same: comparison.same && pictures.length === 0,
    numbers: comparison.numbers,
    wrong: comparison.wrong,
    edited: comparison.edited,
    unsourced: comparison.unsourced,
    missing: comparison.missing,
    pictures,
    runs,
    reruns,
    seed,
    origin,
  };
}

function countOrAll(text: string): number | "all" {
  if (text === "all") return "all";
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number, or all.");
}
