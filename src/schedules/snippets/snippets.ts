import { isSchedule, type Schedule } from "../schedule";
import type { ScheduleSpec } from "../spec";
import { kerasSnippet } from "./keras";
import { optaxSnippet } from "./optax";
import { pytorchSnippet } from "./pytorch";
import { rulesOf } from "./rules-of";
import { tfjsSnippet } from "./tfjs";

/** A schedule as source text for the libraries that people train with. */
export interface ScheduleSnippets {
  /** JavaScript: plain functions, and a callback for `model.fit`. */
  readonly tfjs: string;
  /** Python: plain functions, and a `LambdaLR`. */
  readonly pytorch: string;
  /** Python: a `LearningRateSchedule` for Keras 3. */
  readonly keras: string;
  /** Python: a function of the count, for jax. */
  readonly optax: string;
}

/**
 * A schedule as source text for TensorFlow.js, PyTorch, Keras and optax: the formula itself, written out, since the
 * libraries' own schedulers of the same name differ at their ends, at boundaries and in their first step. What a
 * snippet computes is the schedule: to 1e-9 in float64, to 1e-6 where the library computes in float32. Where the
 * schedule moves the momentum too, that is a second function.
 *
 * @param schedule a schedule or its spec
 * @throws InputError for a spec that cannot be used
 * @example scheduleSnippets(cosine({ peak: 0.5, steps: 1000 })).pytorch
 */
export function scheduleSnippets(schedule: Schedule | ScheduleSpec): ScheduleSnippets {
  const rules = rulesOf(isSchedule(schedule) ? schedule.spec : schedule);
  return {
    tfjs: tfjsSnippet(rules),
    pytorch: pytorchSnippet(rules),
    keras: kerasSnippet(rules),
    optax: optaxSnippet(rules),
  };
}
