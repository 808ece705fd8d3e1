import type { Field } from "vega-lite/build/src/channeldef";
import type { LayerSpec, UnitSpec } from "vega-lite/build/src/spec";
import type { Chart } from "./chart";
import type { EndLabel } from "./end-labels";
import { wrap } from "./numbers";
import { PLOT_WIDTH, quietConfig } from "./theme";

export type Layer = LayerSpec<Field> | UnitSpec<Field>;

/** One plot of a chart. */
export interface Panel {
  readonly height: number;
  readonly title?: string;
  readonly layer: Layer[];
}

/**
 * A chart of one plot, or of several under each other (`vconcat`, since a page can give every one its width),
 * in the quiet style, with the question as title and the answer as subtitle.
 */
export function frame(
  words: { title: string; answer: string; alt: string; series?: readonly string[] },
  panels: readonly Panel[],
): Chart {
  const plots = panels.map(({ height, title, layer }) => ({
    ...(title === undefined ? {} : { title: { text: title, fontSize: 12, fontWeight: 600, offset: 8 } }),
    width: PLOT_WIDTH,
    height,
    layer,
  }));
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: words.alt,
    title: { text: wrap(words.title, 76), subtitle: wrap(words.answer, 100) },
    ...(plots.length === 1 ? plots[0] : { vconcat: plots, spacing: 26 }),
    config: quietConfig,
  };
  const { title, answer, alt, series = [] } = words;
  return { kind: "chart", title, answer, alt, series, spec };
}

/**
 * A text mark in the front end's own text colour. Vega-Lite writes black into every text mark that has no
 * colour; a mark with an outline of nothing gets no fill either, so that the theme's `guide-label` fills it.
 */
export const LABEL = {
  type: "text",
  style: "guide-label",
  fontSize: 11,
  filled: false,
  stroke: null,
  tooltip: null,
} as const;

/**
 * Labels at the ends of their lines, in the front end's text colour.
 *
 * @param x where the lines end; default the right edge of the plot
 */
export function endLabelLayer(labels: readonly EndLabel[], x: object = { value: "width" }): Layer {
  return {
    data: { values: [...labels] },
    mark: { ...LABEL, align: "left", baseline: "middle", dx: 8 },
    encoding: {
      x,
      y: { field: "y", type: "quantitative" },
      text: { field: "series", type: "nominal" },
    },
  } as Layer;
}

/** The legend that colour, dash and shape of a chart share; null where direct labels do its work. */
export function seriesLegend(labels: readonly string[], direct: boolean): { columns: number } | null {
  if (direct || labels.length < 2) return null;
  const longest = Math.max(...labels.map((label) => label.length));
  return { columns: longest > 22 ? 1 : longest > 12 ? 2 : 3 };
}
