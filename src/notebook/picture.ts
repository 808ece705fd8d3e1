import type * as resvg from "@resvg/resvg-js";
import type * as vega from "vega";
import type * as vegaLite from "vega-lite";
import { themeConfig } from "../charts";
import { textWidth } from "./text-width";

// Loaded at the first chart: together they take a third of a second, which a script without charts should not pay.
/* eslint-disable @typescript-eslint/no-require-imports */
const load = {
  vega: () => require("vega") as typeof vega & DrawingParts,
  vegaLite: () => require("vega-lite") as typeof vegaLite,
  resvg: () => require("@resvg/resvg-js") as typeof resvg,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What Vega exports beside its declared types. */
interface DrawingParts {
  SVGStringRenderer: new () => SvgStringRenderer;
  /** Elements that an SVG refers to are numbered from 0 again: the same chart is the same text, whatever was drawn before. */
  resetSVGDefIds: () => void;
  textMetrics: { width: (item: TextItem, text?: unknown) => number };
}

interface TextItem {
  text?: unknown;
  fontSize?: number;
  fontWeight?: number | string;
}

interface SvgStringRenderer {
  initialize(element: null, width: number, height: number, origin: number[]): SvgStringRenderer;
  background(colour: unknown): SvgStringRenderer;
  render(scene: unknown): SvgStringRenderer;
  svg(): string;
}

/** Sharp on screens with two device pixels to a pixel. */
const ZOOM = 2;

/**
 * A Vega-Lite specification as SVG text, in the light theme (or dark), drawn without a browser and without
 * waiting. The specification must carry its data: nothing is fetched.
 *
 * @throws whatever Vega or Vega-Lite find wrong with the specification
 */
export function svgOf(spec: object, theme: "light" | "dark" = "light"): string {
  const compiled = load
    .vegaLite()
    .compile(spec as vegaLite.TopLevelSpec, { config: themeConfig(theme) }).spec;
  const { textMetrics, ...vegaParts } = load.vega();
  const before = textMetrics.width;
  textMetrics.width = measure;
  try {
    return draw(compiled, vegaParts);
  } finally {
    textMetrics.width = before;
  }
}

// View.toSVG does the same behind a promise; a cell can show a chart without awaiting it.
function draw(
  compiled: vega.Spec,
  {
    parse,
    View,
    SVGStringRenderer,
    loader,
    resetSVGDefIds,
  }: typeof vega & Pick<DrawingParts, "SVGStringRenderer" | "resetSVGDefIds">,
): string {
  resetSVGDefIds();
  const offline = loader();
  offline.load = (uri) => Promise.reject(new Error(`a chart must carry its data; it asks for ${uri}`));
  const view = new View(parse(compiled), { renderer: "none", loader: offline }).run();
  const [x, y] = view.origin();
  const { left, right, top, bottom } = view.padding() as Record<"left" | "right" | "top" | "bottom", number>;
  const inner = view as unknown as { _viewWidth: number; _viewHeight: number };
  const scene = view.scenegraph() as unknown as { root: unknown };
  const svg = new SVGStringRenderer()
    .initialize(null, inner._viewWidth + left + right, inner._viewHeight + top + bottom, [left + x, top + y])
    .background(view.background())
    .render(scene.root)
    .svg();
  view.finalize();
  return svg;
}

function measure(item: TextItem, text: unknown = item.text): number {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  const lines = (Array.isArray(text) ? text : [text ?? ""]).map(String);
  return Math.max(...lines.map((line) => textWidth(line, item.fontSize ?? 11, bold)));
}

/** SVG text as a PNG image, at two pixels to a unit. */
export function pngOf(svg: string): Buffer {
  const { Resvg } = load.resvg();
  return new Resvg(svg, { fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
}

let fonts: boolean | undefined;

/** Whether this machine has a font for pictures: without one a PNG would lack all its words. */
export function hasFonts(): boolean {
  if (fonts === undefined) {
    const probe = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="sans-serif">M</text></svg>`;
    const { Resvg } = load.resvg();
    fonts = new Resvg(probe).render().pixels.some((byte) => byte !== 0);
  }
  return fonts;
}
