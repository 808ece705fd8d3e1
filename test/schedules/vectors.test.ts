// The schedules against values that PyTorch 2.15.0 and optax 0.2.8 computed, and against the rules of Hugging
// Face and nanoGPT (test/fixtures/schedule-vectors.json). Every value is compared to 1e-9 or excluded with the
// reason; an exclusion that would in fact agree fails, so that the list cannot grow stale. The schedules' JavaScript
// snippets are held to the same vectors.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  constant,
  cosine,
  cosineRestarts,
  exponential,
  expRange,
  inverseSqrt,
  join,
  linear,
  oneCycle,
  piecewise,
  polynomial,
  reduceOnPlateau,
  step,
  triangular2,
  warmup,
  warmupStableDecay,
  isSchedule,
  type PlateauSpec,
  type Schedule,
} from "../../src/schedules";
import fixture from "../fixtures/schedule-vectors.json";
import { loadSnippet } from "./run-snippet";

type Curve = (t: number) => number;
/** What is ours for a label, and the indices that are not compared, with the reason. */
interface Counterpart {
  ours: Schedule | { oneLater: Schedule } | { withMomentum: Schedule } | { plateau: Curve };
  except?: { at: number[]; because: string }[];
}

const RISES = "PyTorch and Hugging Face rise again after the end; ours stays flat";
const WASTED = "the first step of their warmup trains at rate 0; ours never does";
const NEGATIVE = "their relative threshold takes a constant negative metric for an improvement; ours fires";

/** Their warmup t/w is, from its second step on, ours of w - 1 steps, one step later. */
const oneLater = (schedule: Schedule) => ({ oneLater: schedule });
const withMomentum = (schedule: Schedule) => ({ withMomentum: schedule });

type Form = Pick<Schedule, "momentum"> & Curve;
/** A schedule as it is, and as its snippet computes it. */
const FORMS: Record<string, (schedule: Schedule) => Form> = {
  "": (schedule) => schedule,
  " (JavaScript snippet)": (schedule) => {
    const { learningRate, momentum } = loadSnippet(schedule);
    return Object.assign((t: number) => learningRate(t), { momentum });
  },
};

/** Our curves for a label, one a series. */
function curvesOf(ours: Counterpart["ours"], form: (schedule: Schedule) => Form): Curve[] {
  if (isSchedule(ours)) return [form(ours)];
  if ("plateau" in ours) return [ours.plateau];
  if ("oneLater" in ours) {
    const curve = form(ours.oneLater);
    return [(t) => curve(Math.max(t - 1, 0))];
  }
  const both = form(ours.withMomentum);
  return [both, both.momentum as Curve];
}

/** The rate after each evaluation of a constant metric. */
function plateau(options: Pick<PlateauSpec, "patience" | "cooldown">, metric = 1) {
  const { initial, update } = reduceOnPlateau({ peak: 1, ...options });
  return (t: number): number => {
    let state = initial;
    for (let i = 0; i <= t; i++) state = update(state, metric);
    return state.rate;
  };
}

const ramp3 = linear({ peak: 1, floor: 0.1, steps: 3, rising: true });
const torchOneCycle = { peak: 1, steps: 9, rise: 2 / 9 };
const cycle = { peak: 1, floor: 0.1, stepsUp: 2, momentum: { high: 0.9, low: 0.8 } };

const COUNTERPARTS: Record<string, Record<string, Counterpart>> = {
  torch: {
    "StepLR(3,0.1)": { ours: step({ peak: 1, every: 3 }) },
    "MultiStepLR([2,5,5],0.1)": { ours: piecewise({ rates: [1, 0.1, 0.001], boundaries: [2, 5] }) },
    "ConstantLR(1/3,5)": { ours: piecewise({ rates: [1 / 3, 1], boundaries: [5] }) },
    "LinearLR(0.05,1,40) lr0.05": { ours: linear({ peak: 0.05, floor: 0.05, steps: 40, rising: true }) },
    "ExponentialLR(0.9)": { ours: exponential({ peak: 1, factor: 0.9 }) },
    "PolynomialLR(5,2)": { ours: polynomial({ peak: 1, steps: 5, power: 2 }) },
    "CosineAnnealingLR(4,eta_min=0.1)": {
      ours: cosine({ peak: 1, steps: 4, floor: 0.1 }),
      except: [{ at: [5, 6, 7, 8, 9, 10, 11], because: RISES }],
    },
    "CosineAnnealingWarmRestarts(3,2)": { ours: cosineRestarts({ peak: 1, period: 3, growth: 2 }) },
    "OneCycleLR(max1,total10)": {
      ours: withMomentum(oneCycle(torchOneCycle)),
      except: [{ at: [10, 11], because: `${RISES} (index 11 is PyTorch's error past the end)` }],
    },
    "OneCycleLR(max1,total10,linear,3phase)": {
      ours: withMomentum(oneCycle({ ...torchOneCycle, fall: 2 / 9, shape: "linear" })),
    },
    "CyclicLR(0.1,1,up2,down3,triangular2)": { ours: withMomentum(triangular2({ ...cycle, stepsDown: 3 })) },
    "CyclicLR(0.1,1,up2,exp_range,gamma.9)": { ours: withMomentum(expRange({ ...cycle, factor: 0.9 })) },
    "SequentialLR(Linear .1->1 in3 | Cos4)": {
      ours: join([{ schedule: ramp3, steps: 3 }, { schedule: cosine({ peak: 1, steps: 4 }) }]),
      except: [{ at: [8], because: RISES }],
    },
    "SequentialLR milestones[0]": {
      ours: join([{ schedule: ramp3, steps: 0 }, { schedule: cosine({ peak: 1, steps: 4 }) }]),
    },
    // PyTorch waits for one evaluation more than optax and this library do.
    "Plateau patience2 const": { ours: { plateau: plateau({ patience: 3, cooldown: 0 }) } },
    "Plateau patience2 cooldown2 const": { ours: { plateau: plateau({ patience: 3, cooldown: 2 }) } },
    "Plateau patience2 const -1": {
      ours: { plateau: plateau({ patience: 3, cooldown: 0 }, -1) },
      except: [{ at: [3, 4, 5, 6, 7, 8, 9], because: NEGATIVE }],
    },
  },
  optax: {
    "polynomial(1,.01,p2,T5,B2)": {
      ours: join([
        { schedule: constant({ peak: 1 }), steps: 2 },
        { schedule: polynomial({ peak: 1, floor: 0.01, steps: 5, power: 2 }) },
      ]),
    },
    "piecewise_constant(1,{3:.1,6:.5})": { ours: piecewise({ rates: [1, 0.1, 0.05], boundaries: [3, 6] }) },
    "exponential(1,2,.5,begin1,stair,end.2)": {
      ours: join([
        { schedule: constant({ peak: 1 }), steps: 1 },
        { schedule: exponential({ peak: 1, factor: 0.5, every: 2, staircase: true, floor: 0.2 }) },
      ]),
    },
    "cosine(1,4,alpha.1)": { ours: cosine({ peak: 1, steps: 4, floor: 0.1 }) },
    "warmup_cosine(0,1,w3,d7,end0)": {
      ours: oneLater(warmup(cosine({ peak: 1, steps: 4 }), { steps: 2 })),
      except: [{ at: [0], because: WASTED }],
    },
    "sgdr 2x(d4,w1)": {
      ours: join([
        { schedule: warmup(cosine({ peak: 1, steps: 3 }), { steps: 1 }), steps: 4 },
        { schedule: warmup(cosine({ peak: 0.5, steps: 5 }), { steps: 1 }) },
      ]),
      except: [{ at: [0, 4], because: WASTED }],
    },
    "cosine_onecycle(10,1)": { ours: oneCycle({ peak: 1, steps: 10 }) },
    "linear_onecycle(20,1)": { ours: oneCycle({ peak: 1, steps: 20, fall: 0.55, shape: "linear" }) },
    "piecewise_interp lin 200 {5:1.5,10:.25}": {
      ours: join([
        { schedule: linear({ peak: 300, floor: 200 / 300, steps: 5, rising: true }), steps: 5 },
        { schedule: linear({ peak: 300, floor: 0.25, steps: 5 }) },
      ]),
    },
    "reduce_on_plateau patience2 const": { ours: { plateau: plateau({ patience: 2, cooldown: 0 }) } },
    "reduce_on_plateau patience2 cooldown2 const": {
      ours: { plateau: plateau({ patience: 2, cooldown: 2 }) },
    },
    "reduce_on_plateau patience2 const -1": {
      ours: { plateau: plateau({ patience: 2, cooldown: 0 }, -1) },
      except: [{ at: [2, 3, 4, 5, 6, 7, 8, 9], because: NEGATIVE }],
    },
  },
  hf_multiplier: {
    "cosine w3 n10": {
      ours: oneLater(warmup(cosine({ peak: 1, steps: 7 }), { steps: 2 })),
      except: [
        { at: [0], because: WASTED },
        { at: [11, 12], because: RISES },
      ],
    },
    "linear w3 n10": {
      ours: oneLater(warmup(linear({ peak: 1, steps: 7 }), { steps: 2 })),
      except: [{ at: [0], because: WASTED }],
    },
    "inverse_sqrt w4": {
      ours: oneLater(warmup(inverseSqrt({ peak: 1, timescale: 4 }), { steps: 3 })),
      except: [{ at: [0], because: WASTED }],
    },
    "wsd w2 s3 d4 1-sqrt min.1": {
      ours: warmupStableDecay({ peak: 1, warmup: 2, stable: 3, decay: 4, floor: 0.1, start: 0.1 }),
    },
  },
  nanogpt: { "w3 d10 min.1": { ours: warmup(cosine({ peak: 1, steps: 7, floor: 0.1 }), { steps: 3 }) } },
};

type Series = (number | string)[];
const { versions, torch_all, "nanogpt w3 d10 min.1": nanogpt, ...groups } = fixture;
const vectors: Record<string, Record<string, Series | Series[]>> = {
  ...groups,
  nanogpt: { "w3 d10 min.1": nanogpt },
};

test("every vector of the file has a counterpart here, and the file is the one that is meant", () => {
  assert.deepEqual(
    { torch: versions.torch.split("+")[0], optax: versions.optax },
    { torch: "2.15.0", optax: "0.2.8" },
  );
  assert.equal(torch_all.length, 16);
  for (const group of Object.keys(vectors)) {
    assert.deepEqual(Object.keys(COUNTERPARTS[group]).sort(), Object.keys(vectors[group]).sort());
  }
  assert.deepEqual(Object.keys(COUNTERPARTS).sort(), Object.keys(vectors).sort());
});

for (const [group, labels] of Object.entries(COUNTERPARTS)) {
  describe(`vectors: ${group}`, () => {
    for (const [label, { ours, except = [] }] of Object.entries(labels)) {
      const excluded = except.flatMap(({ at }) => at);
      const reasons = except.map(({ at, because }) => `; not [${at.join(", ")}]: ${because}`).join("");
      for (const [name, form] of Object.entries(FORMS)) {
        if (name !== "" && "plateau" in ours) continue;
        test(label + name + reasons, () => {
          const reference = vectors[group][label];
          const series = (Array.isArray(reference[0]) ? reference : [reference]) as Series[];
          const curves = curvesOf(ours, form);
          assert.equal(curves.length, series.length);
          let compared = 0;
          const differing = new Set<number>();
          series.forEach((values, i) =>
            values.forEach((value, t) => {
              const agrees = typeof value === "number" && Math.abs(curves[i](t) - value) <= 1e-9;
              if (!agrees) differing.add(t);
              if (excluded.includes(t)) return;
              assert.ok(agrees, `series ${i}, step ${t}: ${curves[i](t)}, reference ${value}`);
              compared++;
            }),
          );
          assert.ok(compared >= 2);
          assert.deepEqual(
            [...differing].sort((a, b) => a - b),
            excluded,
            "each excluded index differs",
          );
        });
      }
    }
  });
}

test("warmup-stable-decay of warmup 2, stable 3, decay 4, floor .1, as the rule is written out", () => {
  const expected = [0.1, 0.55, 1, 1, 1, 1, 0.55, 0.36360389693210715, 0.22057713659400527, 0.1, 0.1];
  const fields = { peak: 1, warmup: 2, stable: 3, decay: 4, floor: 0.1 };
  const s = warmupStableDecay({ ...fields, start: 0.1 });
  expected.forEach((value, t) => assert.ok(Math.abs(s(t) - value) <= 1e-9, `step ${t}: ${s(t)}`));
  // Without `start` only the ramp differs: it is (t + 1)/(w + 1).
  const plain = warmupStableDecay(fields);
  assert.deepEqual([0, 1].map(plain), [1 / 3, 2 / 3]);
  for (let t = 2; t < 12; t++) assert.equal(plain(t), s(t));
});

describe("reduce on plateau: at which evaluations of a constant metric the peers reduce", () => {
  const reductions = (options: { patience: number; cooldown: number }, n: number): number[] => {
    const rate = plateau(options);
    return Array.from({ length: n }, (_, i) => i).filter((i) => rate(i) < (i === 0 ? 1 : rate(i - 1)));
  };
  const cases: [string, { patience: number; cooldown: number }, number, number[]][] = [
    ["torch, patience 2", { patience: 3, cooldown: 0 }, 10, [3, 6, 9]],
    ["optax and Keras, patience 2", { patience: 2, cooldown: 0 }, 10, [2, 4, 6, 8]],
    ["torch, patience 2, cooldown 2", { patience: 3, cooldown: 2 }, 10, [3, 8]],
    ["optax, patience 2, cooldown 2", { patience: 2, cooldown: 2 }, 9, [2, 6]],
    ["Keras, patience 2, cooldown 2", { patience: 2, cooldown: 1 }, 10, [2, 5, 8]],
  ];
  for (const [label, options, n, expected] of cases) {
    test(label, () => assert.deepEqual(reductions(options, n), expected));
  }
});
