import { rangeChart, rateChart, sweepSeries } from "../../charts";
import type { ShapeSearch } from "../../tuning";
import { bestSearched, sayLearningRateFree } from "../say-learning-rate-free";
import { sayRangeTest } from "../say-range";
import { percent, plain, rateText } from "../words";
import { everyRun } from "./answer";
import { searched } from "./ground";
import type { Block, WritingGround } from "./types";

/** What was tried, schedule by schedule, and what each part cost. */
export function searchBlocks(ground: WritingGround): Block[] {
  const { tuning, sources } = ground;
  const { range, searches } = tuning;
  const walks = range.walks.map(({ run }) => run);
  const walked = searched(ground, "the walks: validation loss against a growing rate", walks);
  const tried = searches.flatMap(({ ladder }) => ladder.flatMap((point) => point.runs));
  const found = sources.cite(walkWords(sayRangeTest(range)), walked);
  return [
    { kind: "heading", text: "What was tried, and what it cost" },
    { kind: "words", markdown: found },
    {
      kind: "chart",
      name: "walks",
      chart: rangeChart(range, { title: "Where does learning begin, and break?" }),
      source: sources.note(walked),
    },
    {
      kind: "words",
      markdown:
        "Then whole runs at each schedule's own peaks, upward while it still gets better; scores are on validation, means " +
        "over the search's seeds at the best peak tried.",
    },
    {
      kind: "table",
      columns: [
        "schedule",
        "peaks tried",
        "best peak",
        "macro-F1",
        "runs",
        "diverged",
        "where the best lies",
      ],
      rows: searches.map((search) => searchRow(ground, search)),
    },
    {
      kind: "chart",
      name: "rates",
      chart: rateChart(searches.map(({ name, ladder }) => sweepSeries(name, { points: ladder }))),
      source: sources.note(searched(ground, "every run of the search, at its peak", tried)),
    },
    { kind: "words", markdown: freeWords(ground) },
    { kind: "table", columns: ["part", "runs", "optimizer steps"], rows: costRows(ground) },
  ];
}

/** The baseline that needs no search, beside the best that was searched for. */
function freeWords(ground: WritingGround): string {
  const { learningRateFree: free } = ground.tuning;
  const best = bestSearched(ground.tuning);
  return ground.sources.cite(
    sayLearningRateFree(free, best),
    searched(ground, "the baseline without a rate and the best peak tried: validation macro-F1", [
      ...free.point.runs,
      ...best.point.runs,
    ]),
  );
}

/** The walks' part of what the range test says: here whole runs follow by the tuning's own rule. */
const walkWords = (said: string): string => said.split("\n\n")[0];

function searchRow(ground: WritingGround, { name, ladder, answer, edge, macroF1 }: ShapeSearch): string[] {
  const runs = ladder.flatMap((point) => point.runs);
  const source = searched(
    ground,
    `the search of "${plain(name)}": validation scores at the end of its runs`,
    runs,
  );
  const lost = runs.filter(({ record }) => record.status === "diverged").length;
  const where =
    edge === null
      ? "worse on both sides"
      : edge === "stability"
        ? "at the edge of stability"
        : `the ${edge}est tried: look further`;
  return [
    plain(name),
    ...[
      `${rateText(ladder[0].rate)} to ${rateText(ladder[ladder.length - 1].rate)}`,
      rateText(answer.rate),
      percent(macroF1),
      String(runs.length),
      String(lost),
    ].map((cell) => ground.sources.cite(cell, source)),
    where,
  ];
}

function costRows(ground: WritingGround): string[][] {
  const { tuning, sources } = ground;
  const { range, searches, gate, cost } = tuning;
  const part = (name: string, runs: readonly { id: string; steps: number }[], what: string): string[] => {
    const source = { what, study: tuning.plan.id, runs: runs.map(({ id }) => id) };
    const steps = runs.reduce((sum, run) => sum + run.steps, 0);
    return [name, ...[runs.length, steps].map((n) => sources.cite(n.toLocaleString("en-US"), source))];
  };
  const walks = range.walks.map(({ run }) => run.record);
  const tried = searches.flatMap(({ ladder }) =>
    ladder.flatMap(({ runs }) => runs.map(({ record }) => record)),
  );
  const free = tuning.learningRateFree.point.runs.map(({ record }) => record);
  const gateRuns = Object.values(gate.runs).flat();
  const rest = cost.steps - [...walks, ...tried, ...free].reduce((sum, { steps }) => sum + steps, 0);
  const gateSource = { what: "the gate's runs, all three arms", study: gate.plan.id, runs: gateRuns };
  return [
    part("walks over the range", walks, "the walks, their steps added up"),
    part("search of the peaks", tried, "the search's runs, their steps added up"),
    part("baseline without a rate", free, "the runs of the baseline without a rate, their steps added up"),
    ["gate", ...[gateRuns.length, rest].map((n) => sources.cite(n.toLocaleString("en-US"), gateSource))],
    [`all`, ...[cost.runs, cost.steps].map((n) => sources.cite(n.toLocaleString("en-US"), everyRun(ground)))],
  ];
}
