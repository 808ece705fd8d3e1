import {
  comparisonChart,
  gateChart,
  jointChart,
  lossChart,
  rangeChart,
  rateChart,
  scheduleChart,
  sweepSeries,
} from "../charts";
import { describe, fromSpec } from "../schedules";
import { diagnose, type Diagnosis } from "../signals";
import type { RunRecord } from "../training";
import {
  rateBand,
  type Baseline,
  type ComparisonPlan,
  type JointStudy,
  type RangeTest,
  type RateSweep,
  type ScheduleComparison,
  type StudyPlan,
  type Tuning,
  type UpwardAdjustment,
} from "../tuning";
import {
  comparisonRows,
  rungRows,
  sayBand,
  sayBaseline,
  sayComparison,
  sayJoint,
  sayPlan,
  sayRangeTest,
  sayUpward,
  sayVerdict,
} from "../writeup";
import { renderChart } from "./chart-view";
import type { MimeBundle } from "./display";
import { renderTable, table } from "./table";

/** Markdown that was computed. */
export function renderWords(markdown: string): MimeBundle {
  return { "text/markdown": markdown, "text/plain": markdown };
}

/** What a study will do, in words. */
export function planView(plan: StudyPlan): MimeBundle[] {
  return [renderWords(sayPlan(plan))];
}

/** The schedules that will be compared, and what will be done with them. */
export function comparisonPlanView(plan: ComparisonPlan): MimeBundle[] {
  const curves = plan.shapes.map(({ name, schedule }) => {
    const rate = fromSpec(schedule);
    return { label: name, rate, momentum: rate.momentum, steps: plan.runSteps };
  });
  return [renderChart(scheduleChart(curves)), ...planView(plan)];
}

/** A baseline's curves, what they say, and where to go. */
export function baselineView(baseline: Baseline): MimeBundle[] {
  const records = baseline.point.runs.map(({ record }) => record);
  const chart = lossChart([{ label: `fixed ${baseline.plan.rate}`, records }]);
  return [renderChart(chart), renderWords(sayBaseline(baseline))];
}

/** The walks and the ladder, and the rate that they suggest. */
export function rangeView(test: RangeTest): MimeBundle[] {
  return [renderChart(rangeChart(test)), renderWords(sayRangeTest(test))];
}

/** The rungs as a chart and a table, and how the way up ended. */
export function upwardView(way: UpwardAdjustment): MimeBundle[] {
  const points = way.rungs.map(({ point }) => point);
  const chart = rateChart([sweepSeries("rungs", { points })], {
    title: "How high can the rate go?",
    chosen: way.chosen.rate,
  });
  const rows = table(rungRows(way), { caption: "The way up" });
  return [renderChart(chart), renderTable(rows), renderWords(sayUpward(way))];
}

/** Loss and quality against the rate, and the band of rates as good as the best. */
export function sweepView(sweep: RateSweep): MimeBundle[] {
  const { kind } = sweep.points[0].runs[0].record.spec.schedule;
  const label = kind === "constant" ? "fixed rate" : kind;
  const band = rateBand(sweep);
  if (band === null) {
    return [
      renderChart(rateChart([sweepSeries(label, sweep)])),
      renderWords("A run diverged at every rate: try lower ones."),
    ];
  }
  const marks = { band: { low: band.low, high: band.high }, chosen: band.best.rate };
  return [renderChart(rateChart([sweepSeries(label, sweep)], marks)), renderWords(sayBand(band))];
}

/** The search over the peaks, the three comparisons as a chart and a table, and who wins under which. */
export function comparisonView(comparison: ScheduleComparison): MimeBundle[] {
  const { results, plan } = comparison;
  const searched = rateChart(
    results.map(({ name, sweep }) => sweepSeries(name, sweep)),
    { title: "Which peak suits which schedule?" },
  );
  const rows = table(comparisonRows(comparison), { caption: "With fresh seeds, 95% intervals" });
  return [
    // One seed gives no interval to draw.
    ...(results.length > 1 && plan.freshSeeds.length > 1 ? [renderChart(comparisonChart(comparison))] : []),
    renderChart(searched),
    renderTable(rows),
    renderWords(sayComparison(comparison)),
  ];
}

/** The map of the rate and the other factor, its ridge, and what carrying a rate costs. */
export function jointView(study: JointStudy): MimeBundle[] {
  return [renderChart(jointChart(study)), renderWords(sayJoint(study))];
}

/** One run's losses against the step, and what its curves say. */
export function recordView(record: RunRecord): MimeBundle[] {
  const chart = lossChart([{ label: describe(record.spec.schedule), records: [record] }]);
  return [renderChart(chart), diagnosisView(diagnose(record))];
}

/** What the curves of a run say, and what to do about it. */
export function diagnosisView({ findings }: Diagnosis): MimeBundle {
  if (findings.length === 0) return renderWords("No signal fired: the curves fall and settle.");
  const lines = findings.map(
    ({ signal, severity, meaning, advice }) => `- **${signal}** (${severity}). ${meaning} ${advice}`,
  );
  return renderWords(lines.join("\n"));
}

/** The verdict of a tuning, row by row and in words. */
export function tuningView({ gate, candidate, baseline }: Tuning): MimeBundle[] {
  const [ours, usual] = [candidate, baseline].map(({ name, peak }) => `${name} ${peak}`);
  return [renderChart(gateChart(gate.verdict)), renderWords(sayVerdict(gate.verdict, ours, usual))];
}
