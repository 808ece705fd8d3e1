import type { GateOutlook } from "../evaluation";
import type { GatePlan, GateResult } from "../tuning";
import type { Finding } from "./found";
import { sayVerdict } from "./say-verdict";
import { counted, listed, percent, plain } from "./words";

/** What a gate will do, declared before it does it: Markdown. */
export function sayGatePlan(plan: GatePlan): string {
  const { study, looks, rules, test, gated, notGated } = plan;
  const slices = (all: GatePlan["gated"]): string =>
    listed(all.map(({ slice, messages }) => `${plain(slice)} (${messages})`));
  const opened =
    looks.length === 1
      ? "The test split is opened once."
      : `The test split is looked at with ${listed(looks.map(String))} seeds, the next time only while nothing is ` +
        "decided; together the looks err no more than one would.";
  return [
    `**${plain(study.question)}** Declared before any run of the gate, as plan ${plan.id.slice(0, 12)}:`,
    `- ${counted(study.runs, "run")}: baseline and candidate with ${counted(study.seeds.length, "paired seed")}, and the ` +
      "baseline again with other orders, for what happens when nothing differs.",
    `- They differ in ${study.factor === "schedule" ? "the schedule, its rates included," : plain(study.factor)} and in nothing else.`,
    `- ${opened} It has ${test.messages.toLocaleString("en-US")} messages.`,
    `- Stability: the worst validation loss of the last quarter must fall, no run may show a severe signal, and the ` +
      `spread over seeds may be ${rules.spreadMargin} times the baseline's at most.`,
    `- Quality: test accuracy and macro-F1 must rise, by the ${100 * rules.confidence}% interval over seeds and messages.`,
    gated.length > 0
      ? `- Slices that gate, none of which may lose ${rules.sliceMargin} points: ${slices(gated)}.`
      : `- No slice has the ${rules.sliceMessages} test messages that it takes to gate.`,
    ...(notGated.length > 0 ? [`- Reported and not gated, with too few messages: ${slices(notGated)}.`] : []),
    `- Every criterion met approves, one failed rejects, anything else is undecided.`,
  ].join("\n");
}

/** What a gate can be expected to do, while the test split is sealed: one paragraph. */
export function sayOutlook({ falseApprovals, detectable, seeds, messages }: GateOutlook): string {
  const { count, of, high } = falseApprovals;
  const points = (value: number): string =>
    Number.isFinite(value) ? `${value.toFixed(1)} points` : "an unknown number of points";
  return (
    `Before the test split is opened, from validation messages: of ${of} gates on arms that differ in nothing, the ` +
    `quality of ${count} would have passed (${((100 * count) / of).toFixed(1)}%, 95% sure below ` +
    `${(100 * high).toFixed(1)}%). With ${counted(seeds, "seed")} and ${messages.toLocaleString("en-US")} test messages ` +
    `a gain of ${points(detectable.accuracy)} of accuracy, or ${points(detectable.macroF1)} of macro-F1, is found ` +
    "four times in five or more often; smaller ones are more likely to end undecided."
  );
}

/**
 * What the gate decided, criterion by criterion, and what is known of the decision: Markdown.
 *
 * @param candidate what the candidate is called, `baseline` what it would replace
 */
export function sayGate(
  { verdict, openings, look, plan }: GateResult,
  candidate: string,
  baseline: string,
): string {
  const others = plansBefore({ openings, plan }) ?? 0;
  const remarks = [
    ...(plan.looks.length > 1 ? [`Decided at look ${look} of ${plan.looks.length}.`] : []),
    ...(others > 0
      ? [
          `**This test split was opened for ${counted(others, "other plan")} before**: what it finds flatters, and its ` +
            "error is no longer the one that was stated. Confirm it on new messages.",
        ]
      : []),
    "It speaks of this training set, and of messages and seeds like these.",
  ];
  return `${sayVerdict(verdict, candidate, baseline)}\n\n${remarks.join(" ")}`;
}

/** How many other plans had opened the test split before this one did; null where no ledger was kept. */
export function plansBefore({ openings, plan }: Pick<GateResult, "openings" | "plan">): number | null {
  const own = openings.findIndex((opening) => opening.plan === plan.id);
  return own < 0 ? null : new Set(openings.slice(0, own).map((opening) => opening.plan)).size;
}

/** What would settle an undecided verdict: one sentence, or nothing to settle. */
export function sayNextForGate({ verdict, outlook }: GateResult): string {
  if (verdict.outcome !== "undecided") return "";
  const open = verdict.criteria.filter(({ passed }) => passed === null);
  const names = listed(open.map(({ name }) => plain(name)));
  const { accuracy, macroF1 } = outlook.detectable;
  const needed = open
    .filter(({ group, difference }) => group === "quality" && difference.mean > 0)
    .map(({ name, difference }) => (name.endsWith("accuracy") ? accuracy : macroF1) / difference.mean);
  const times = Math.max(...needed, 0) ** 2;
  const how =
    times > 1 && Number.isFinite(times)
      ? `If the gain is what it looks like, it takes about ${times < 10 ? times.toFixed(1) : Math.round(times)} times the ` +
        "test messages and seeds to be sure of it."
      : "More seeds narrow the intervals as far as seeds vary, more test messages the rest.";
  return `Not settled: ${names}. ${how}`;
}

/** The gate's decision as a recipe's finding: what ships, on what evidence. */
export function findingOfGate(
  { verdict, validation, plan }: GateResult,
  candidate: string,
  baseline: string,
): Finding {
  const approved = verdict.outcome === "approve";
  const gain = verdict.criteria.find(({ name }) => name === "test macro-F1");
  return {
    title: "Gate",
    chosen: approved ? candidate : baseline,
    evidence:
      `validation macro-F1 ${percent(validation[approved ? "candidate" : "baseline"].macroF1)} over ` +
      `${counted(plan.study.seeds.length, "seed")}${gain === undefined ? "" : `; ${plain(gain.sentence)}`}`,
    verdict: verdict.outcome,
  };
}
