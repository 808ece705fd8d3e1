// JSON from anywhere: what is filled in, and how what cannot be used is refused.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as lr from "../../src/schedules";

const refused = (run: () => unknown, message: string | RegExp): void =>
  assert.throws(run, { name: "InputError", message });

describe("constructors name the parameter that they cannot use", () => {
  const cases: [() => unknown, string][] = [
    [() => lr.constant({ peak: 0 }), "constant: peak must be a finite number above 0, but is 0"],
    [() => lr.constant({ peak: NaN }), "constant: peak must be a finite number above 0, but is NaN"],
    [() => lr.constant({} as never), "constant: peak is missing; it must be a finite number above 0"],
    [() => lr.constant(0.1 as never), "constant must be an object of named parameters, but is 0.1"],
    [() => lr.cosine({ peak: 1, steps: 0 }), "cosine: steps must be a whole number of at least 1, but is 0"],
    [
      () => lr.cosine({ peak: 1, steps: 10.5 }),
      "cosine: steps must be a whole number of at least 1, but is 10.5",
    ],
    [
      () => lr.cosine({ peak: 1, steps: 10, floor: 1.5 }),
      "cosine: floor must be a fraction from 0 to 1, but is 1.5",
    ],
    [
      () => lr.cosine({ peak: 1, steps: 10, flor: 0.1 } as never),
      "cosine: flor is not a parameter here; known are peak, steps, floor",
    ],
    [() => lr.step({ peak: 1, every: 2, factor: 0 }), "step: factor must be above 0 and at most 1, but is 0"],
    [
      () => lr.exponential({ peak: 1, factor: 1.1 }),
      "exponential: factor must be above 0 and at most 1 (for a rising rate use geometric with rising: true), but is 1.1",
    ],
    [
      () => lr.linear({ peak: 1, steps: 5, rising: true }),
      "linear: floor is missing; it must be above 0 and at most 1 when rising",
    ],
    [
      () => lr.polynomial({ peak: 1, steps: 5, power: 2, rising: "yes" } as never),
      'polynomial: rising must be true or false, but is the text "yes"',
    ],
    [
      () => lr.piecewise({ rates: [1, -1], boundaries: [3] }),
      "piecewise: rates[1] must be a finite number of at least 0, but is -1",
    ],
    [
      () => lr.piecewise({ rates: [0, 1], boundaries: [3] }),
      "piecewise: rates[0] must be a finite number above 0, but is 0",
    ],
    [
      () => lr.piecewise({ rates: [1, 2, 3], boundaries: [3, 3] }),
      "piecewise: boundaries must be steps in rising order, each once, but is a list of 2",
    ],
    [
      () => lr.triangular({ peak: 1, floor: 0, stepsUp: 2 }),
      "triangular: floor must be above 0 and at most 1, but is 0",
    ],
    [
      () => lr.triangular({ peak: 1, floor: 0.1, stepsUp: 2, momentum: { high: 0.8, low: 0.9 } }),
      "triangular: momentum.low must be at most momentum.high, which is 0.8, but is 0.9",
    ],
    [
      () => lr.oneCycle({ peak: 1, steps: 10, rise: 0.5, fall: 0.6 }),
      "oneCycle: fall must be at most 1 - rise, which is 0.5, but is 0.6",
    ],
    [
      () => lr.oneCycle({ peak: 1, steps: 10, shape: "wave" as never }),
      'oneCycle: shape must be one of "cosine", "linear", but is the text "wave"',
    ],
    [
      () => lr.warmup(lr.constant({ peak: 1 }), { steps: -1 }),
      "warmup: steps must be a whole number of at least 0, but is -1",
    ],
    [
      () => lr.warmup(lr.constant({ peak: 1 }), { steps: 5, start: 0 }),
      "warmup: start must be above 0 and at most 1, but is 0",
    ],
    [
      () => lr.warmup({ kind: "constant", peak: 1 } as never, { steps: 5 }),
      "warmup: inner must be a schedule, such as constant({ peak: 0.1 }), but is an object",
    ],
    [
      () => lr.join([{ schedule: lr.constant({ peak: 1 }) }, { schedule: lr.constant({ peak: 1 }) }]),
      "join: parts[0].steps is missing; it must be a whole number of at least 0",
    ],
    [
      () => lr.join([{ schedule: 3 as never }]),
      "join: parts[0].schedule must be a schedule, such as constant({ peak: 0.1 }), but is 3",
    ],
    [() => lr.join([]), "join: parts must be a list of at least one part, but is a list of 0"],
    [() => lr.join(7 as never), "join: parts must be a list, but is 7"],
    [
      () => lr.scaled(lr.constant({ peak: 1 }), 0),
      "scaled: factor must be a finite number above 0, but is 0",
    ],
    [() => lr.scaled(lr.constant({ peak: 1e308 }), 1e10), "scaled: the highest rate is not finite"],
    [
      () => lr.linear({ peak: 5e-324, steps: 4, floor: 0.1, rising: true }),
      "linear: the first step would train at rate 0; raise peak, floor or start",
    ],
  ];
  for (const [run, message] of cases) test(message, () => refused(run, message));
});

describe("parseSpec", () => {
  test("fills in the defaults, in one canonical form", () => {
    assert.deepEqual(
      lr.parseSpec({ steps: 10, kind: "cosine", peak: 1 }),
      lr.cosine({ peak: 1, steps: 10 }).spec,
    );
    assert.equal(
      JSON.stringify(lr.parseSpec({ floor: -0, steps: 10, peak: 1, kind: "cosine" })),
      '{"kind":"cosine","peak":1,"steps":10,"floor":0}',
    );
    assert.deepEqual(lr.parseSpec({ kind: "oneCycle", peak: 1, steps: 5 }), {
      kind: "oneCycle",
      peak: 1,
      steps: 5,
      start: 0.04,
      floor: 4e-6,
      rise: 0.3,
      fall: null,
      shape: "cosine",
      momentum: { high: 0.95, low: 0.85 },
    });
  });

  test("does not keep or freeze what it was given", () => {
    const json = { kind: "piecewise", rates: [1, 0.1], boundaries: [3] };
    const spec = lr.parseSpec(json) as lr.PiecewiseSpec;
    json.rates[1] = 7;
    assert.deepEqual(spec.rates, [1, 0.1]);
  });

  const constant = { kind: "constant", peak: 1 };
  const cases: [string, unknown, string | RegExp][] = [
    ["null", null, "schedule must be an object of named parameters, but is null"],
    ["a list", [], "schedule must be an object of named parameters, but is a list of 0"],
    ["a text", "cosine", 'schedule must be an object of named parameters, but is the text "cosine"'],
    ["no kind", {}, /^schedule\.kind must be one of constant, step, .*, but is missing$/],
    ["a kind of the prototype", { kind: "constructor" }, /^schedule\.kind must be one of .*"constructor"$/],
    ["__proto__ as kind", JSON.parse('{"kind":"__proto__"}'), /^schedule\.kind must be one of /],
    [
      "parameters of the prototype",
      JSON.parse('{"kind":"constant","__proto__":{"peak":1}}'),
      "schedule.peak is missing; it must be a finite number above 0",
    ],
    [
      "inherited parameters",
      Object.assign(Object.create({ peak: 1 }) as object, { kind: "constant" }),
      "schedule.peak is missing; it must be a finite number above 0",
    ],
    [
      "a number as text",
      { kind: "constant", peak: "0.1" },
      'schedule.peak must be a finite number above 0, but is the text "0.1"',
    ],
    [
      "too large for a number",
      JSON.parse('{"kind":"constant","peak":1e999}'),
      /^schedule\.peak .* but is Infinity$/,
    ],
    [
      "an unknown parameter",
      { ...constant, "<script>": 1 },
      "schedule.<script> is not a parameter here; known are peak",
    ],
    [
      "a wrong parameter inside",
      { kind: "warmup", steps: 5, inner: { kind: "cosine", peak: 1, steps: "many" } },
      'schedule.inner.steps must be a whole number of at least 1, but is the text "many"',
    ],
    [
      "a wrong parameter in a part",
      {
        kind: "join",
        parts: [{ schedule: constant, steps: 1 }, { schedule: { kind: "cosine", peak: -1, steps: 3 } }],
      },
      "schedule.parts[1].schedule.peak must be a finite number above 0, but is -1",
    ],
    [
      "an open part in the middle",
      {
        kind: "join",
        parts: [
          { schedule: constant, steps: null },
          { schedule: constant, steps: null },
        ],
      },
      "schedule.parts[0].steps must be a whole number of at least 0, but is null",
    ],
    [
      "a schedule that is missing",
      { kind: "warmup", steps: 5 },
      "schedule.inner must be an object of named parameters, but is missing",
    ],
    [
      "a spec that is wrong only as a whole",
      { kind: "warmup", steps: 2 ** 53 - 1, inner: { kind: "cosine", peak: 1, steps: 3 } },
      /^schedule: warmup: the steps add up to/,
    ],
    ["a long text", { kind: "x".repeat(1e6) }, /^.{1,400}$/],
  ];
  for (const [what, json, message] of cases)
    test(`refuses ${what}`, () => refused(() => lr.parseSpec(json), message));

  test("the caller's own path is named", () =>
    refused(() => lr.parseSpec({ kind: "constant" }, "base.schedule"), /^base\.schedule\.peak is missing/));

  test("nesting is limited, in JSON and in code, before the stack is", () => {
    let json = '{"kind":"constant","peak":1}';
    const wrap = (inner: string): string => `{"kind":"warmup","steps":1,"inner":${inner}}`;
    for (let i = 1; i < 32; i++) json = wrap(json);
    let schedule: lr.Schedule = lr.fromSpec(JSON.parse(json) as lr.ScheduleSpec);
    assert.equal(schedule.steps, 31);
    refused(() => lr.parseSpec(JSON.parse(wrap(json))), /\.inner: schedules may be at most 32 deep/);
    refused(() => (schedule = lr.warmup(schedule, { steps: 1 })), /warmup: schedules may be at most 32 deep/);
    const deep = JSON.parse(
      `${'{"kind":"warmup","steps":1,"inner":'.repeat(5000)}1${"}".repeat(5000)}`,
    ) as unknown;
    refused(() => lr.parseSpec(deep), /at most 32 deep/);
  });
});

test("a join of very many parts is read and run", () => {
  const parts = Array.from({ length: 200_000 }, () => ({
    schedule: { kind: "constant", peak: 1 },
    steps: 1,
  }));
  const spec = lr.parseSpec({ kind: "join", parts });
  assert.equal(lr.fromSpec(spec)(150_000), 1);
});

test("fromSpec checks as parseSpec does, and a spec can be put back through its constructor", () => {
  refused(() => lr.fromSpec({ kind: "constant", peak: -1 }), /^schedule\.peak must be/);
  const s = lr.cosine({ peak: 1, steps: 10 });
  assert.deepEqual(lr.cosine({ ...s.spec, peak: 2 }).spec, { ...s.spec, peak: 2 });
  refused(
    () => lr.cosine(lr.linear({ peak: 1, steps: 10 }).spec as never),
    /^cosine: kind must be one of "cosine"/,
  );
});

test("isSchedule tells schedules from specs and other functions", () => {
  const s = lr.constant({ peak: 1 });
  assert.deepEqual([s, s.spec, () => 1, null, 0.1].map(lr.isSchedule), [true, false, false, false, false]);
});

test("nothing of a schedule can be changed", () => {
  const s = lr.warmup(lr.cosine({ peak: 1, steps: 10 }), { steps: 2 });
  assert.throws(() => Object.assign(s, { steps: 3 }), TypeError);
  assert.throws(() => Object.assign(s.spec.inner, { peak: 3 }), TypeError);
});

describe("peaks", () => {
  const cosine = lr.cosine({ peak: 0.5, steps: 100, floor: 0.1 });

  test("peakOf looks inside", () => {
    assert.equal(lr.peakOf(lr.warmup(cosine, { steps: 5 })), 0.5);
    assert.equal(lr.peakOf(lr.scaled(cosine, 4)), 2);
    assert.equal(lr.peakOf(lr.piecewise({ rates: [1, 3, 2], boundaries: [1, 2] })), 3);
    assert.equal(
      lr.peakOf(lr.join([{ schedule: lr.constant({ peak: 1 }), steps: 3 }, { schedule: cosine }])),
      1,
    );
  });

  test("withPeak keeps the form of the spec and reaches the peak exactly", () => {
    const s = lr.withPeak(lr.warmup(cosine, { steps: 5 }), 0.3);
    assert.deepEqual(s.spec, lr.warmup(lr.cosine({ peak: 0.3, steps: 100, floor: 0.1 }), { steps: 5 }).spec);
    const joined = lr.join([{ schedule: lr.constant({ peak: 1 }), steps: 3 }, { schedule: cosine }]);
    assert.equal(lr.withPeak(joined, 0.3)(0), 0.3);
    assert.equal(lr.withPeak(joined, 0.3)(3), 0.15);
    refused(() => lr.withPeak(cosine, 0), /^withPeak: peak must be a finite number above 0, but is 0$/);
  });
});
