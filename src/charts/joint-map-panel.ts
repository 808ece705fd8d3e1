import { factorWords, type JointStudy } from "../tuning";
import type { Layer, Panel } from "./frame";
import { cellLayers, sidesOf } from "./joint-cells";
import { ridgeLayers } from "./joint-ridge-layers";
import { readable } from "./numbers";

/** Pixels of a row: the number above, the ridge through the middle. */
const ROW = 46;

/** The map with its ridge: a row a level, the highest on top, a column a rate. */
export function mapPanel(study: JointStudy): Panel {
  const { plan, rows } = study;
  const sides = sidesOf(plan.rates);
  const words = factorWords(plan.factor);
  const x = {
    field: "rate",
    type: "quantitative",
    scale: { type: "log", domain: [sides[0], sides[sides.length - 1]], nice: false },
    axis: {
      title: legendOf(study),
      values: [...plan.rates],
      format: ".3~g",
      labelOverlap: "greedy",
      labelSeparation: 3,
    },
  };
  const y = {
    field: "level",
    type: "ordinal",
    sort: rows.map(({ level }) => readable(level)).reverse(),
    scale: { paddingInner: 0.04, paddingOuter: 0.02 },
    axis: { title: `${words[0].toUpperCase()}${words.slice(1)}`, grid: false },
  };
  const layer = cellLayers(study, { x, y, words }, ridgeLayers(study, x, y));
  return { height: rows.length * ROW, layer: layer as Layer[] };
}

/** What the marks mean, under the axis. */
function legendOf({ rows }: JointStudy): string[] {
  const atEdge = rows.some(({ best, edge }) => best !== null && edge !== null);
  const broken = rows.some(({ cells }) => cells.some(({ diverged }) => diverged > 0));
  return [
    "Learning rate (log scale)",
    "Circle: best rate, with its 95% interval",
    ...(atEdge ? ["Triangle: at an edge, no clear answer"] : []),
    ...(broken ? ["Cross: this many of the runs diverged"] : []),
  ];
}
