/** Okabe and Ito's colours that read on white and on near-black (their yellow and black do not). */
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"] as const;
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [5, 2],
  [1, 4],
];
const SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down", "triangle-right"] as const;

/** How many slots have a colour of their own. */
export const SERIES_COLOURS = COLOURS.length;

/** A cross that no series uses: it marks diverged runs. */
export const CROSS = "M-1,-1L1,1M1,-1L-1,1";

/** Scales that tell series apart by colour and, as a second cue, by dash and shape. */
export interface SeriesScales {
  readonly color: { domain: string[]; range: string[] };
  readonly strokeDash: { domain: string[]; range: number[][] };
  readonly shape: { domain: string[]; range: string[] };
}

/**
 * The scales of a chart's series: label i takes slot `slots[i]` (default i), slots repeat after six colours,
 * and then colour and dash no longer repeat together.
 */
export function seriesScales(labels: readonly string[], slots = labels.map((_, i) => i)): SeriesScales {
  const turn = (slot: number) => slot + Math.floor(slot / COLOURS.length);
  const domain = [...labels];
  return {
    color: { domain, range: slots.map((slot) => COLOURS[slot % COLOURS.length]) },
    strokeDash: { domain, range: slots.map((slot) => [...DASHES[turn(slot) % DASHES.length]]) },
    shape: { domain, range: slots.map((slot) => SHAPES[turn(slot) % SHAPES.length]) },
  };
}

/**
 * The same specification with its series in other slots, so that a label keeps its colour, dash and shape on
 * every chart of a page. Scales are found by their channel and by a domain that equals `labels`.
 */
export function recolour(spec: object, labels: readonly string[], slots: readonly number[]): object {
  if (labels.length === 0) return spec;
  const scales = seriesScales(labels, [...slots]) as unknown as Record<string, object>;
  const wanted = JSON.stringify(labels);
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const scale = (inner as { scale?: { domain?: unknown } } | null)?.scale;
        return key in scales && scale && JSON.stringify(scale.domain) === wanted
          ? [key, { ...(visit(inner) as object), scale: { ...scale, ...scales[key] } }]
          : [key, visit(inner)];
      }),
    );
  };
  return visit(spec) as object;
}
