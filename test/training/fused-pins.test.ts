// The same bits on every machine and every version of Node: see fused-pins.ts, also for how the pins are renewed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprints, PINS } from "./fused-pins";

test("small runs give the pinned bytes: records and weights", async () => {
  const found = await fingerprints();
  const renew =
    "the fused engine is another build; renew the pins with node build/test/training/fused-pins.js";
  assert.equal(found.build, PINS.build, renew);
  assert.deepEqual(found, PINS);
});
