/**
 * Calibrates the signals on some problems and optimizers, measures them on others, and writes bench/SIGNALS.md.
 *
 *   npm run bench:signals -- [--calibration]
 *
 * --calibration makes only the runs to calibrate on, and prints what it would choose: nothing that is held out is
 * trained or looked at. Thresholds are shipped in src/signals/thresholds.ts; the held-out part judges those.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { diagnose, tellsOvershoot, THRESHOLDS } from "../src/signals";
import { machine } from "./lib/machine";
import { table, targetTable } from "./lib/markdown";
import { SOURCES } from "./lib/paths";
import { writeWhole } from "./lib/write";
import { calibrate } from "./signals/calibrate";
import { injectedRuns, type Injected } from "./signals/injected";
import { JUDGES, type Judge, type Numbers } from "./signals/judges";
import { PLAN, type PlannedOptimizer } from "./signals/plan";
import { problems, type Problem } from "./signals/problems";
import { document, targets, type Line, type Results } from "./signals/report";
import { casesOf, type Case } from "./signals/runs";
import { precision, recall, score } from "./signals/score";

const { values: options } = parseArgs({ options: { calibration: { type: "boolean", default: false } } });

const say = (what: string): void => console.error(what);

/** Settings of some problems, and healthy runs with an injected step. */
interface Part {
  readonly cases: readonly Case[];
  readonly injected: readonly Injected[];
}

async function main(): Promise<void> {
  const started = performance.now();
  const all = await problems();
  const calibration = await partOf(
    all.filter(({ heldOut }) => !heldOut),
    PLAN.calibrated,
  );
  const calibrated = JUDGES.map((judge) => ({
    judge,
    shipped: THRESHOLDS[judge.name] as Numbers,
    choice: calibrate(judge.trials(calibration.cases, calibration.injected), judge),
  }));
  say(
    table(
      ["signal", "chosen", "cases", "recall", "precision", "alarms", "others", "live alarms", "median"],
      calibrated.map(({ judge, choice: { limits, score: s } }) => [
        judge.name,
        JSON.stringify(limits),
        ...[s.cases, recall(s).toFixed(3), precision(s).toFixed(3), s.alarms, s.others, s.liveAlarms].map(
          String,
        ),
        s.median.toFixed(2),
      ]),
    ),
  );
  if (options.calibration) {
    console.log(
      table(["shipped, on the runs to calibrate on", "numbers"], linesOf(calibration).map(lineWords)),
    );
    return;
  }
  const heldOut = await partOf(
    all.filter((problem) => problem.heldOut),
    PLAN.heldOut,
  );
  const parts = [
    ...all.filter((problem) => problem.heldOut).map(({ name }) => [name, "problem"] as const),
    ...PLAN.heldOut.map(({ name }) => [name, "optimizer"] as const),
  ];
  const between = heldOut.cases.filter(({ labels }) => !labels.diverged && !labels.healthy);
  const silent = heldOut.cases.filter(({ record }) => !tellsOvershoot(record.spec));
  const lines = linesOf(heldOut);
  const results: Results = {
    machine: machine(null).slice(0, 2),
    minutes: (performance.now() - started) / 60_000,
    calibrated,
    problems: {
      calibrated: all.filter((problem) => !problem.heldOut).map(({ name }) => name),
      heldOut: all.filter((problem) => problem.heldOut).map(({ name }) => name),
    },
    lines,
    parts: parts.map(([part, by]) => ({
      part,
      lines: linesOf({
        cases: heldOut.cases.filter((one) => one[by] === part),
        injected: heldOut.injected.filter((one) => one[by] === part),
      }),
    })),
    between: {
      runs: between.length,
      severe: between.filter(({ record }) => diagnose(record).findings[0]?.severity === "severe").length,
    },
    silent: { runs: silent.length, overshot: silent.filter(({ labels }) => labels.overshot).length },
    runs: { calibrated: calibration.cases.length, heldOut: heldOut.cases.length },
  };
  writeWhole(join(SOURCES, "SIGNALS.md"), await format(document(results), { parser: "markdown" }));
  say("bench/SIGNALS.md written");
  console.log(targetTable(targets(lines)));
}

async function partOf(chosen: readonly Problem[], optimizers: readonly PlannedOptimizer[]): Promise<Part> {
  const cases: Case[] = [];
  const injected: Injected[] = [];
  for (const problem of chosen) {
    const own = await casesOf(problem, optimizers, say);
    cases.push(...own);
    injected.push(
      ...(await injectedRuns(
        problem,
        optimizers,
        own.filter(({ labels }) => labels.healthy),
      )),
    );
  }
  return { cases, injected };
}

/** The shipped signals on some runs: the severe ones as one, then each. */
function linesOf({ cases, injected }: Part): Line[] {
  const [divergence, oscillation] = JUDGES;
  const both: Judge = {
    ...divergence,
    warns: (record) => {
      const found = [divergence, oscillation].map((judge) => judge.warns(record, THRESHOLDS[judge.name]));
      const steps = found.filter((step) => step !== null);
      return steps.length === 0 ? null : Math.min(...steps);
    },
  };
  return [
    {
      name: "severe: divergence or oscillation",
      label: `${divergence.label}; either signal counts`,
      severity: "severe",
      timing: "share",
      score: score(divergence.trials(cases, injected), both, THRESHOLDS.divergence),
    },
    ...JUDGES.map(
      (judge): Line => ({
        name: judge.signal,
        label: judge.label,
        severity: judge.severity,
        timing: judge.timing ?? "share",
        score: score(judge.trials(cases, injected), judge, THRESHOLDS[judge.name]),
      }),
    ),
  ];
}

function lineWords({ name, score: s }: Line): string[] {
  const numbers = [
    `${s.caught} of ${s.cases} caught`,
    `${s.alarms} alarms on ${s.others}`,
    `${s.liveAlarms} live`,
  ];
  return [name, [...numbers, `median ${s.median.toFixed(2)}`].join(", ")];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
