import { type Chart, recolour, SERIES_COLOURS, seriesScales } from "../charts";

const slots = new Map<string, number>();

/**
 * A chart's specification with its series in the colours that their labels first had in this notebook, so
 * that a run looks the same on every chart of a page. The only memory in this room; a new kernel forgets it.
 */
export function withPageColours({ spec, series }: Chart): object {
  claim(series);
  return recolour(
    spec,
    series,
    series.map((label) => slots.get(label)!),
  );
}

/** The colour that a label has on this page's charts, of which it is the only series. */
export function pageColour(label: string): string {
  claim([label]);
  return seriesScales([label], [slots.get(label)!]).color.range[0];
}

function claim(series: readonly string[]): void {
  for (const label of series) if (!slots.has(label)) slots.set(label, freeSlot(series));
}

/** The first slot that no label has and whose colour no label of this chart has, if there is such a colour. */
function freeSlot(series: readonly string[]): number {
  const taken = new Set(slots.values());
  const here = new Set(
    series.flatMap((label) => (slots.has(label) ? [slots.get(label)! % SERIES_COLOURS] : [])),
  );
  let slot = 0;
  while (taken.has(slot) || (here.size < SERIES_COLOURS && here.has(slot % SERIES_COLOURS))) slot++;
  return slot;
}
