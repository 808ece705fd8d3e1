import { gateChart } from "../../charts";
import type { Finding } from "../found";
import { sayNextForGate } from "../say-gate";
import { counted, percent, plain } from "../words";
import { declared, judged, outlookSource, settingWords, shippedArm } from "./ground";
import type { Block, WritingGround } from "./types";

const MEANING = {
  approve: "steadier and better on messages that neither was tuned on",
  reject: "the candidate failed at least one criterion",
  undecided: "nothing failed, but these seeds and messages cannot tell all of it",
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
    `**${outcome}: ship ${ship}** rather than ${other}. ${capital(MEANING[outcome])}.`,
    declared(ground, "the settings that are compared: peaks found by the search"),
  );
  const quality = criteria
    .filter(({ group }) => group === "quality")
    .map(({ sentence }) => `The candidate's ${plain(sentence)}`);
  const score = sources.cite(
    `On test it gets ${percent(scores[arm].accuracy)} of the messages right, macro-F1 ${percent(scores[arm].macroF1)}, ` +
      `means over ${counted(seeds, "seed")}. ${quality.join(" ")}`,
    verdictSource,
  );
  const { count, of, high } = gate.outlook.falseApprovals;
  const sure = sources.cite(
    `How sure: of ${of} gates on arms that differ in nothing, ${percent(count / of)} would have found such a gain of ` +
      `quality (${percent(high)} at most, 95% sure); stability and slices are asked beside it.`,
    outlookSource(ground),
  );
  const price = sources.cite(
    `It took ${counted(cost.runs, "training run")} of ${cost.steps.toLocaleString("en-US")} optimizer steps in all.`,
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
