import { median } from "simple-statistics";
import type { RangeTest } from "../tuning";
import { LABEL, type Layer, type Panel } from "./frame";
import { readable, round } from "./numbers";
import { seriesScales } from "./series";
import { NEUTRAL } from "./theme";

const HEIGHT = 190;

/** Validation loss against the growing rate: a faint line a seed, their median, what is suggested, where it breaks. */
export function walkPanel({ walks, priorLoss, low, high, answer, breaksAt }: RangeTest): Panel {
  const start = median(walks.map(({ points }) => points[0].loss));
  // Room above the start for words, and for a glimpse of the way up after the break.
  const top = 1.3 * Math.max(start, priorLoss);
  const x = {
    field: "rate",
    type: "quantitative" as const,
    scale: { type: "log" as const, domain: [low, high], nice: false },
    axis: {
      title: "Learning rate on the walk (log scale)",
      values: decades(low, high),
      format: "~g",
      labelOverlap: "greedy" as const,
    },
  };
  const y = {
    field: "loss",
    type: "quantitative" as const,
    scale: { domain: [0, round(top, 3)], nice: false },
    axis: { title: "Validation loss (nats)" },
  };
  const color = seriesScales(["walk"]).color.range[0];
  const rows = walks.flatMap(({ seed, points }) =>
    points
      .filter(({ loss }) => Number.isFinite(loss))
      .map(({ rate, loss }) => ({ seed, rate: round(rate), loss: round(loss) })),
  );
  const line = medianWalk(walks);
  const tooltip = [
    { field: "seed", type: "nominal" as const },
    { field: "rate", type: "quantitative" as const, format: ".3~g" },
    { field: "loss", type: "quantitative" as const, title: "validation loss", format: ".3~f" },
  ];
  const layer: object[] = [
    ...suggestion(answer, { low, high }, x),
    ...priorRule(priorLoss, y),
    {
      data: { values: rows },
      mark: { type: "line", clip: true, color, opacity: 0.5, strokeWidth: 1 },
      encoding: { x, y, detail: { field: "seed", type: "nominal" }, tooltip },
    },
    {
      data: { values: line },
      mark: { type: "line", clip: true, color, strokeWidth: 2.5, tooltip: null },
      encoding: { x, y },
    },
    ...breakRule(breaksAt, { low, high }, x),
  ];
  return { height: HEIGHT, layer: layer as Layer[] };
}

/** The median over the seeds at each evaluation, a walk that has ended counted as worst. */
function medianWalk(walks: RangeTest["walks"]): { rate: number; loss: number }[] {
  const longest = walks.reduce((a, b) => (b.points.length > a.points.length ? b : a)).points;
  return longest
    .map(({ rate }, i) => ({ rate, loss: median(walks.map(({ points }) => points[i]?.loss ?? Infinity)) }))
    .filter(({ loss }) => Number.isFinite(loss))
    .map(({ rate, loss }) => ({ rate: round(rate), loss: round(loss) }));
}

function suggestion(answer: RangeTest["answer"], range: { low: number; high: number }, x: object): object[] {
  if (answer === null) return [];
  const inside = (rate: number): number => Math.min(range.high, Math.max(range.low, rate));
  const { rate, low, high } = answer;
  const band =
    low === null || high === null
      ? []
      : [
          {
            data: { values: [{ rate: inside(low), to: inside(high) }] },
            mark: { type: "rect", color: NEUTRAL, opacity: 0.25, tooltip: null },
            encoding: { x, x2: { field: "to" } },
          },
        ];
  return [...band, ...ruleWithWords(inside(rate), `suggested ${readable(rate)}`, "left", range, x, [3, 3])];
}

function breakRule(breaksAt: number | null, range: { low: number; high: number }, x: object): object[] {
  if (breaksAt === null) return [];
  return ruleWithWords(breaksAt, `breaks at ${readable(breaksAt)}`, "right", range, x, [1, 3]);
}

/** A vertical rule with words at its top, on the wanted side where there is room for them. */
function ruleWithWords(
  rate: number,
  words: string,
  wanted: "left" | "right",
  { low, high }: { low: number; high: number },
  x: object,
  strokeDash: number[],
): object[] {
  const share = Math.log(rate / low) / Math.log(high / low);
  // A third of a narrow plot holds the words.
  const side = share < 0.35 ? "right" : share > 0.65 ? "left" : wanted;
  const values = [{ rate: round(rate), words }];
  return [
    {
      data: { values },
      mark: { type: "rule", color: NEUTRAL, strokeDash, strokeWidth: 1.5, tooltip: null },
      encoding: { x },
    },
    {
      data: { values },
      mark: {
        ...LABEL,
        align: side === "left" ? "right" : "left",
        baseline: "top",
        dx: side === "left" ? -5 : 5,
        // Where both stand on one side, one below the other.
        dy: side === wanted ? 2 : 16,
      },
      encoding: { x, y: { value: 0 }, text: { field: "words", type: "nominal" } },
    },
  ];
}

/** What knowing the frequencies of the labels gives: below it something was learned from the messages. */
function priorRule(priorLoss: number, y: object): object[] {
  const values = [{ loss: round(priorLoss), words: "label frequencies" }];
  return [
    {
      data: { values },
      mark: { type: "rule", color: NEUTRAL, strokeWidth: 1, tooltip: null },
      encoding: { y },
    },
    {
      data: { values },
      mark: { ...LABEL, align: "left", baseline: "top", dx: 2, dy: 4 },
      encoding: { x: { value: 0 }, y, text: { field: "words", type: "nominal" } },
    },
  ];
}

/** The powers of ten from `low` to `high`, and the ends where they are none. */
function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(`1e${first + i}`));
}
