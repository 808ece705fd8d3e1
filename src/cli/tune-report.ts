import type { Dataset } from "../data";
import { finalOf } from "../training";
import type { ShapeSearch, TunePlan, Tuning } from "../tuning";
import { bestSearched, sayFlips, sayGate, sayLearningRateFree, sayNextForGate, sayOutlook } from "../writeup";
import { wrap } from "./findings-table";
import { alignRows, countWords } from "./run-words";

/** Lines are no longer than this, nor than the terminal that they are for. */
const WIDTH = 100;

/** What a tuning will do and cost at most, said before it starts. */
export function planWords(name: string, dataset: Dataset, plan: TunePlan, steps: number): string {
  const { shapes, searchSeeds, gateSeeds, maxRates, runs } = plan;
  return lines(
    `${name}: ${dataset.messages.length} messages, ${dataset.intents.length} intents. The plan, at most ` +
      `${countWords(runs, "run")} of ${countWords(steps, "step")}: a walk over the range for each of ` +
      `${countWords(searchSeeds.length, "seed")}; up to ${maxRates} peaks for each of ${countWords(shapes.length, "schedule")} ` +
      `(${shapes.map((shape) => shape.name).join("; ")}) with the same seeds; beside them Prodigy, which finds its own rate; ` +
      "then the gate, with " +
      `${countWords(gateSeeds.length, "seed")} that chose nothing. The test split stays sealed until then.`,
  );
}

/** What came of it: the search, the verdict criterion by criterion, and what it cost. */
export function tuneReport(tuning: Tuning, seconds: number): string {
  const { gate, selected, baseline, candidate, cost } = tuning;
  const arm = selectedArm(tuning);
  const names = [settingWords(candidate), settingWords(baseline)] as const;
  const verdict = sayGate(gate, ...names).replaceAll("**", "");
  const next = sayNextForGate(gate);
  const { accuracy, macroF1 } = gate.verdict.scores[arm];
  return [
    searchTable(tuning.searches),
    lines(sayLearningRateFree(tuning.learningRateFree, bestSearched(tuning)).replaceAll("**", "")),
    lines(sayOutlook(gate.outlook)),
    verdict.split("\n").map(lines).join("\n"),
    ...(next === "" ? [] : [lines(next)]),
    lines(sayFlips(gate.flips, ...names).replaceAll("**", "")),
    lines(
      `Ship ${settingWords(selected)}: ${percent(accuracy)} accuracy and ${percent(macroF1)} macro-F1 on test, means over ` +
        `${countWords(gate.verdict.seeds, "seed")}. It took ${countWords(cost.runs, "run")}, ` +
        `${cost.steps.toLocaleString("en-US")} steps and ${seconds.toFixed(0)} s.`,
    ),
    `run to export: ${gate.runs[arm][0].slice(0, 12)}`,
  ].join("\n\n");
}

/** The JSON that scripts read; `tuning` in full would repeat every record. */
export function tuneDocument(tuning: Tuning, seconds: number): object {
  const { gate, selected, baseline, candidate, searches, cost, runs } = tuning;
  const arm = selectedArm(tuning);
  return {
    ok: true,
    selected: selected.spec,
    verdict: gate.verdict,
    test: gate.verdict.scores[arm],
    validation: gate.validation[arm],
    baseline: baseline.spec,
    candidate: candidate.spec,
    flips: {
      negative: gate.flips.negative,
      positive: gate.flips.positive,
      betweenSeeds: gate.flips.betweenSeeds,
      broken: gate.flips.broken,
    },
    outlook: gate.outlook,
    openings: gate.openings,
    plan: gate.plan,
    searches: searches.map(({ name, answer, edge, ladder }) => ({
      schedule: name,
      answer,
      edge,
      rates: ladder.map(({ rate, diverged, macroF1 }) => ({ rate, diverged, macroF1 })),
    })),
    learningRateFree: {
      optimizer: "prodigy",
      macroF1: tuning.learningRateFree.point.macroF1,
      diverged: tuning.learningRateFree.point.diverged,
      found: tuning.learningRateFree.found,
    },
    cost: { ...cost, seconds },
    runs,
  };
}

function searchTable(searches: readonly ShapeSearch[]): string {
  const rows = searches.map(({ name, ladder, answer, edge, macroF1 }) => {
    const runs = ladder.flatMap((point) => point.runs);
    const lost = runs.filter(({ record }) => record.status === "diverged").length;
    const losses = runs.map(({ record }) => finalOf(record).validation.loss).filter(Number.isFinite);
    return [
      name,
      `${ladder[0].rate} to ${ladder[ladder.length - 1].rate}`,
      String(answer.rate),
      percent(macroF1),
      losses.length === 0 ? "-" : Math.min(...losses).toFixed(3),
      String(runs.length),
      lost === 0 ? "" : String(lost),
      edge === null ? "" : edge === "stability" ? "edge of stability" : `${edge}est tried`,
    ];
  });
  const heads = ["schedule", "peaks", "best", "macro-F1", "lowest loss", "runs", "diverged", ""];
  return (
    `${alignRows([heads, ...rows], new Set([2, 3, 4, 5, 6])).join("\n")}\n` +
    "Validation, means over the search's seeds at the best peak tried."
  );
}

function selectedArm({ selected, candidate }: Tuning): "candidate" | "baseline" {
  return selected === candidate ? "candidate" : "baseline";
}

const settingWords = ({ name, peak }: { name: string; peak: number }): string =>
  name === "fixed" ? `the fixed rate ${peak}` : `${name} with peak ${peak}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

const lines = (text: string): string =>
  wrap(text, Math.min(WIDTH, process.stdout.columns || WIDTH)).join("\n");
