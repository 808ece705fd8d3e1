import { InputError } from "../errors";
import type { Criterion, Verdict } from "../evaluation";
import type { Chart } from "./chart";
import { frame, type Layer, type Panel } from "./frame";
import { intervalLayers, rowAt, rowsHeight } from "./interval-layers";
import { round } from "./numbers";
import { NEUTRAL } from "./theme";

const GROUPS = [
  { group: "stability", title: "Is it steadier?" },
  { group: "quality", title: "Is it better?" },
  { group: "slice", title: "Does anyone pay for it?" },
] as const;
const OUTCOMES = ["passed", "failed", "cannot be told"] as const;
const UNITS = { points: " points", nats: " nats", times: "×" } as const;
const LONGEST = 22;

/**
 * What was asked of the candidate, and what came out? One row a criterion: its interval against what was asked (the
 * line), better to the right. Units differ, so rows share a scale with those of their unit in the same plot, and their
 * numbers stand beside them. Blue disc: passed; vermillion triangle: failed; grey square: it cannot be told.
 *
 * @throws InputError for a verdict without criteria
 * @example gateChart(result.verdict)
 */
export function gateChart({ criteria, outcome }: Pick<Verdict, "criteria" | "outcome">): Chart {
  if (criteria.length === 0) throw new InputError("gateChart: the verdict has no criteria");
  const groups = GROUPS.map(({ group, title }) => ({
    title,
    rows: criteria.filter((criterion) => criterion.group === group),
  })).filter(({ rows }) => rows.length > 0);
  const panels = groups.map(({ title, rows }, i) => panel(title, rows, i === groups.length - 1));
  const answer = answerOf(criteria, outcome);
  const each = criteria.map((one) => `${nameOf(one)}: ${wordsOf(one)}, ${outcomeOf(one)}`).join("; ");
  return frame(
    {
      title: "What was asked of the candidate, and what came out?",
      answer,
      alt: `Intervals of ${criteria.length} criteria against what was asked of each. ${answer} ${each}.`,
    },
    panels,
  );
}

function answerOf(criteria: readonly Criterion[], outcome: Verdict["outcome"]): string {
  const count = (passed: boolean | null): number => criteria.filter((one) => one.passed === passed).length;
  const verdict = { approve: "Approved", reject: "Rejected", undecided: "Undecided" }[outcome];
  const parts = [
    `${count(true)} of ${criteria.length} criteria passed`,
    ...(count(false) > 0 ? [`${count(false)} failed`] : []),
    ...(count(null) > 0 ? [`of ${count(null)} it cannot be told`] : []),
  ];
  return `${verdict}: ${parts.join(", ")}.`;
}

const outcomeOf = ({ passed }: Criterion): (typeof OUTCOMES)[number] =>
  passed === null ? "cannot be told" : passed ? "passed" : "failed";

const nameOf = ({ name, group }: Criterion): string =>
  cut(group === "slice" ? name.replace(/^slice /, "").replace(/_/g, " ") : name);

/** A slice's name is a person's text. */
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** The numbers of a row; infinite ends are left out. */
function wordsOf({ difference: { mean, low, high }, unit }: Criterion): string {
  if (!Number.isFinite(mean)) return "a run broke: no number";
  const number = (value: number): string => {
    if (!Number.isFinite(value)) return "?";
    if (unit === "times") return value.toFixed(1);
    const digits = Math.abs(value).toFixed(unit === "nats" ? 2 : 1);
    return `${Number(digits) === 0 ? "" : value > 0 ? "+" : "−"}${digits}`;
  };
  return `${number(mean)} (${number(low)} to ${number(high)})${UNITS[unit]}`;
}

/** Mean and interval as distances from what was asked, in the criterion's unit (times: log): above 0 is better. */
function distances({ difference, margin, unit, group }: Criterion): { mean: number; ends: number[] } {
  const from = (value: number): number =>
    unit === "times" ? Math.log(margin / value) : group === "stability" ? margin - value : value - margin;
  const ends = [difference.low, difference.high].map(from).sort((x, y) => x - y);
  return { mean: from(difference.mean), ends };
}

/** The farthest that a row of this unit reaches among these. */
function reachOf(criteria: readonly Criterion[], unit: Criterion["unit"]): number {
  const all = criteria.filter((one) => one.unit === unit).map(distances);
  const far = all
    .flatMap(({ mean, ends }) => [mean, ...ends])
    .filter(Number.isFinite)
    .map(Math.abs);
  return Math.max(0, ...far) || 1;
}

/** Mean and interval as shares of what the rows of their unit reach. */
function placed(
  criterion: Criterion,
  among: readonly Criterion[],
): { mean: number; low: number; high: number } {
  const { mean, ends } = distances(criterion);
  const reach = reachOf(among, criterion.unit);
  const share = (value: number): number => round(Math.max(-1, Math.min(1, value / reach)), 4);
  return { mean: share(mean), low: share(ends[0]), high: share(ends[1]) };
}

function panel(title: string, criteria: readonly Criterion[], last: boolean): Panel {
  const values = criteria.map((criterion, i) => ({
    row: rowAt(i),
    label: nameOf(criterion),
    words: wordsOf(criterion),
    outcome: outcomeOf(criterion),
    ...placed(criterion, criteria),
  }));
  const x = {
    field: "mean",
    type: "quantitative" as const,
    scale: { domain: [-1.05, 1.05], nice: false },
    axis: {
      title: last ? "← worse than asked  |  better →" : null,
      titleAnchor: "middle" as const,
      labels: false,
      ticks: false,
      grid: false,
      domain: false,
    },
  };
  const tooltip = ["label", "words", "outcome"].map((field) => ({ field, type: "nominal" as const }));
  const layer: Layer[] = [
    {
      data: { values: [{ mean: 0 }] },
      mark: { type: "rule", color: NEUTRAL, strokeWidth: 1.5, tooltip: null },
      encoding: { x },
    } as Layer,
    ...intervalLayers(values, x, OUTCOMES, tooltip),
  ];
  return { height: rowsHeight(criteria.length), title, layer };
}
