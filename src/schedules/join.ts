import { InputError } from "../errors";
import { construct, specOf, type Schedule, type ScheduleKind, type Shape } from "./schedule";
import type { JoinSpec } from "./spec";
import { count } from "./words";

/** One part of a `join`: a schedule and how many steps it has before the next part takes over. */
export interface JoinPart {
  readonly schedule: Schedule;
  /** Optimizer steps; may be left out (or null) in the last part, which then runs to its own end. */
  readonly steps?: number | null;
}

export const joinKind: ScheduleKind<JoinSpec> = {
  kind: "join",
  read: (p) => {
    const items = p.items("parts");
    if (items.length === 0) p.fail("parts", "a list of at least one part");
    const parts = items.map((item, i) => {
      const last = i === items.length - 1;
      const steps = (): number => item.whole("steps", last ? 1 : 0);
      const part = {
        schedule: item.schedule("schedule"),
        steps: last ? item.orNull("steps", steps) : steps(),
      };
      item.end();
      return part;
    });
    return { kind: "join", parts };
  },
  shape: (spec, nested) => {
    const parts = spec.parts.map((part) => ({ schedule: nested(part.schedule), length: part.steps }));
    const starts = [0];
    for (const { length } of parts) starts.push(starts[starts.length - 1] + (length ?? 0));
    const last = parts.length - 1;
    const end = endOf(parts[last].schedule, parts[last].length);

    const at = (pick: (schedule: Schedule) => (step: number) => number) => (t: number) => {
      let i = 0;
      while (i < last && t >= starts[i + 1]) i++;
      const local = t - starts[i];
      return pick(parts[i].schedule)(i === last ? Math.min(local, end.hold) : local);
    };
    const shape: Shape = {
      rate: at((schedule) => schedule),
      steps: end.steps === null ? null : starts[last] + end.steps,
    };
    const moving = parts.filter(({ schedule }) => schedule.momentum);
    if (moving.length === 0) return shape;
    if (moving.length < parts.length) {
      throw new InputError(
        "join: parts must all move the momentum or all leave it alone; set momentum: null in some",
      );
    }
    return { ...shape, momentum: at((schedule) => schedule.momentum as (step: number) => number) };
  },
  describe: ({ parts }, nested) =>
    parts
      .map(({ schedule, steps }) => nested(schedule) + (steps === null ? "" : ` for ${count(steps)}`))
      .join(", then "),
};

/**
 * Where the last part is flat, and the last local step that is looked up. A part that is cut short before its
 * own end holds the rate of its last step: one that would restart there does not jump up for ever.
 */
function endOf(schedule: Schedule, length: number | null): { steps: number | null; hold: number } {
  if (length === null) return { steps: schedule.steps, hold: Infinity };
  if (schedule.steps !== null && schedule.steps <= length) return { steps: schedule.steps, hold: length };
  return { steps: length, hold: length - 1 };
}

/**
 * Schedules one after the other: part i runs for its `steps`, counting its own steps from 0. The next part
 * takes over at the boundary (`t >= boundary`, as in optax). After the end of the last part the rate is flat;
 * if `steps` cuts that part short, at the rate of its last step.
 *
 * @param parts schedules with their steps; the last may leave them out, and then runs to its own end
 * @throws InputError naming the part and parameter that cannot be used; also where some parts move the
 *   momentum and others do not
 * @example
 * join([
 *   { schedule: constant({ peak: 0.5 }), steps: 500 },
 *   { schedule: linear({ peak: 0.5, steps: 500 }) },
 * ]);
 * @see optax `join_schedules`, PyTorch `SequentialLR`
 */
export function join(parts: readonly JoinPart[]): Schedule<JoinSpec> {
  if (!Array.isArray(parts)) return construct(joinKind, { parts });
  const list = parts as readonly JoinPart[];
  const specs = list.map((part) => ({ ...part, schedule: specOf(part?.schedule) }));
  return construct(
    joinKind,
    { parts: specs },
    list.map((part) => part?.schedule),
  );
}
