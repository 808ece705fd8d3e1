import { Command, InvalidArgumentError } from "commander";
import { InputError, WorkError } from "../errors";
import { chooseBackend, FUSED_BUILD, type RunRecord } from "../training";
import {
  checkStore,
  listRuns,
  openStore,
  pruneStore,
  resolveId,
  type Damage,
  type ListedRun,
} from "../tuning";
import { withJsonErrors } from "./json-errors";
import { countWords, jsonText, sizeWords } from "./run-words";
import { runsTable, type RunRow } from "./runs-table";
import { showRun } from "./show-run";
import { storeFolder } from "./store-folder";

interface JsonOption {
  json?: boolean;
}

interface PruneOptions extends JsonOption {
  status?: RunRecord["status"];
  otherBuilds?: boolean;
  damaged?: boolean;
  all?: boolean;
  dryRun?: boolean;
}

const JSON_OPTION = ["--json", "print one JSON document on stdout and nothing else"] as const;

/** `lr-lab runs`: what is in the store of runs, whether it is sound, and what to remove of it. */
export function runsCommand(): Command {
  return new Command("runs")
    .description("List, show, check and remove the runs kept in .lr-lab (or $LR_LAB_HOME).")
    .addCommand(
      new Command("list")
        .description("List the runs, by id; reads the beginnings of their files and verifies nothing.")
        .option(...JSON_OPTION)
        .action((options: JsonOption) => withJsonErrors(options.json, () => list(options))),
    )
    .addCommand(
      new Command("show")
        .description("Show a run: its spec, status, scores and a summary of its curve.")
        .argument("<id>", "the run's id, or as many of its first digits as tell it from the others")
        .option("--json", "print the whole record as one JSON document on stdout and nothing else")
        .action((id: string, options: JsonOption) => withJsonErrors(options.json, () => show(id, options))),
    )
    .addCommand(
      new Command("check")
        .description(
          "Verify every file; set damaged ones aside in damaged/ and remove what ended processes left half-written.",
        )
        .option(...JSON_OPTION)
        .action((options: JsonOption) => withJsonErrors(options.json, () => check(options))),
    )
    .addCommand(pruneCommand());
}

function pruneCommand(): Command {
  return new Command("prune")
    .description(
      "Remove the runs that meet all conditions given, and with --damaged the files that were set aside.",
    )
    .argument("[ids...]", "only these runs (the first digits of their ids)")
    .option("--status <status>", "only runs with this status: done or diverged", parseStatus)
    .option("--other-builds", "only runs that another build of their engine trained")
    .option("--damaged", "the files that were set aside as damaged")
    .option("--all", "every run and every file that was set aside")
    .option("--dry-run", "remove nothing; print what would be removed")
    .option(...JSON_OPTION)
    .action((ids: string[], options: PruneOptions) =>
      withJsonErrors(options.json, () => prune(ids, options)),
    );
}

async function list({ json }: JsonOption): Promise<void> {
  const store = storeFolder();
  // What is printed is kept, not the runs.
  const rows: RunRow[] = [];
  let bytes = 0;
  const documents: object[] = [];
  for (const run of listRuns(store)) {
    bytes += run.bytes;
    if (json) documents.push(listed(run));
    else rows.push(runsTable.row(run));
  }
  if (json) return console.log(jsonText({ ok: true, store, verified: false, runs: documents }, 2));
  if (rows.length === 0) return console.log(`No runs in ${store}.`);
  console.log(runsTable.text(rows));
  console.log(
    `\n${countWords(rows.length, "run")}, ${sizeWords(bytes)} in ${store}. Not verified: lr-lab runs check does that.`,
  );
}

/** A run as `list --json` has it: that of `sweep --json`, less what is not at a file's beginning. */
function listed({ id, bytes, head }: ListedRun): object {
  if (head === null) return { id, status: "damaged", bytes };
  const { spec, status, steps, plannedSteps, evaluations } = head;
  const { train = null, validation = null } = evaluations[evaluations.length - 1] ?? {};
  return { id, spec, status, steps, plannedSteps, train, validation, bytes };
}

async function show(prefix: string, { json }: JsonOption): Promise<void> {
  const store = storeFolder();
  const id = resolveId(store, prefix);
  let damage: Damage | undefined;
  const run = await (await openStore(store, { onDamage: (found) => (damage = found) })).get(id);
  if (run === undefined) throw new WorkError(damage ? damageWords(damage) : `run ${id}: no longer there`);
  if (json) console.log(jsonText({ ok: true, seconds: run.seconds, record: run.record }));
  else console.log(showRun(run));
}

async function check({ json }: JsonOption): Promise<void> {
  const store = storeFolder();
  const { damaged, ...found } = checkStore(store);
  const ok = damaged.length === 0;
  if (!ok) process.exitCode = 1;
  if (json) return console.log(jsonText({ ok, store, ...found, damaged }, 2));
  for (const damage of damaged) console.error(`lr-lab: ${damageWords(damage)}`);
  const lines = [
    `${store}: ${countWords(found.sound, "run")} verified`,
    `damaged now      ${damaged.length}`,
    `set aside        ${found.setAside} (in damaged/; lr-lab runs prune --damaged removes them)`,
    `left half-done   ${found.cleared} removed, ${found.inUse} of processes that may still be writing`,
    ...found.unknown.map((path) => `not the store's  ${path}`),
  ];
  console.log(lines.join("\n"));
}

async function prune(ids: readonly string[], options: PruneOptions): Promise<void> {
  const { status, otherBuilds = false, all = false, dryRun = false, json } = options;
  const conditions = ids.length > 0 || status !== undefined || otherBuilds;
  if (all && conditions) throw new InputError("runs prune: --all takes every run; leave the conditions out");
  if (!all && !conditions && !options.damaged) {
    throw new InputError(
      "runs prune: say what to remove: ids, --status diverged, --other-builds, --damaged or --all " +
        "(with --dry-run, nothing is removed)",
    );
  }
  const store = storeFolder();
  const named = new Set(ids.map((prefix) => resolveId(store, prefix)));
  const builds = new Map<string, string>(
    otherBuilds
      ? [
          ["tfjs", (await chooseBackend()).build],
          ["fused", FUSED_BUILD],
        ]
      : [],
  );
  const pruned = pruneStore(store, {
    runs: ({ id, head }) => {
      if (all || !conditions) return all;
      if (ids.length > 0 && !named.has(id)) return false;
      if (status !== undefined && head?.status !== status) return false;
      const build = head === null ? undefined : builds.get(head.spec.engine?.name);
      return !otherBuilds || (build !== undefined && build !== head?.spec.engine.build);
    },
    damaged: all || options.damaged === true,
    dryRun,
  });
  if (json) return console.log(jsonText({ ok: true, store, dryRun, ...pruned }, 2));
  for (const id of pruned.runs) console.log(id);
  for (const path of pruned.damaged) console.log(path);
  const what = [
    countWords(pruned.runs.length, "run"),
    ...(pruned.damaged.length > 0 ? [`${countWords(pruned.damaged.length, "damaged file")}`] : []),
  ];
  console.log(
    `${dryRun ? "Would remove" : "Removed"} ${what.join(" and ")}, ${sizeWords(pruned.bytes)}; ` +
      `${countWords(pruned.kept, "run")} ${dryRun ? "would stay" : pruned.kept === 1 ? "stays" : "stay"} in ${store}.`,
  );
}

function damageWords({ file, reason, movedTo }: Damage): string {
  return `${file}: damaged (${reason}); moved to ${movedTo}. A sweep that needs the run trains it again.`;
}

function parseStatus(text: string): RunRecord["status"] {
  if (text !== "done" && text !== "diverged") throw new InvalidArgumentError("Write done or diverged.");
  return text;
}
