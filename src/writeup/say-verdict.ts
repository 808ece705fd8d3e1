import type { Verdict } from "../evaluation";
import type { RatePoint } from "../tuning";
import type { Finding } from "./found";
import { counted, differenceText, listed, percent, plain, rateText, pointsText } from "./words";

/** The verdict in Markdown, criterion by criterion. */
export function sayVerdict(verdict: Verdict, candidate: string, baseline: string): string {
  const marks = { true: "passed", false: "failed", null: "cannot be told" } as const;
  const lines = verdict.criteria.map(
    ({ passed, sentence }) => `- ${marks[String(passed) as keyof typeof marks]}: ${plain(sentence)}`,
  );
  const left = sayNotGated(verdict.notGated);
  const slices = verdict.criteria.some(({ name }) => name.startsWith("slice "))
    ? "and no slice that is large enough to tell pays for it"
    : "though these data name no slice large enough to tell who pays for it";
  const meaning = {
    approve: `ship **${candidate}**: it is better than ${baseline}, ends with a lower loss and spreads no more over seeds than allowed, ${slices}.`,
    reject: `keep **${baseline}**: ${candidate} failed at least one criterion.`,
    undecided: `keep **${baseline}** for now: no criterion failed, but these seeds cannot tell all of them. More seeds may, or more test messages.`,
  }[verdict.outcome];
  return `**${verdict.outcome}** — ${meaning}\n\n${lines.join("\n")}${left}`;
}

/** What the recipe found, with the verdict. */
export function findingOfVerdict(
  verdict: Verdict,
  candidate: { name: string; point: RatePoint },
  baseline: { name: string; point: RatePoint },
): Finding {
  const chosen = verdict.outcome === "approve" ? candidate : baseline;
  const gain = verdict.criteria.find(({ name }) => name === "test macro-F1");
  const interval =
    gain === undefined
      ? ""
      : `; on test ${candidate.name} against ${baseline.name}: ${differenceText({
          ...gain.difference,
          mean: gain.difference.mean / 100,
          low: gain.difference.low / 100,
          high: gain.difference.high / 100,
        })} of macro-F1`;
  return {
    title: "Schedule",
    chosen: `${chosen.name}, peak ${rateText(chosen.point.rate)}`,
    evidence:
      `validation macro-F1 ${percent(chosen.point.macroF1.mean)} over ${counted(chosen.point.runs.length, "fresh seed")}` +
      interval,
    verdict: verdict.outcome,
  };
}

/** Slices that did not gate: what was seen of them, and what could have been. */
function sayNotGated(slices: Verdict["notGated"]): string {
  if (slices.length === 0) return "";
  const each = slices.map(
    ({ slice, messages, difference: { mean, low, high }, visibleHarm }) =>
      `${plain(slice)} (${counted(messages, "message")}: ${pointsText(mean)}, ${pointsText(low)} to ${pointsText(high)}` +
      `${Number.isFinite(visibleHarm) && visibleHarm >= 0.05 ? `; a harm of ${visibleHarm.toFixed(1)} would have shown` : ""})`,
  );
  return `\n\nToo small to gate, so not judged; points of accuracy: ${listed(each)}.`;
}
