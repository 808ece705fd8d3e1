import type { Point } from "./simplify";

/** A stretch of a schedule in which the rate keeps rising, holding or falling. */
export interface Phase {
  readonly name: "warms up" | "rises" | "holds" | "decays";
  readonly from: number;
  readonly to: number;
}

/**
 * The phases of a schedule, long enough to be labelled (8% of the steps); none where there are more than
 * four, since a cyclic schedule shows its own shape.
 */
export function phases(points: readonly Point[]): Phase[] {
  const found: Phase[] = [];
  for (let i = 1; i < points.length; i++) {
    const change = Math.sign(points[i].y - points[i - 1].y);
    const name = change === 0 ? "holds" : change < 0 ? "decays" : found.length === 0 ? "warms up" : "rises";
    const last = found[found.length - 1];
    const same = last?.name === name || (last?.name === "warms up" && name === "rises");
    if (same) found[found.length - 1] = { ...last, to: points[i].x };
    else found.push({ name, from: points[i - 1].x, to: points[i].x });
  }
  const length = points[points.length - 1].x - points[0].x;
  return found.length > 4 ? [] : found.filter(({ from, to }) => to - from >= 0.08 * length);
}
