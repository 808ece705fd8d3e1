/** A label at the right end of a line: where the line ends, and where its label goes. */
export interface EndLabel {
  readonly series: string;
  readonly y: number;
}

const LINE_HEIGHT = 14;
const LONGEST = 18;
const FARTHEST = 26;

/**
 * Heights for labels at the ends of lines, moved apart so that none covers another; null where they do not
 * fit (long labels, too many, or too far from their line), so that a legend serves better.
 *
 * @param ends the value at which each line ends
 * @param domain lowest and highest value of the axis
 * @param height height of the plot in pixels
 */
export function endLabels(
  ends: readonly EndLabel[],
  domain: readonly [number, number],
  height: number,
): EndLabel[] | null {
  const pixel = height / (domain[1] - domain[0]);
  if (ends.length === 0 || ends.some(({ series, y }) => series.length > LONGEST || !Number.isFinite(y)))
    return null;
  const placed = ends
    .map(({ series, y }) => ({ series, from: (y - domain[0]) * pixel, at: (y - domain[0]) * pixel }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < placed.length; i++)
    placed[i].at = Math.max(placed[i].at, placed[i - 1].at + LINE_HEIGHT);
  const over = placed[placed.length - 1].at - height;
  if (over > 0) {
    placed[placed.length - 1].at -= over;
    for (let i = placed.length - 2; i >= 0; i--)
      placed[i].at = Math.min(placed[i].at, placed[i + 1].at - LINE_HEIGHT);
  }
  if (placed.some(({ from, at }) => at < -LINE_HEIGHT / 2 || Math.abs(at - from) > FARTHEST)) return null;
  return placed.map(({ series, at }) => ({ series, y: domain[0] + at / pixel }));
}
