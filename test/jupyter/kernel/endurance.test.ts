// A short life and a few interrupts of a real kernel: what `npm run bench:kernel-endurance` does at length.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { interruptOften, KINDS } from "../../../bench/kernels/interrupts";
import { live } from "../../../bench/kernels/life";
import { LR_LAB } from "../../../bench/kernels/peers";
import { ROOT } from "../helpers";

const folder = join(ROOT, "notebooks");

test("60 cells of all kinds in one kernel come out as they must", async () => {
  const life = await live(LR_LAB, folder, { cells: 60, window: 20, marks: [60] });
  assert.deepEqual(life.wrong, []);
  assert.equal(life.cells, 60);
});

test("after each of 20 interrupts at random moments the kernel answers the next cell, and the cell is silent", async () => {
  const found = await interruptOften(LR_LAB, folder, { interrupts: 2 * KINDS.length, seed: 3 });
  assert.deepEqual(found.wrong, []);
  assert.ok(
    Object.values(found.kinds).every(({ interrupts, answered }) => interrupts === 2 && answered === 2),
  );
});
