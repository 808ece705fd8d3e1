import { meanInterval } from "../evaluation";
import { diagnose, type Finding } from "../signals";
import { finalOf, type TrainedRun } from "../training";
import type { Baseline } from "../tuning";
import { counted, listed, nats, percent, rateText } from "./words";

/**
 * What a baseline came to, whether its seeds agree, and where to go from it: Markdown, computed from its runs.
 *
 * @example showMarkdown(sayBaseline(await baseline(features)))
 */
export function sayBaseline({ plan, point, spread }: Baseline): string {
  const { deviation } = spread.macroF1;
  const apart =
    deviation === null
      ? ""
      : `From seed to seed macro-F1 varies by ${(100 * deviation).toFixed(1)} points (standard deviation) and validation ` +
        `loss ends between ${nats(spread.loss.lowest)} and ${nats(spread.loss.highest)} nats.`;
  const parts = [sayRuns(`Fixed rate ${rateText(plan.rate)}`, point.runs), apart, sayNextStep(point.runs)];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** What the runs of one setting came to, and what their curves say: Markdown, computed from the runs. */
export function sayRuns(name: string, runs: readonly TrainedRun[]): string {
  const records = runs.map((run) => run.record);
  const first = meanInterval(records.map((record) => record.evaluations[0].validation.loss)).mean;
  const finals = records.map((record) => finalOf(record));
  const train = meanInterval(finals.map((final) => final.train.loss)).mean;
  const validation = meanInterval(finals.map((final) => final.validation.loss)).mean;
  const scores = finals.map((final) => final.validation.macroF1);
  const range =
    runs.length > 1
      ? ` (${counted(runs.length, "seed")}: ${percent(Math.min(...scores))} to ${percent(Math.max(...scores))})`
      : "";
  const lines = [
    `**${name}**: validation loss went from ${nats(first)} to ${nats(validation)} nats while training loss reached ` +
      `${nats(train)}; validation macro-F1 ended at ${percent(meanInterval(scores).mean)}${range}.`,
    ...sayFindings(runs),
  ];
  return lines.join("\n\n");
}

/** One line a signal: in how many runs it shows, what it means in the first of them, what to do. */
export function sayFindings(runs: readonly TrainedRun[]): string[] {
  const bySignal = new Map<string, Finding[]>();
  for (const run of runs) {
    for (const finding of diagnose(run.record).findings) {
      bySignal.set(finding.signal, [...(bySignal.get(finding.signal) ?? []), finding]);
    }
  }
  if (bySignal.size === 0) return ["No signal fired: the curves fall and settle."];
  return [...bySignal].map(([signal, findings]) => {
    const [{ severity, meaning, advice }] = findings;
    const where = `in ${findings.length} of ${counted(runs.length, "run")}`;
    return `- **${signal}** (${severity}, ${where}). ${meaning} ${advice}`;
  });
}

/** A validation loss that ended above its start while training fell: no reason to go down with the rate. */
function isOverfit({ signal, values }: Finding): boolean {
  return signal === "divergence" && values.trainFinal < values.trainInitial && values.final > values.initial;
}

/** What to do next, from the signals of the baseline's runs. */
export function sayNextStep(runs: readonly TrainedRun[]): string {
  const findings = runs.flatMap((run) => diagnose(run.record).findings);
  const signals = new Set(findings.filter((finding) => !isOverfit(finding)).map(({ signal }) => signal));
  if (signals.has("divergence") || signals.has("oscillation")) {
    const trouble = listed(
      ["divergence", "oscillation"].filter((signal) => signals.has(signal as Finding["signal"])),
    );
    return `Next: go **down**. This start was not conservative enough for these data: it shows ${trouble}.`;
  }
  if (signals.has("slow-convergence")) {
    return "Next: go **up**. The run is stable and the budget ran out before the learning did.";
  }
  if (signals.has("over-fitting")) {
    return "Next: a **higher** rate is unlikely to help as it is; try fewer epochs or a schedule that decays.";
  }
  return "Next: the start is stable; whether a higher rate does better is what the next recipe measures.";
}
