import { timeLeft } from "../notebook";
import type { RunSpec } from "../training";
import {
  summarisePoints,
  type HalvingResult,
  type PointSummary,
  type SweepEstimate,
  type SweepOutcome,
  type SweepPlan,
  type SweepResult,
} from "../tuning";
import { countWords, sizeWords } from "./run-words";
import { pointsTable, pointsWords, pointWords } from "./sweep-words";

/** What the sweep will cost, said before it starts. */
export function estimateWords(
  file: string,
  plan: SweepPlan,
  { runs, found, steps, bytes, seconds, by }: SweepEstimate,
  threads: number,
  folder: string,
): string {
  const { points, seeds, halving } = plan;
  const shape = `${countWords(points.length, "point")} x ${countWords(seeds.length, "seed")}`;
  const lines = [
    halving === null
      ? `${file}: ${countWords(runs, "run")} (${shape}), ${found} of them in ${folder}`
      : `${file}: successive halving of ${shape} by ${halving.by}, ${countWords(runs, "run")} in all`,
  ];
  if (runs > found) {
    const time =
      seconds === null
        ? "the first runs will tell the time"
        : `${timeLeft(seconds)}, going by ${by === "store" ? "like runs in the store" : "some steps timed now"}`;
    lines.push(
      `to do: ${steps} steps on ${countWords(threads, "thread")}, about ${sizeWords(bytes)} of records; ${time}`,
    );
  }
  return lines.join("\n");
}

/** What `--json` prints: runs in the order of the expansion, those that an interruption left undone not among them. */
export function sweepDocument(plan: SweepPlan, { outcomes, interrupted }: SweepResult): object {
  const runs = plan.runs.flatMap(({ spec }, i) => runDocument(spec, outcomes[i]) ?? []);
  return { ok: !interrupted, ...(interrupted && { interrupted }), runs };
}

/** As {@link sweepDocument}, rung by rung; every run is marked as explored. */
export function halvingDocument(plan: SweepPlan, { rungs, interrupted }: HalvingResult): object {
  return {
    ok: !interrupted,
    ...(interrupted && { interrupted }),
    halving: true,
    rungs: rungs.map(({ epochs, points, kept }) => ({
      epochs,
      points: points.map((point) => plan.points[point].values),
      kept: kept.map((point) => plan.points[point].values),
    })),
    runs: rungs.flatMap((rung, k) =>
      rung.runs.flatMap(({ spec }, i) => {
        const run = runDocument(spec, rung.outcomes[i]);
        return run ? [{ ...run, rung: k, explored: true }] : [];
      }),
    ),
  };
}

function runDocument(spec: RunSpec, outcome: SweepOutcome | undefined): object | undefined {
  if (outcome === undefined) return undefined;
  const { id, status, steps, seconds, train, validation } = outcome;
  return { id, spec, status, steps, seconds, train, validation };
}

export function sweepReport({ seeds }: SweepPlan, points: readonly PointSummary[]): string {
  return `${pointsTable(points)}\n\n${pointsWords(points, seeds.length)}`;
}

/** The table of the last rung, and what came before it. */
export function halvingReport(plan: SweepPlan, { rungs }: HalvingResult): string {
  const lines = rungs.map(({ epochs, points, kept }, k) => {
    const on = k + 1 < rungs.length ? `, ${kept.length} go on` : "";
    return `rung ${k + 1}: ${countWords(points.length, "point")} for ${countWords(epochs, "epoch")}${on}`;
  });
  const last = rungs[rungs.length - 1];
  const summaries = summarisePoints(
    {
      points: last.points.map((point) => ({
        values: plan.points[point].values,
        runs: [...last.runs.keys()].filter((run) => last.runs[run].point === point),
      })),
    },
    last.outcomes,
  );
  const [best] = last.kept;
  return [
    ...lines,
    "",
    pointsTable(summaries),
    "",
    ...(best === undefined ? [] : [`Best by ${plan.halving?.by ?? ""}: ${pointWords(plan.points[best])}.`]),
    "Successive halving explores: it judges points early, so nothing that a verdict rests on may use these runs.",
  ].join("\n");
}
