import type { Features } from "../features";
import { openRun, type RunSpec } from "../training";
import { workOf } from "./sweep-work";

const WARM_STEPS = 5;
const TIMED_STEPS = 200;
const TIMED_MS = 250;

/**
 * Seconds that a unit of `workOf` takes on this machine, from up to 200 steps of a run and one evaluation; about a
 * quarter of a second. Null for TensorFlow.js, whose runs cannot be taken step by step.
 */
export async function timeWork(spec: RunSpec, features: Features): Promise<number | null> {
  if (spec.engine.name !== "fused") return null;
  const run = await openRun(spec, features);
  try {
    for (let i = 0; i < WARM_STEPS && run.step < run.plannedSteps; i++) run.advance();
    const evaluating = performance.now();
    run.evaluate("train");
    run.evaluate("validation");
    const evaluation = performance.now() - evaluating;
    const started = performance.now();
    let steps = 0;
    while (steps < TIMED_STEPS && run.step < run.plannedSteps && performance.now() - started < TIMED_MS) {
      run.advance();
      steps++;
    }
    if (steps === 0) return null;
    const step = (performance.now() - started) / steps;
    const evaluations = spec.epochs * spec.evaluationsPerEpoch + 1;
    return (run.plannedSteps * step + evaluations * evaluation) / 1000 / workOf(spec, features);
  } finally {
    run.close();
  }
}
