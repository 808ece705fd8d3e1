export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The fewest of the given points such that straight lines between them stay within `tolerance` (in units of y)
 * of all: jumps and corners survive, smooth stretches become sparse. Points must be sorted by x.
 *
 * Source: Ramer (1972), Douglas and Peucker (1973), with the vertical distance.
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length <= 2) return [...points];
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span;
    const a = points[first];
    const b = points[last];
    let worst = -1;
    let distance = tolerance;
    for (let i = first + 1; i < last; i++) {
      const line = a.y + ((b.y - a.y) * (points[i].x - a.x)) / (b.x - a.x);
      const off = Math.abs(points[i].y - line);
      if (off > distance) [worst, distance] = [i, off];
    }
    if (worst < 0) continue;
    keep.add(worst);
    spans.push([first, worst], [worst, last]);
  }
  return [...keep].sort((i, j) => i - j).map((i) => points[i]);
}
