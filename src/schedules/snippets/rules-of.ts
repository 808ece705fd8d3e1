import { fromSpec } from "../from-spec";
import type { ScheduleSpec } from "../spec";
import type { Rule } from "./expression";
import { momentumRules, rateRules } from "./rules";

/** A schedule ready to be written down. */
export interface Rules {
  /** Checked, every default filled in. */
  readonly spec: ScheduleSpec;
  readonly rate: readonly Rule[];
  readonly momentum: readonly Rule[] | null;
}

/** @throws InputError for a spec that cannot be used */
export function rulesOf(given: ScheduleSpec): Rules {
  const { spec, momentum } = fromSpec(given);
  return {
    spec,
    rate: rateRules(spec, "learning_rate"),
    momentum: momentum ? momentumRules(spec, "momentum") : null,
  };
}

/** First lines of a snippet: what made it, and the spec, as comments. */
export function heading(spec: ScheduleSpec, comment: "//" | "#"): string {
  return `${comment} A learning-rate schedule, written by lr-lab from this spec:\n${comment} ${JSON.stringify(spec)}`;
}
