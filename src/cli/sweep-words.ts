import { bestPoint, edgesOf, type PointSummary, type Spread } from "../tuning";
import { printable } from "./progress";
import { alignRows, countWords, numberWords } from "./run-words";

/** A value of the grid in a cell: short, on one line. */
export function valueWords(value: unknown): string {
  const text = printable(typeof value === "string" ? value : JSON.stringify(value));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** "schedule.peak = 0.3, epochs = 5". */
export function pointWords({ values }: Pick<PointSummary, "values">): string {
  const parts = Object.entries(values).map(([path, value]) => `${path} = ${valueWords(value)}`);
  return parts.length === 0 ? "the base" : parts.join(", ");
}

/** The points in the order of the expansion: mean over the seeds ± standard deviation. */
export function pointsTable(points: readonly PointSummary[]): string {
  const paths = Object.keys(points[0].values);
  const heads = [
    ...(paths.length === 0 ? ["point"] : paths),
    "macro-F1",
    "accuracy",
    "loss",
    "runs",
    "diverged",
  ];
  const rows = points.map(({ values, validation, runs, diverged }) => [
    ...(paths.length === 0 ? ["base"] : paths.map((path) => valueWords(values[path]))),
    ...(["macroF1", "accuracy", "loss"] as const).map((name) =>
      validation ? spreadWords(validation[name]) : "-",
    ),
    String(runs),
    String(diverged),
  ]);
  return alignRows([heads, ...rows], new Set([heads.length - 2, heads.length - 1])).join("\n");
}

/** What the table says, in sentences. */
export function pointsWords(points: readonly PointSummary[], seeds: number): string {
  const spread = seeds > 1 ? `, ± the standard deviation over ${countWords(seeds, "seed")}` : "";
  const lines = [`Validation scores at the end of the runs, means${spread}.`];
  const diverged = points.reduce((sum, point) => sum + point.diverged, 0);
  if (diverged > 0)
    lines.push(`${countWords(diverged, "run")} diverged; a point with one is not called the best.`);
  const best = bestPoint(points);
  if (best === null) lines.push("No point has runs that are all sound, so none is called the best.");
  else {
    const { validation } = points[best];
    lines.push(
      `Best of ${countWords(points.length, "point")} by mean macro-F1: ${pointWords(points[best])} ` +
        `(${validation ? spreadWords(validation.macroF1) : "-"}).`,
    );
    const edges = edgesOf(points[best], points);
    if (edges.length > 0) {
      lines.push(`It is at the edge of the values tried for ${edges.join(" and ")}: widen the grid there.`);
    }
  }
  return lines.join("\n");
}

function spreadWords({ mean, deviation }: Spread): string {
  if (!Number.isFinite(mean)) return numberWords(mean);
  const places = Math.abs(mean) < 100 ? 4 : 0;
  return deviation === null ? mean.toFixed(places) : `${mean.toFixed(places)} ± ${deviation.toFixed(places)}`;
}
