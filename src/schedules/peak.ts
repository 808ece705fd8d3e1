import { InputError } from "../errors";
import { fromSpec } from "./from-spec";
import { shown } from "./parameters";
import type { Schedule } from "./schedule";
import type { ScheduleSpec } from "./spec";
import { specPeak } from "./spec-peak";

/**
 * The highest rate that a schedule declares. A part that is cut short, or ends before its peak, counts with
 * the peak that it declares.
 *
 * @example peakOf(warmup(cosine({ peak: 0.5, steps: 1000 }), { steps: 50 })); // 0.5
 */
export function peakOf(schedule: Schedule): number {
  return specPeak(schedule.spec);
}

/**
 * The same schedule with another peak: every rate is multiplied by `peak / peakOf(schedule)`, in the same kind
 * of spec, so that a study whose nuisance factor is the peak changes nothing else.
 *
 * @param peak the new highest rate, above 0
 * @throws InputError when the peak is not a finite number above 0
 * @example withPeak(cosine({ peak: 0.5, steps: 1000 }), 1).spec; // {kind: "cosine", peak: 1, steps: 1000, floor: 0}
 */
export function withPeak<S extends ScheduleSpec>(schedule: Schedule<S>, peak: number): Schedule<S> {
  if (!(peak > 0) || !Number.isFinite(peak)) {
    throw new InputError(`withPeak: peak must be a finite number above 0, but is ${shown(peak)}`);
  }
  return fromSpec(rescaled(schedule.spec, specPeak(schedule.spec), peak) as S);
}

/** The spec with the rate `from` become `to` (exactly, not up to rounding) and all others in proportion. */
function rescaled(spec: ScheduleSpec, from: number, to: number): ScheduleSpec {
  const scale = (rate: number): number => (rate === from ? to : (rate / from) * to);
  switch (spec.kind) {
    case "piecewise":
      return { ...spec, rates: spec.rates.map(scale) };
    case "join":
      return {
        ...spec,
        parts: spec.parts.map((part) => ({ ...part, schedule: rescaled(part.schedule, from, to) })),
      };
    case "warmup":
      return { ...spec, inner: rescaled(spec.inner, from, to) };
    case "scaled":
      return { ...spec, factor: (spec.factor / from) * to };
    default:
      return { ...spec, peak: scale(spec.peak) };
  }
}
