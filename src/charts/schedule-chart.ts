import { InputError } from "../errors";
import type { Chart } from "./chart";
import { endLabelLayer, frame, LABEL, type Layer, type Panel, seriesLegend } from "./frame";
import { endLabels } from "./end-labels";
import { count, listed, readable, round } from "./numbers";
import { phases } from "./phases";
import { seriesScales } from "./series";
import { type Point, simplify } from "./simplify";

/** A schedule to draw. */
export interface ScheduleCurve {
  readonly label: string;
  /** The learning rate of a step; steps count from 0. */
  readonly rate: (step: number) => number;
  /** The momentum of a step, for schedules that move it. */
  readonly momentum?: (step: number) => number;
  /** How many steps to draw. */
  readonly steps: number;
}

interface Sampled {
  readonly label: string;
  readonly steps: number;
  readonly points: readonly Point[];
  readonly mean: number;
  readonly peak: Point;
}

/**
 * What will the rate be at each step? One line a schedule, linear axis (logarithmic when the peaks differ
 * tenfold or more), a second panel for momentum where it moves. Long schedules are thinned without losing a
 * jump or a corner.
 *
 * @param schedules `rate` and `momentum` are called for the steps 0 to `steps` - 1
 * @throws InputError without schedules, or for a rate that is not a finite number >= 0
 * @example
 * scheduleChart([{ label: "constant", rate: () => 0.1, steps: 500 }])
 */
export function scheduleChart(schedules: readonly ScheduleCurve[]): Chart {
  if (schedules.length === 0) throw new InputError("scheduleChart: give at least one schedule");
  const labels = schedules.map(({ label }) => label);
  if (new Set(labels).size < labels.length)
    throw new InputError(`scheduleChart: two schedules share a label: ${listed(labels)}`);
  const rates = schedules.map(({ label, rate, steps }) => sample(label, "rate", rate, steps));
  const momenta = schedules
    .filter(({ momentum }) => momentum !== undefined)
    .map(({ label, momentum, steps }) => sample(label, "momentum", momentum!, steps));
  const moves = momenta.some(({ points }) => points.some(({ y }) => y !== points[0].y));

  const peaks = rates.map(({ peak }) => peak.y).filter((y) => y > 0);
  const log = peaks.length > 1 && Math.max(...peaks) / Math.min(...peaks) >= 10;
  const panels = [panel("Learning rate", rates, labels, log, moves ? 180 : 240)];
  if (moves) panels.push(panel("Momentum", momenta, labels, false, 90));

  const answer = describe(rates);
  const alt = `Line chart of the learning rate over ${count(Math.max(...rates.map(({ steps }) => steps)), "step")}. ${answer}`;
  return frame({ title: "What will the rate be at each step?", answer, alt, series: labels }, panels);
}

function sample(label: string, what: string, at: (step: number) => number, steps: number): Sampled {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new InputError(`scheduleChart: "${label}" needs a whole number of steps >= 1, found ${steps}`);
  }
  const all = Array.from({ length: steps }, (_, x) => ({ x, y: at(x) }));
  const bad = all.find(({ y }) => !(Number.isFinite(y) && y >= 0));
  if (bad) throw new InputError(`scheduleChart: the ${what} of "${label}" at step ${bad.x} is ${bad.y}`);
  const peak = all.reduce((best, point) => (point.y > best.y ? point : best));
  const mean = all.reduce((sum, { y }) => sum + y, 0) / steps;
  const spread = peak.y - all.reduce((low, { y }) => Math.min(low, y), peak.y);
  const points = simplify(all, spread * 0.002).map(({ x, y }) => ({ x, y: round(y) }));
  return { label, steps, points, mean, peak };
}

function panel(
  title: string,
  curves: readonly Sampled[],
  labels: readonly string[],
  log: boolean,
  height: number,
): Panel {
  const top = Math.max(...curves.map(({ peak }) => peak.y)) || 1;
  const lowestPeak = Math.min(...curves.map(({ peak }) => peak.y).filter((y) => y > 0));
  const low = Math.min(...curves.flatMap(({ points }) => points.map(({ y }) => y)));
  const spread = top - low || 1;
  const domain: [number, number] =
    title === "Momentum"
      ? [round(low - 0.2 * spread), round(top + 0.2 * spread)]
      : log
        ? [round(lowestPeak / 30), round(top * 1.2)]
        : [0, round(top * 1.08)];
  const ends = curves.map(({ label, points }) => ({ series: label, y: points[points.length - 1].y }));
  const direct = curves.length < 2 || log ? null : endLabels(ends, domain, height);
  const scales = seriesScales(labels);
  const legend = seriesLegend(labels, direct !== null);
  const steps = Math.max(...curves.map((curve) => curve.steps));
  const values = curves.flatMap(({ label, points }) =>
    points.map(({ x, y }) => ({ series: label, step: x, y: log ? Math.max(y, domain[0]) : y, value: y })),
  );
  const axes = {
    x: {
      field: "step",
      type: "quantitative" as const,
      scale: { domain: [0, Math.max(1, steps - 1)], nice: false },
      axis: { title: "Optimizer step", tickCount: 6, format: ",d" },
    },
    y: {
      field: "y",
      type: "quantitative" as const,
      scale: log ? { type: "log" as const, domain, nice: false } : { domain, nice: false },
      axis: {
        title: log ? `${title} (log scale)` : title,
        tickCount: height < 120 ? 3 : 5,
        ...(log ? { format: "~g" } : {}),
      },
    },
  };
  const layer: Layer[] = [
    {
      data: { values },
      mark: { type: "line", clip: true, interpolate: "linear" },
      encoding: {
        ...axes,
        color: { field: "series", type: "nominal", scale: scales.color, legend },
        ...(labels.length > 1
          ? { strokeDash: { field: "series", type: "nominal", scale: scales.strokeDash, legend } }
          : {}),
      },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, size: 90, opacity: 0 },
      encoding: {
        ...axes,
        tooltip: [
          { field: "series", type: "nominal", title: "schedule" },
          { field: "step", type: "quantitative", format: ",d" },
          { field: "value", type: "quantitative", title: title.toLowerCase(), format: ".4~g" },
        ],
      },
    },
  ];
  if (direct) layer.push(endLabelLayer(direct));
  if (curves.length === 1 && title === "Learning rate") {
    layer.push({
      data: {
        values: phases(curves[0].points).map(({ from, to, name }) => ({ step: (from + to) / 2, name })),
      },
      mark: {
        ...LABEL,
        baseline: "top",
        dy: 2,
        fontStyle: "italic",
      },
      encoding: { x: axes.x, y: { value: 0 }, text: { field: "name", type: "nominal" } },
    });
  }
  return { height, layer };
}

function describe(rates: readonly Sampled[]): string {
  const one = ({ points, peak, steps, mean }: Sampled) => {
    const end = points[points.length - 1].y;
    if (points.every(({ y }) => y === points[0].y))
      return `${readable(end)} at every one of ${count(steps, "step")}`;
    return `peak ${readable(peak.y)} at step ${readable(peak.x)}, ${end < 1e-4 * peak.y ? "almost 0" : readable(end)} at the end, mean ${readable(mean)}`;
  };
  if (rates.length === 1) return sentence(one(rates[0]));
  if (rates.length <= 3) return sentence(rates.map((curve) => `${curve.label}: ${one(curve)}`).join("; "));
  const means = [...rates].sort((a, b) => b.mean - a.mean);
  const [high, low] = [means[0], means[means.length - 1]];
  return sentence(
    `mean rate from ${readable(low.mean)} (${low.label}) to ${readable(high.mean)} (${high.label}), ` +
      `peaks from ${readable(Math.min(...rates.map(({ peak }) => peak.y)))} to ${readable(Math.max(...rates.map(({ peak }) => peak.y)))}`,
  );
}

/** First letter in upper case unless the text starts with a series label that has its own spelling. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
