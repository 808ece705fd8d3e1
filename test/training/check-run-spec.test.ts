// What is refused before anything runs, and by which path.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  constant,
  cosine,
  cosineRestarts,
  expRange,
  exponential,
  join,
  linear,
  oneCycle,
  piecewise,
  scaled,
  step,
  triangular,
  warmup,
  warmupStableDecay,
  type Schedule,
} from "../../src/schedules";
import { PRODIGY, type RunSpec } from "../../src/training";
import { checkNumbers, checkRunSpec } from "../../src/training/check-run-spec";
import { checkScheduleLength } from "../../src/training/check-schedule-length";
import { inputError } from "../data/fixtures";

const spec: RunSpec = {
  kind: "run-spec",
  version: 2,
  data: "d".repeat(64),
  features: "f".repeat(64),
  model: { kind: "mlp", hidden: 64 },
  optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
  schedule: { kind: "constant", peak: 0.1 },
  batchSize: 64,
  epochs: 5,
  labelSmoothing: 0,
  clipNorm: null,
  stop: { divergenceFactor: null },
  evaluationsPerEpoch: 1,
  seeds: { init: 0, order: Number.MAX_SAFE_INTEGER },
  engine: { name: "tfjs", backend: "wasm", build: "4.22.0" },
};

const adam = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const prodigy = { ...PRODIGY, weightDecay: 0.01 };

describe("checkRunSpec", () => {
  const good: Record<string, object> = {
    "as it is": {},
    linear: { model: { kind: "linear" } },
    sgd: { optimizer: { kind: "sgd" } },
    "sgd with decay": { optimizer: { kind: "sgd", weightDecay: 0 } },
    "nesterov with decay": {
      optimizer: { kind: "momentum", momentum: 0, nesterov: true, weightDecay: 0.1 },
    },
    adam: { optimizer: adam },
    adamw: { optimizer: { ...adam, kind: "adamw", weightDecay: 0.1 } },
    prodigy: { optimizer: prodigy },
    fused: { engine: { name: "fused", build: "abc" } },
    options: { labelSmoothing: 0.1, clipNorm: 1, stop: { divergenceFactor: 3 }, evaluationsPerEpoch: 4 },
  };
  for (const [name, change] of Object.entries(good)) {
    test(`takes a spec, through JSON too: ${name}`, () => {
      const given = { ...spec, ...change };
      assert.deepEqual(checkRunSpec(given), given);
      assert.deepEqual(checkRunSpec(JSON.parse(JSON.stringify(given))), given);
    });
  }

  test("fills in the schedule's defaults, and drops nothing but what is undefined", () => {
    const given = {
      ...spec,
      schedule: { kind: "cosine", peak: 0.5, steps: 10 },
      optimizer: { kind: "sgd", weightDecay: undefined },
    };
    assert.deepEqual(checkRunSpec(given), {
      ...spec,
      schedule: { kind: "cosine", peak: 0.5, steps: 10, floor: 0 },
      optimizer: { kind: "sgd" },
    });
  });

  // The path of the part that is refused, then what it holds instead.
  const bad: [string, object, ...string[]][] = [
    ["kind", { kind: "run" }],
    ["version", { version: 1 }, "must be 2, found 1"],
    ["version", { version: 3 }],
    ["version", { version: "2" }, 'found "2"'],
    ["data", { data: "abc" }, "64 hexadecimal digits"],
    ["features", { features: undefined }, "found nothing"],
    ["model", { model: "mlp" }, "must be an object"],
    ["model", { model: null }],
    ["model.kind", { model: { kind: "cnn" } }, "linear or mlp"],
    ["model.hidden", { model: { kind: "mlp", hidden: 0 } }, "found 0"],
    ["model.hidden", { model: { kind: "mlp", hidden: 2.5 } }],
    ["model.hidden", { model: { kind: "mlp" } }, "found nothing"],
    ["model.hidden", { model: { kind: "linear", hidden: 3 } }, "not a field"],
    ["optimizer.kind", { optimizer: { kind: "lion" } }, "sgd or momentum or adam or adamw"],
    ["optimizer.kind", { optimizer: {} }],
    ["optimizer.momentum", { optimizer: { kind: "momentum", momentum: 1, nesterov: false } }],
    ["optimizer.momentum", { optimizer: { kind: "momentum", momentum: NaN, nesterov: false } }],
    ["optimizer.nesterov", { optimizer: { kind: "momentum", momentum: 0.9 } }, "true or false"],
    ["optimizer.beta1", { optimizer: { ...adam, beta1: -0.1 } }],
    ["optimizer.beta2", { optimizer: { ...adam, beta2: 1 } }],
    ["optimizer.epsilon", { optimizer: { ...adam, epsilon: 0 } }],
    ["optimizer.epsilon", { optimizer: { ...adam, epsilon: 1e-50 } }],
    ["optimizer.weightDecay", { optimizer: { kind: "sgd", weightDecay: -1e-9 } }, "at least 0"],
    ["optimizer.weightDecay", { optimizer: { ...adam, weightDecay: NaN } }, "found NaN"],
    ["optimizer.weightDecay", { optimizer: { kind: "sgd", weightDecay: Infinity } }],
    ["optimizer.weightDecay", { optimizer: { kind: "sgd", weightDecay: null } }],
    ["optimizer.weightDecay", { optimizer: { ...adam, kind: "adamw" } }, "found nothing"],
    ["optimizer.weightDecay", { optimizer: { ...prodigy, weightDecay: undefined } }, "found nothing"],
    ["optimizer.epsilon", { optimizer: { ...prodigy, epsilon: 1e-21 } }, "at least 1e-20"],
    ["optimizer.d0", { optimizer: { ...prodigy, d0: 0 } }, "at least 1e-12, found 0"],
    ["optimizer.d0", { optimizer: { ...prodigy, d0: undefined } }, "found nothing"],
    ["optimizer.beta2", { optimizer: { ...prodigy, beta2: 1 } }, "from 0 to below 1"],
    ["optimizer.biasCorrection", { optimizer: { ...prodigy, biasCorrection: 1 } }, "true or false, found 1"],
    ["optimizer.d_coef", { optimizer: { ...prodigy, d_coef: 1 } }, "not a field"],
    ["optimizer.nestrov", { optimizer: { kind: "momentum", momentum: 0.9, nesterov: true, nestrov: 1 } }],
    ["schedule", { schedule: 0.1 }],
    ["schedule", { schedule: null }],
    ["schedule.kind", { schedule: { kind: "zigzag" } }],
    ["schedule.peak", { schedule: { kind: "constant", peak: -0.1 } }, "-0.1"],
    ["schedule.peak", { schedule: { kind: "constant", peak: NaN } }],
    ["schedule.inner.steps", { schedule: warmupOf({ kind: "cosine", peak: 1, steps: 0 }) }],
    ["schedule.flor", { schedule: { kind: "cosine", peak: 1, steps: 5, flor: 0 } }],
    ["batchSize", { batchSize: 0 }],
    ["batchSize", { batchSize: "64" }, 'found "64"'],
    ["epochs", { epochs: 1.5 }, "found 1.5"],
    ["epochs", { epochs: 2 ** 60 }],
    ["labelSmoothing", { labelSmoothing: 1 }, "from 0 to below 1"],
    ["labelSmoothing", { labelSmoothing: -0.1 }],
    ["labelSmoothing", { labelSmoothing: NaN }],
    ["labelSmoothing", { labelSmoothing: undefined }],
    ["clipNorm", { clipNorm: 0 }, "or null"],
    ["clipNorm", { clipNorm: undefined }],
    ["stop.divergenceFactor", { stop: { divergenceFactor: -1 } }],
    ["evaluationsPerEpoch", { evaluationsPerEpoch: NaN }],
    ["seeds", { seeds: 1 }, "must be an object, found 1"],
    ["seeds.init", { seeds: { init: -1, order: 1 } }],
    ["seeds.order", { seeds: { init: 1, order: 0.5 } }],
    ["seeds.order", { seeds: { init: 1, order: 2 ** 53 } }],
    ["seeds.data", { seeds: { init: 1, order: 1, data: 1 } }, "known here are init, order"],
    ["engine.name", { engine: { name: "torch", build: "2" } }],
    ["engine.backend", { engine: { name: "tfjs", backend: "webgl", build: "4" } }],
    ["engine.backend", { engine: { name: "fused", backend: "wasm", build: "4" } }, "not a field"],
    ["engine.build", { engine: { name: "fused", build: "" } }],
    ["learningRate", { learningRate: 0.1 }, "not a field; known here are kind, version"],
  ];
  for (const [path, change, ...parts] of bad) {
    test(`refuses ${path}: ${JSON.stringify(change)}`, () => {
      const given = { ...spec, ...change };
      const expected = inputError(new RegExp(`^run spec: ${path.replace(".", "[.]")}[ :]`), ...parts);
      assert.throws(() => checkRunSpec(given), expected);
      assert.throws(() => checkNumbers(given as RunSpec), expected);
    });
  }

  test("refuses what is no object, and what JSON can smuggle in", () => {
    for (const value of [undefined, null, 1, "spec", [], () => spec]) {
      assert.throws(() => checkRunSpec(value), inputError(/^run spec must be an object, found /));
    }
    const smuggled: unknown = JSON.parse(`{"__proto__": ${JSON.stringify(spec)}}`);
    assert.throws(() => checkRunSpec(smuggled), inputError("run spec: kind", "found nothing"));
    const polluted: unknown = JSON.parse(JSON.stringify(spec).replace("{", '{"__proto__":{},'));
    assert.throws(() => checkRunSpec(polluted), inputError("__proto__ is not a field"));
    assert.throws(() => checkRunSpec(Object.create(spec)), inputError("run spec: kind"));
    assert.throws(
      () => checkRunSpec({ ...spec, "\u001b[31mred": 1 }),
      inputError("\\u{1b}[31mred is not a field"),
    );
    assert.throws(
      () => checkRunSpec({ ...spec, kind: "x".repeat(1e6) }),
      (error: Error) => {
        assert.ok(error.message.length < 200);
        return true;
      },
    );
  });
});

describe("checkScheduleLength", () => {
  const check = (schedule: Schedule, steps: number): void =>
    checkScheduleLength({ ...spec, schedule: schedule.spec }, steps);
  const held = constant({ peak: 0.1 });
  const decay = cosine({ peak: 1, steps: 10 });
  // A schedule that ends at step 10, and the path of the length that says so.
  const ends: [string, Schedule][] = [
    ["schedule.steps", decay],
    ["schedule.steps", linear({ peak: 1, steps: 10 })],
    ["schedule.steps", oneCycle({ peak: 1, steps: 10 })],
    ["schedule.cycles", cosineRestarts({ peak: 1, period: 5, cycles: 2 })],
    ["schedule.cycles", triangular({ peak: 1, floor: 0.1, stepsUp: 5, cycles: 1 })],
    ["schedule.decay", warmupStableDecay({ peak: 1, warmup: 2, stable: 3, decay: 5 })],
    ["schedule.inner.steps", scaled(decay, 2)],
    ["schedule.inner.steps", warmup(cosine({ peak: 1, steps: 6 }), { steps: 4 })],
    [
      "schedule.parts[1].schedule.steps",
      join([{ schedule: held, steps: 4 }, { schedule: cosine({ peak: 1, steps: 6 }) }]),
    ],
    [
      "schedule.parts[1].steps",
      join([
        { schedule: decay, steps: 4 },
        { schedule: held, steps: 6 },
      ]),
    ],
  ];
  for (const [path, schedule] of ends) {
    test(`${schedule.spec.kind} of 10 steps: a run of 10 or fewer, not of 11 (${path})`, () => {
      check(schedule, 1);
      check(schedule, 10);
      assert.throws(
        () => check(schedule, 11),
        inputError(`run spec: ${path} ends the schedule at step 10, but the run takes 11 steps`),
      );
    });
  }

  const endless: Schedule[] = [
    held,
    step({ peak: 1, every: 3 }),
    piecewise({ rates: [1, 0.1], boundaries: [5] }),
    exponential({ peak: 1, factor: 0.9 }),
    cosineRestarts({ peak: 1, period: 5 }),
    expRange({ peak: 1, floor: 0.1, stepsUp: 5, factor: 0.9 }),
    warmup(held, { steps: 5 }),
    join([{ schedule: decay, steps: 10 }, { schedule: held }]),
  ];
  for (const schedule of endless) {
    test(`${schedule.spec.kind} without an end: a run of any length`, () => check(schedule, 1e9));
  }
});

function warmupOf(inner: object): object {
  return { kind: "warmup", steps: 2, inner };
}
