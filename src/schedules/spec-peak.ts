import type { ScheduleSpec } from "./spec";

/** The highest rate that a spec declares. */
export function specPeak(spec: ScheduleSpec): number {
  switch (spec.kind) {
    case "piecewise":
      return spec.rates.reduce((a, b) => Math.max(a, b));
    case "join":
      return spec.parts.reduce((top, part) => Math.max(top, specPeak(part.schedule)), 0);
    case "warmup":
      return specPeak(spec.inner);
    case "scaled":
      return spec.factor * specPeak(spec.inner);
    default:
      return spec.peak;
  }
}
