// Writes the Python snippets that test/fixtures/make-snippet-vectors.py runs, as JSON on stdout:
//   npx tsc -p tsconfig.json && node build/test/schedules/write-snippets.js > snippets.json
import {
  fromSpec,
  scheduleKinds,
  scheduleSnippets,
  type OneCycleSpec,
  type ScheduleSpec,
} from "../../src/schedules";
import { numbers, randomSpecs } from "./random-spec";

const cosine: ScheduleSpec = { kind: "cosine", peak: 0.5, steps: 1000, floor: 0 };
const oneCycle: OneCycleSpec = {
  kind: "oneCycle",
  peak: 0.8,
  steps: 500,
  start: 0.04,
  floor: 4e-6,
  rise: 0.3,
  fall: null,
  shape: "cosine",
  momentum: { high: 0.95, low: 0.85 },
};
/** Of the size that people use, besides the random ones. */
const CHOSEN: ScheduleSpec[] = [
  { kind: "warmup", inner: cosine, steps: 50, start: null },
  { kind: "warmup", inner: oneCycle, steps: 20, start: 0.1 },
  { kind: "scaled", inner: oneCycle, factor: 0.5 },
  {
    kind: "join",
    parts: [
      { schedule: oneCycle, steps: 300 },
      { schedule: { ...oneCycle, shape: "linear", fall: 0.3 }, steps: null },
    ],
  },
  {
    kind: "warmupStableDecay",
    peak: 0.3,
    warmup: 40,
    stable: 400,
    decay: 300,
    floor: 0,
    shape: "1-sqrt",
    start: null,
  },
  { kind: "cosineRestarts", peak: 1, period: 100, growth: 2, factor: 0.7, floor: 0.01, cycles: null },
  { kind: "exponential", peak: 0.1, factor: 0.5, every: 250, staircase: false, floor: 0 },
  { kind: "geometric", peak: 10, steps: 1000, floor: 1e-6, rising: true },
  {
    kind: "expRange",
    peak: 0.2,
    floor: 0.1,
    stepsUp: 60,
    stepsDown: 30,
    cycles: null,
    momentum: { high: 0.9, low: 0.5 },
    factor: 0.999,
  },
];

const next = numbers(4);
const specs = [...CHOSEN, ...[0, 1].flatMap(() => Object.values(randomSpecs(next)))];
const missing = scheduleKinds.filter((kind) => !specs.some((spec) => spec.kind === kind));
if (missing.length > 0) throw new Error(`no snippet of ${missing.join(", ")}`);
const cases = specs.map((given) => {
  const { spec, momentum } = fromSpec(given);
  const { pytorch, keras, optax } = scheduleSnippets(spec);
  return { spec, momentum: momentum !== undefined, pytorch, keras, optax };
});
process.stdout.write(JSON.stringify(cases));
