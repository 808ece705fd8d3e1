/** Width of a plot in the picture, in pixels; pages fit it to their column. */
export const PLOT_WIDTH = 560;

/** Colours for findings: better, worse, cannot be told (Okabe-Ito and a grey). */
export const SIGN_COLOURS = { better: "#0072B2", worse: "#D55E00", unclear: "#8a8a8a" } as const;

/** For marks that belong to no series (rules, bands): a grey that reads on light and dark. */
export const NEUTRAL = "#8a8a8a";

/**
 * The one quiet style of every chart: sizes, weights and positions, and no colour, since the front end brings
 * its own background and text colours. Axis titles lie flat at the top of their axis, where a phone has room.
 */
export const quietConfig = {
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  padding: 8,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: 14,
    fontWeight: 600,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    offset: 14,
  },
  axis: {
    domain: false,
    ticks: false,
    gridOpacity: 0.45,
    gridWidth: 0.75,
    labelFontSize: 11,
    labelPadding: 6,
    titleFontSize: 11,
    titleFontWeight: 400,
    titlePadding: 8,
  },
  axisX: { grid: false, ticks: true, tickSize: 4, tickWidth: 0.75, domain: true, domainWidth: 0.75 },
  axisY: {
    tickCount: 5,
    minExtent: 38,
    maxExtent: 38,
    titleAngle: 0,
    titleAlign: "left",
    titleBaseline: "bottom",
    titleX: -38,
    titleY: -12,
  },
  legend: {
    orient: "top",
    title: null,
    labelFontSize: 11,
    labelLimit: 220,
    symbolSize: 70,
    symbolStrokeWidth: 2.5,
    columnPadding: 14,
    offset: 10,
  },
  line: { strokeWidth: 2, strokeCap: "round", strokeJoin: "round" },
  text: { fontSize: 11 },
} as const;

/**
 * Background, text and grid colours of a theme, to be merged under a chart's own config (Vega-Embed's
 * `config` option, or the second argument of Vega-Lite's `compile`).
 *
 * @example
 * compile(chart.spec, { config: themeConfig("dark") })
 */
export function themeConfig(theme: "light" | "dark"): object {
  const [background, text, quiet, grid] =
    theme === "light"
      ? ["#ffffff", "#1f2328", "#57606a", "#c4c9d0"]
      : ["#15181d", "#e8eaed", "#a4acb6", "#4a515b"];
  return {
    background,
    title: { color: text, subtitleColor: quiet },
    axis: { domainColor: quiet, tickColor: quiet, gridColor: grid, labelColor: quiet, titleColor: quiet },
    legend: { labelColor: text, titleColor: quiet },
    header: { labelColor: text, titleColor: text },
    style: { "guide-label": { fill: text }, "guide-title": { fill: text } },
  };
}
