// A schedule's snippets compute the schedule. The JavaScript one runs here; what the Python ones computed when
// they ran in their libraries is in test/fixtures/snippet-vectors.json, with the hashes of the texts that ran.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import * as tf from "@tensorflow/tfjs";
import { InputError } from "../../src/errors";
import {
  cosine,
  describe as phrase,
  fromSpec,
  linear,
  oneCycle,
  peakOf,
  scheduleKinds,
  scheduleSnippets,
  type ScheduleSpec,
} from "../../src/schedules";
import fixture from "../fixtures/snippet-vectors.json";
import { numbers, randomSpecs } from "./random-spec";
import { loadSnippet } from "./run-snippet";

/** What make-snippet-vectors.py writes; values by library, one for each of `steps`. */
interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: readonly number[];
  readonly cases: readonly {
    readonly spec: ScheduleSpec;
    readonly sha256: Readonly<Record<"pytorch" | "keras" | "optax", string>>;
    readonly rate: Readonly<Record<string, readonly number[]>>;
    readonly momentum: Readonly<Record<string, readonly number[]>> | null;
  }[];
}

const ROUNDS = 40;
const STEPS = [...Array.from({ length: 120 }, (_, t) => t), 1e6, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER];

describe("the JavaScript snippet is the schedule to 1e-9", () => {
  for (const kind of scheduleKinds) {
    test(kind, () => {
      const next = numbers(777 + scheduleKinds.indexOf(kind));
      for (let round = 0; round < ROUNDS; round++) {
        const schedule = fromSpec(randomSpecs(next)[kind]);
        const { learningRate, momentum } = loadSnippet(schedule);
        for (const t of STEPS) {
          const where = `step ${t} of ${JSON.stringify(schedule.spec)}`;
          near(learningRate(t), schedule(t), 1e-9 * peakOf(schedule), where);
          if (schedule.momentum) near(momentum!(t), schedule.momentum(t), 1e-9, `momentum, ${where}`);
        }
        assert.equal(momentum === undefined, schedule.momentum === undefined);
      }
    });
  }

  test("the text says what it is made from", () => {
    const schedule = cosine({ peak: 0.5, steps: 1000 });
    for (const text of Object.values(scheduleSnippets(schedule))) {
      assert.ok(text.includes(JSON.stringify(schedule.spec)) && text.includes(phrase(schedule)));
    }
    assert.deepEqual(scheduleSnippets(schedule.spec), scheduleSnippets(schedule));
  });

  test("a spec that is no schedule is refused: nothing of it is written into source text", () => {
    const hostile = { kind: "cosine", peak: "1*/process.exit()/*", steps: 3 } as unknown as ScheduleSpec;
    assert.throws(() => scheduleSnippets(hostile), InputError);
  });
});

test("the callback sets the rate of every batch of model.fit, for optimizers that keep it in two ways", async () => {
  await tf.setBackend("cpu");
  const schedule = linear({ peak: 0.5, steps: 6 });
  for (const make of [() => tf.train.sgd(9), () => tf.train.momentum(9, 0), () => tf.train.adam(9)]) {
    const optimizer = make();
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer, loss: "meanSquaredError" });
    const seen: number[] = [];
    const { onBatchBegin } = loadSnippet(schedule).rateCallback(model);
    const onBatchEnd = (): void =>
      void seen.push((optimizer as unknown as { learningRate: number }).learningRate);
    const before = (model.getWeights()[0].dataSync() as Float32Array)[0];
    const callbacks = { onBatchBegin, onBatchEnd };
    await model.fit(tf.ones([8, 1]), tf.ones([8, 1]), { epochs: 2, batchSize: 4, callbacks, verbose: 0 });
    assert.equal(seen.length, 4);
    seen.forEach((rate, t) => near(rate, schedule(t), 1e-12, `batch ${t}`));
    const moved = Math.abs((model.getWeights()[0].dataSync() as Float32Array)[0] - before);
    assert.ok(moved < 4, `at rate 9 it would have gone far: ${moved}`);
  }
});

describe("the Python snippets computed the schedule when they ran", () => {
  const { versions, steps, cases } = fixture as unknown as Vectors;
  /** Relative error; rates below a hundredth of the peak are held to the error of that. */
  const TOLERANCES: Record<string, number> = {
    pytorch: 1e-9,
    keras32: 1e-6,
    keras64: 1e-9,
    optax32: 1e-6,
    optax64: 1e-9,
  };

  test("every kind of schedule ran, in the versions that are meant", () => {
    const kinds = new Set(cases.map(({ spec }) => spec.kind));
    assert.deepEqual([...kinds].sort(), [...scheduleKinds].sort());
    assert.ok(cases.filter(({ spec }) => fromSpec(spec).momentum).length >= 4);
    assert.deepEqual(Object.keys(versions).sort(), [
      "jax",
      "keras",
      "optax",
      "python",
      "tensorflow",
      "torch",
    ]);
    assert.equal(versions.torch.split("+")[0], "2.13.0");
  });

  for (const [i, { spec, sha256, rate, momentum }] of cases.entries()) {
    test(`${i}: ${spec.kind}`, () => {
      const schedule = fromSpec(spec);
      const texts = scheduleSnippets(schedule);
      for (const name of ["pytorch", "keras", "optax"] as const) {
        const now = createHash("sha256").update(texts[name]).digest("hex");
        assert.equal(now, sha256[name], `${name}: the text has changed; run make-snippet-vectors.py again`);
      }
      const least = 0.01 * peakOf(schedule);
      for (const [name, tolerance] of Object.entries(TOLERANCES)) {
        const values = rate[name];
        assert.equal(values.length, steps.length);
        values.forEach((value, k) => {
          const expected = schedule(steps[k]);
          near(value, expected, tolerance * Math.max(expected, least), `${name}, step ${steps[k]}`);
        });
      }
      assert.equal(momentum === null, schedule.momentum === undefined);
      for (const [name, values] of Object.entries(momentum ?? {})) {
        values.forEach((value, k) => {
          near(value, schedule.momentum!(steps[k]), TOLERANCES[name], `momentum, ${name}, step ${steps[k]}`);
        });
      }
    });
  }

  test("the comparison would see a step taken for its neighbour", () => {
    const schedule = oneCycle({ peak: 1, steps: 100 });
    assert.throws(() => near(loadSnippet(schedule).learningRate(11), schedule(10), 1e-6, "one late"));
  });
});

function near(found: number, expected: number, tolerance: number, where: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${where}: ${found} instead of ${expected}`);
}
