import { gateChart } from "../../charts";
import { describe } from "../../schedules";
import type { Finding } from "../found";
import { sayNextForGate } from "../say-gate";
import { counted, listed, percent, plain, pointsText } from "../words";
import { declared, judged, outlookSource, settingWords, shippedArm } from "./ground";
import type { Block, WritingGround } from "./types";

const MEANING = {
  approve:
    "Better on messages that neither was tuned on, with a lower loss late in training and a spread over seeds within its limit",
  reject: "The candidate failed at least one criterion",
  undecided: "Nothing failed, but these seeds and messages cannot tell all of it",
} as const;

/** The first screen: which rate, how sure, at what cost. */
export function answerBlocks(ground: WritingGround): Block[] {
  const { tuning, sources } = ground;
  const { gate, cost } = tuning;
  const { outcome, scores, criteria, seeds } = gate.verdict;
  const arm = shippedArm(ground);
  const ship = settingWords(tuning.selected);
  const other = settingWords(arm === "candidate" ? tuning.baseline : tuning.candidate);
  const verdictSource = judged(ground, "the verdict: both arms, the test split, means over paired seeds");
  const chosen = sources.cite(
    `**${outcome}: ship ${ship}** rather than ${other}. ${MEANING[outcome]}. The rate at each step: ` +
      `${describe(tuning.selected.spec.schedule)}.`,
    declared(ground, "the settings that are compared: peaks found by the search"),
  );
  const quality = criteria
    .filter(({ group }) => group === "quality")
    .map(({ name, difference: { mean, low, high }, confidence }) => {
      const what = plain(name.replace(/^test /, ""));
      return `${what} ${pointsText(mean)} points (${100 * confidence}% interval ${pointsText(low)} to ${pointsText(high)})`;
    });
  const right = (one: "baseline" | "candidate"): string => percent(scores[one].accuracy);
  const score = sources.cite(
    `On test the candidate gets ${right("candidate")} of the messages right, the baseline ${right("baseline")}, means over ` +
      `${counted(seeds, "seed")}; candidate minus baseline: ${listed(quality)}.`,
    verdictSource,
  );
  const { count, of, high } = gate.outlook.falseApprovals;
  const sure = sources.cite(
    `How sure: if nothing differed, ${percent(count / of)} of such gates would still pass on quality (${of} simulated from ` +
      `these runs; ${percent(high)} at most, for the simulation's own chance). Stability and slices are asked beside it.`,
    outlookSource(ground),
  );
  const price = sources.cite(
    `It cost ${counted(cost.runs, "training run")}, ${cost.steps.toLocaleString("en-US")} optimizer steps in all: as much as ` +
      `training the model ${(cost.steps / gate.records.baseline[0].plannedSteps).toFixed(0)} times.`,
    everyRun(ground),
  );
  const next = sayNextForGate(gate);
  return [
    {
      kind: "answer",
      verdict: outcome,
      markdown: [
        chosen,
        score,
        sure,
        price,
        ...(next === "" ? [] : [sources.cite(next, verdictSource)]),
      ].join("\n\n"),
    },
    { kind: "chart", name: "verdict", chart: gateChart(gate.verdict), source: sources.note(verdictSource) },
  ];
}

/** The source of what counts all runs. */
export function everyRun({ tuning }: WritingGround): ReturnType<typeof declared> {
  return { what: "all runs of the tuning, counted once each", study: tuning.plan.id, runs: tuning.runs };
}

/** The answer as an index shows it. */
export function answerFinding(ground: WritingGround): Finding {
  const { gate, selected, cost } = ground.tuning;
  const scores = gate.verdict.scores[shippedArm(ground)];
  return {
    title: "Tuning",
    chosen: settingWords(selected),
    evidence:
      `test accuracy ${percent(scores.accuracy)}, macro-F1 ${percent(scores.macroF1)} over ` +
      `${counted(gate.verdict.seeds, "seed")}; ${counted(cost.runs, "run")}`,
    verdict: gate.verdict.outcome,
  };
}
