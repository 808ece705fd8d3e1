// What the tests of the fused engine share.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { canonicalJson } from "../../src/data";
import type { Features } from "../../src/features";
import {
  openRun,
  PRODIGY,
  trainFused,
  type OpenRun,
  type OptimizerSpec,
  type RunSpec,
  type SharedFeatures,
  type StepReport,
} from "../../src/training";
import { ReferenceRun } from "./reference";

const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-6 };

/** Every optimizer, with and without decay, and a rate at which it is stable on small data. */
export const OPTIMIZERS: readonly (readonly [string, OptimizerSpec, number])[] = [
  ["sgd", { kind: "sgd" }, 0.2],
  ["sgd with decay", { kind: "sgd", weightDecay: 0.05 }, 0.2],
  ["momentum", { kind: "momentum", momentum: 0.9, nesterov: false }, 0.05],
  ["momentum with decay", { kind: "momentum", momentum: 0.9, nesterov: false, weightDecay: 0.02 }, 0.05],
  ["nesterov", { kind: "momentum", momentum: 0.9, nesterov: true }, 0.05],
  ["nesterov with decay", { kind: "momentum", momentum: 0.9, nesterov: true, weightDecay: 0.02 }, 0.05],
  ["adam", { kind: "adam", ...adam }, 0.005],
  ["adam with decay", { kind: "adam", ...adam, weightDecay: 0.02 }, 0.005],
  ["adamw", { kind: "adamw", ...adam, weightDecay: 0.3 }, 0.005],
  ["prodigy", { ...PRODIGY, d0: 1e-4, weightDecay: 0.1 }, 0.1],
];

/** Measures below these are held to the same absolute error as they are: a float32 near 0 has no more. */
const SMALLEST = { loss: 0.01, gradientNorm: 0.01, updateRatio: 1e-5, overshoot: 0.1 };

/** How far two runs may be apart, relative. */
export interface Tolerance {
  readonly first: number;
  readonly later: number;
}

/** Trains a spec on the fused engine and by the book, and compares every step, the weights and both scores. */
export async function followsReference(
  spec: RunSpec,
  features: Features,
  where: string,
  { first, later }: Tolerance = { first: 1e-5, later: 2e-4 },
): Promise<void> {
  const run = await openRun(spec, features);
  const book = new ReferenceRun(spec, features);
  while (run.step < run.plannedSteps) {
    const t = run.step;
    const [found, expected] = [run.advance(), book.advance()];
    if (spec.optimizer.kind !== "prodigy") assert.equal(found.rate, expected.rate);
    const rateOff = Math.abs(found.rate - expected.rate);
    assert.ok(
      rateOff <= later * expected.rate,
      `${where}: rate of step ${t}: ${found.rate}, ${expected.rate}`,
    );
    for (const name of ["loss", "gradientNorm", "updateRatio", "overshoot"] as const) {
      const allowed = (t === 0 ? first : later) * Math.max(SMALLEST[name], Math.abs(expected[name]));
      const off = Math.abs(found[name] - expected[name]);
      assert.ok(
        off <= allowed,
        `${where}: ${name} of step ${t}: ${found[name]} instead of ${expected[name]}`,
      );
    }
    if (t === 0) sameWeights(run, book, first, `${where}, after 1 step`);
  }
  sameWeights(run, book, later, `${where}, after ${run.step} steps`);
  for (const split of ["train", "validation"] as const) {
    const { score, labels } = run.evaluate(split);
    const expected = book.evaluate(split);
    assert.ok(Math.abs(score.loss - expected.loss) <= later * expected.loss, `${where}: loss on ${split}`);
    const different = expected.labels.filter((label, i) => label !== labels[i]).length;
    assert.ok(different <= 0.003 * labels.length, `${where}: ${different} labels of ${split}`);
  }
  run.close();
}

/** Each array is held to the size of its largest weight. */
function sameWeights(run: OpenRun, book: ReferenceRun, tolerance: number, where: string): void {
  run.weights().arrays.forEach(({ name, values }, i) => {
    const expected = book.parameters[i].w;
    assert.equal(values.length, expected.length);
    const largest = Math.max(0.01, ...expected.map(Math.abs));
    values.forEach((value, k) => {
      // NaN is not within anything.
      const near = Math.abs(value - expected[k]) <= tolerance * largest;
      assert.ok(near, `${where}: ${name}[${k}] is ${value} instead of ${expected[k]}`);
    });
  });
}

/** The bits of a run's weights. */
export function bitsOf(run: OpenRun): string[] {
  return run.weights().arrays.map(({ values }) => Buffer.from(values.buffer).toString("base64"));
}

/** Takes `steps` steps, or all that are left. */
export function advance(run: OpenRun, steps = run.plannedSteps - run.step): StepReport[] {
  return Array.from({ length: steps }, () => run.advance());
}

/** SHA-256 of a run's record and weights. */
export async function fingerprint(spec: RunSpec, shared: SharedFeatures): Promise<string> {
  const { record, weights } = await trainFused(spec, shared);
  const hash = createHash("sha256").update(canonicalJson(record));
  for (const { values } of weights.arrays) hash.update(new Uint8Array(values.buffer));
  return hash.digest("hex");
}
