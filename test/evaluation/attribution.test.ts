import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertOneFactor } from "../../src/evaluation";
import { constant, cosine } from "../../src/schedules";
import type { RunSpec } from "../../src/training";
import { inputError } from "../data/fixtures";
import { SPEC } from "../signals/records";

const spec = (change: Partial<RunSpec>): RunSpec => ({ ...SPEC, ...change });
const other = cosine({ peak: 0.5, steps: 80 }).spec;

describe("assertOneFactor", () => {
  test("the declared factor, whole or in part, and the seeds may differ", () => {
    assertOneFactor([SPEC, spec({ schedule: other }), spec({ seeds: { init: 4, order: 5 } })], "schedule");
    assertOneFactor([SPEC, spec({ schedule: constant({ peak: 3 }).spec })], "schedule.peak");
    assertOneFactor([SPEC, SPEC], "batchSize");
    assertOneFactor([SPEC], "batchSize");
  });

  test("what else differs is named", () => {
    assert.throws(
      () => assertOneFactor([SPEC, spec({ schedule: other, batchSize: 32 })], "schedule"),
      inputError("declared to differ in schedule, but batchSize differs too", "could not be attributed"),
    );
    assert.throws(
      () => assertOneFactor([SPEC, SPEC, spec({ epochs: 9, clipNorm: 1 })], "schedule"),
      inputError("clipNorm and epochs differ too"),
    );
    assert.throws(
      () => assertOneFactor([SPEC, spec({ data: "other" })], "schedule"),
      inputError("data differs"),
    );
  });

  test("a factor is a whole path: schedule.peak does not cover its kind, nor batch the batchSize", () => {
    assert.throws(
      () => assertOneFactor([SPEC, spec({ schedule: other })], "schedule.peak"),
      inputError("schedule.kind"),
    );
    assert.throws(() => assertOneFactor([SPEC, spec({ batchSize: 1 })], "batch"), inputError("batchSize"));
  });
});
