import { kindOf, parseSpec } from "./from-spec";
import { isSchedule, type Schedule } from "./schedule";
import type { ScheduleSpec } from "./spec";

/**
 * A schedule in one short phrase; rates are absolute, lengths in optimizer steps.
 *
 * @throws InputError for a spec that cannot be used
 * @example describe(warmup(cosine({ peak: 0.5, steps: 1000 }), { steps: 50 }));
 * // "warmup 50 steps, then cosine 0.5 -> 0 over 1000"
 */
export function describe(schedule: Schedule | ScheduleSpec): string {
  const phrase = (spec: ScheduleSpec): string => kindOf(spec).describe(spec, phrase);
  return phrase(isSchedule(schedule) ? schedule.spec : parseSpec(schedule));
}
