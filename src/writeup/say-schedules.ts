import type { Estimate, Verdict } from "../evaluation";
import { macroF1Difference, type RatePoint, type ScheduleComparison, type ShapeResult } from "../tuning";
import type { Finding } from "./found";
import { counted, differenceText, listed, percent, plain, rateText } from "./words";

/** One difference from the reference shape, under one kind of fairness. */
export interface ShapeDifference {
  /** "peak 0.2" for matched peaks, or "tuned against tuned". */
  readonly panel: string;
  readonly name: string;
  readonly difference: Estimate;
}

/**
 * Every shape against the first: at each peak that both finished at (matched peak), and each at its own best peak
 * with fresh seeds (tuned against tuned). In shares of validation macro-F1.
 */
export function shapeDifferences({ results }: ScheduleComparison): ShapeDifference[] {
  const [reference, ...others] = results;
  const matched = reference.sweep.points.flatMap((point, i) =>
    others.map((other) => ({
      panel: `both at peak ${rateText(point.rate)}`,
      name: other.name,
      difference: macroF1Difference(point, other.sweep.points[i]),
    })),
  );
  const tuned = others.map((other) => ({
    panel: "each at its best peak",
    name: other.name,
    difference: macroF1Difference(reference.fresh, other.fresh),
  }));
  return [...matched, ...tuned];
}

/** Who wins, and under which fairness: Markdown, computed from the runs. */
export function sayComparison(comparison: ScheduleComparison): string {
  const [reference, ...others] = comparison.results;
  const differences = shapeDifferences(comparison);
  const lines = others.map((other) => {
    const own = differences.filter(({ name }) => name === other.name);
    const hottest = own[own.length - 2];
    const tuned = own[own.length - 1];
    const peaks =
      other.band.best.rate === reference.band.best.rate
        ? `Both do best at peak ${rateText(other.band.best.rate)}`
        : `Its best peak is ${rateText(other.band.best.rate)}, that of ${reference.name} ${rateText(reference.band.best.rate)}`;
    return (
      `- **${other.name}**: ${hottest.panel} it is worth ${differenceText(hottest.difference)} of validation macro-F1 ` +
      `over ${reference.name} (${told(hottest.difference)}). ${peaks}; tuned against tuned it is worth ` +
      `${differenceText(tuned.difference)} (${told(tuned.difference)}).`
    );
  });
  const edges = comparison.results.filter(({ band }) => band.atEdge !== null);
  if (edges.length > 0) {
    lines.push(
      `\nThe best peak of ${listed(edges.map(({ name }) => name))} lies at the edge of the peaks tried: ` +
        "run again with other `peaks` before you rely on it.",
    );
  }
  return lines.join("\n");
}

/** The shape with the highest validation macro-F1 on the fresh seeds. */
export function bestShape({ results }: ScheduleComparison): ShapeResult {
  return results.reduce((a, b) => (b.fresh.macroF1.mean > a.fresh.macroF1.mean ? b : a));
}

/** The verdict in Markdown, criterion by criterion. */
export function sayVerdict(verdict: Verdict, candidate: string, baseline: string): string {
  const marks = { true: "passed", false: "failed", null: "cannot be told" } as const;
  const lines = verdict.criteria.map(
    ({ passed, sentence }) => `- ${marks[String(passed) as keyof typeof marks]}: ${plain(sentence)}`,
  );
  const small = verdict.notGated.map(({ slice, messages }) => `${plain(slice)} (${messages})`);
  const left = small.length > 0 ? `\n\nToo small to gate, so not judged: ${listed(small)}.` : "";
  const slices = verdict.criteria.some(({ name }) => name.startsWith("slice "))
    ? "and no slice that is large enough to tell pays for it"
    : "though these data name no slice large enough to tell who pays for it";
  const meaning = {
    approve: `ship **${candidate}**: it is steadier and better than ${baseline}, ${slices}.`,
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

function told({ low, high }: Estimate): string {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "cannot be told apart";
}
