// The crossed interval against what numpy, scipy and statsmodels computed, closed forms, and its own coverage.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { createRandom, type Random } from "../../src/data";
import { crossedDifference, standardErrorOf } from "../../src/evaluation";
import { inputError } from "../data/fixtures";

interface Vector {
  readonly name: string;
  readonly table: number[][];
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly low: number;
  readonly high: number;
}
const { vectors } = JSON.parse(readFileSync("test/fixtures/crossed-vectors.json", "utf8")) as {
  vectors: Vector[];
};

const near = (found: number, wanted: number, what: string, within = 1e-9): void =>
  assert.ok(
    Math.abs(found - wanted) <= within * Math.max(1, Math.abs(wanted)),
    `${what}: ${found}, ${wanted}`,
  );

describe("crossedDifference", () => {
  for (const { name, table, ...wanted } of vectors) {
    test(`statsmodels and scipy: ${name}`, () => {
      const found = crossedDifference(table);
      for (const key of ["mean", "standardError", "degreesOfFreedom"] as const) {
        near(found[key], wanted[key], key);
      }
      // jStat's quantiles of Student's t are good to eight digits.
      for (const key of ["low", "high"] as const) near(found[key], wanted[key], key, 1e-7);
    });
  }

  test("rows that agree leave the messages' spread alone: the mean's usual standard error", () => {
    const row = [1, 0, 0, 1, 1, 0, 1, 1];
    const found = crossedDifference([row, row, row]);
    const share = 5 / 8;
    near(found.mean, share, "mean");
    near(found.standardError, Math.sqrt((share * (1 - share)) / 7), "standard error");
  });

  test("columns that agree leave the seeds' spread alone", () => {
    const found = crossedDifference([
      [1, 1, 1],
      [2, 2, 2],
      [6, 6, 6],
    ]);
    near(found.standardError, Math.sqrt(7 / 3), "standard error");
    near(found.degreesOfFreedom, 2, "degrees of freedom");
  });

  test("no spread at all: the mean is known", () => {
    const { mean, low, high, standardError } = crossedDifference([
      [2, 2],
      [2, 2],
    ]);
    assert.deepEqual([mean, low, high, standardError], [2, 2, 2, 0]);
  });

  test("one seed or one message says nothing of the spread", () => {
    for (const table of [[[1, 2, 3]], [[1], [2], [3]]]) {
      const { mean, low, high } = crossedDifference(table);
      assert.deepEqual([mean, low, high], [2, -Infinity, Infinity]);
    }
  });

  test("components give back the standard error, and scale it", () => {
    const { components, standardError } = crossedDifference(vectors[0].table);
    const [seeds, messages] = [vectors[0].table.length, vectors[0].table[0].length];
    near(standardErrorOf(components, seeds, messages), standardError, "standard error");
    near(
      standardErrorOf({ seeds: 0, messages: 4, residual: 0 }, 5, 100),
      standardErrorOf({ seeds: 0, messages: 1, residual: 0 }, 5, 25),
      "a quarter of the variance, a quarter of the messages",
    );
  });

  test("refuses tables that are none", () => {
    assert.throws(() => crossedDifference([]), inputError("at least one seed"));
    assert.throws(() => crossedDifference([[], []]), inputError("one message"));
    assert.throws(() => crossedDifference([[1, 2], [1]]), inputError("seed 2 1"));
    assert.throws(
      () =>
        crossedDifference([
          [1, NaN],
          [1, 2],
        ]),
      inputError("seed 1 is not finite"),
    );
  });

  // 95% intervals contain the true mean in 95 of 100 tables, whichever of the parts varies, or in more where
  // few seeds leave the components in doubt; within what 2,000 tables tell.
  for (const [name, deviations] of [
    ["messages vary", { seeds: 0, messages: 1, rest: 1 }],
    ["seeds vary", { seeds: 0.3, messages: 0.2, rest: 1 }],
    ["nothing but noise", { seeds: 0, messages: 0, rest: 1 }],
    ["all vary", { seeds: 0.1, messages: 1, rest: 2 }],
  ] as const) {
    test(`covers the mean: ${name}`, () => {
      const random = createRandom(5);
      let covered = 0;
      const tables = 2000;
      for (let k = 0; k < tables; k++) {
        const table = draw(random, 5, 60, deviations);
        const { low, high } = crossedDifference(table);
        if (low <= 0 && high >= 0) covered++;
      }
      const share = covered / tables;
      assert.ok(share >= 0.935, `${share}`);
    });
  }
});

function draw(
  random: Random,
  seeds: number,
  messages: number,
  deviations: { seeds: number; messages: number; rest: number },
): number[][] {
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const ofMessages = Array.from({ length: messages }, () => deviations.messages * normal());
  return Array.from({ length: seeds }, () => {
    const ofSeed = deviations.seeds * normal();
    return ofMessages.map((value) => value + ofSeed + deviations.rest * normal());
  });
}
