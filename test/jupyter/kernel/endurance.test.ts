// A short life and a few interrupts of a real kernel: what `npm run bench:kernel-endurance` does at length.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { interruptOften, KINDS } from "../../../bench/kernels/interrupts";
import { live } from "../../../bench/kernels/life";
import { LR_LAB } from "../../../bench/kernels/peers";
import { Session } from "../../../bench/kernels/session";
import { ROOT, temporaryFolder } from "../helpers";

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

test("a package whose loading was interrupted is whole when it is imported again", async (t) => {
  const notebooks = temporaryFolder(t);
  const slow = join(notebooks, "node_modules", "slow");
  mkdirSync(slow, { recursive: true });
  writeFileSync(join(slow, "package.json"), JSON.stringify({ name: "slow", version: "1.0.0" }));
  writeFileSync(join(slow, "index.d.ts"), "export const first: number;\nexport const second: number;\n");
  const wait = "for (const end = Date.now() + 1500; Date.now() < end; ) {}";
  writeFileSync(join(slow, "index.js"), `exports.first = 1;\n${wait}\nexports.second = 2;\n`);
  const session = await Session.start(LR_LAB, notebooks);
  t.after(() => session.end());
  const code = 'import { first, second } from "slow";\n`${first} and ${second}`';
  await session.good('import type * as types from "slow";\n1'); // its types are read
  const interrupted = await session.cell(code, () => setTimeout(() => session.kernel.interrupt(), 500));
  assert.match(interrupted.text, /Interrupted/);
  const { text } = await session.good(code);
  assert.match(text, /1 and 2/);
});
