import type { Chart } from "../charts";
import type { MimeBundle } from "./display";
import { hasFonts, pngOf, svgOf } from "./picture";
import { withPageColours } from "./series-slots";

export const VEGA_LITE = "application/vnd.vegalite.v5+json";

/**
 * A chart as a bundle: Vega-Lite for front ends that draw it, a picture for those that do not (PNG, or SVG
 * where this machine has no font to draw words with), and words.
 */
export function renderChart(chart: Chart): MimeBundle {
  const spec = withPageColours(chart);
  const svg = svgOf(spec);
  const picture = hasFonts() ? { "image/png": pngOf(svg).toString("base64") } : { "image/svg+xml": svg };
  const words = [chart.title, chart.answer, chart.alt.endsWith(chart.answer) ? shorter(chart) : chart.alt];
  return { [VEGA_LITE]: spec, ...picture, "text/plain": words.filter(Boolean).join("\n") };
}

/** The alt text without the answer that it ends with. */
function shorter({ alt, answer }: Chart): string {
  return alt.slice(0, alt.length - answer.length).trim();
}
