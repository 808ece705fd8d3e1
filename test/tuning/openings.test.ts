// The ledger of openings: who opened a test split, whether again, and whether anyone touched the record.
import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openingsOf, recordOpening, type Opening } from "../../src/tuning/store";
import { checkStore, openStore, pruneStore } from "../../src/tuning";
import { inputError } from "../data/fixtures";

const TEST = "a".repeat(64);
const [PLAN, OTHER] = ["1".repeat(64), "2".repeat(64)];
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lr-lab-openings-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (plan: string, options: { look?: number; why?: string; at?: string } = {}): Promise<Opening> =>
  recordOpening(folder, {
    ...{ test: TEST, plan, question: `plan ${plan[0]}?`, look: 1, at: "2026-01-02T03:04:05.000Z" },
    ...options,
  });
const file = (number: number): string => join(folder, "openings", TEST, `000${number}.json`);

describe("the ledger of openings", () => {
  test("a split that nobody opened has none", () => {
    assert.deepEqual(openingsOf(folder, TEST), []);
  });

  test("the first opening is recorded; the same look again is the same opening", async () => {
    const first = await open(PLAN);
    assert.deepEqual(
      [first.number, first.plan, first.look, first.why, first.before],
      [1, PLAN, 1, null, null],
    );
    assert.deepEqual(await open(PLAN, { at: "2026-05-05T00:00:00.000Z" }), first);
    assert.deepEqual(openingsOf(folder, TEST), [first]);
  });

  test("the plan's next look is another opening, and needs no reason", async () => {
    await open(PLAN);
    const second = await open(PLAN, { look: 2 });
    assert.deepEqual([second.number, second.look, second.why], [2, 2, null]);
  });

  test("another plan is refused, with what was opened, when, and what to do", async () => {
    await open(PLAN);
    await assert.rejects(
      open(OTHER),
      inputError("2026-01-02", PLAN.slice(0, 12), "plan 1?", OTHER.slice(0, 12), "--reopen --why"),
    );
    await assert.rejects(open(OTHER, { why: "  " }), inputError("--reopen --why"));
    assert.equal(openingsOf(folder, TEST).length, 1);
  });

  test("with a reason it is recorded, with the reason", async () => {
    await open(PLAN);
    const second = await open(OTHER, { why: "the labels were mended" });
    assert.deepEqual([second.number, second.why], [2, "the labels were mended"]);
    assert.equal(openingsOf(folder, TEST).length, 2);
  });

  test("another test split has a ledger of its own", async () => {
    await open(PLAN);
    assert.deepEqual(openingsOf(folder, "b".repeat(64)), []);
    assert.throws(() => openingsOf(folder, "../x"), inputError("no hash"));
  });

  test("processes that open at once make one opening each, and one of equal looks", async () => {
    const all = await Promise.all([open(PLAN), open(PLAN), open(PLAN)]);
    assert.deepEqual(
      all.map(({ number }) => number),
      [1, 1, 1],
    );
    assert.equal(readdirSync(join(folder, "openings", TEST)).length, 1);
    const two = await Promise.allSettled([open(PLAN, { look: 2 }), open(PLAN, { look: 3 })]);
    assert.ok(two.every(({ status }) => status === "fulfilled"));
    assert.equal(openingsOf(folder, TEST).length, 3);
  });

  for (const [what, damage] of [
    ["edited", (text: string) => text.replace('"look": 1', '"look": 2')],
    ["cut off", (text: string) => text.slice(0, 40)],
    ["emptied", () => ""],
  ] as const) {
    test(`an opening that was ${what} is found, and nothing is opened`, async () => {
      await open(PLAN);
      writeFileSync(file(1), damage(readFileSync(file(1), "utf8")));
      assert.throws(() => openingsOf(folder, TEST), inputError("0001.json", "not as it was written"));
      await assert.rejects(open(OTHER, { why: "x" }), inputError("0001.json"));
    });
  }

  test("an opening that was taken away is missed by the next", async () => {
    await open(PLAN);
    await open(OTHER, { why: "x" });
    rmSync(file(1));
    assert.throws(() => openingsOf(folder, TEST), inputError("0002.json"));
  });

  test("checking and pruning the store leave the ledger alone", async () => {
    await openStore(folder);
    await open(PLAN);
    const before = readFileSync(file(1), "utf8");
    const left = join(folder, "openings", TEST, ".0002.json.999999999.00000000.00000000-1.tmp");
    writeFileSync(left, "half of it");
    utimesSync(left, 1, 1);
    assert.deepEqual(checkStore(folder).cleared, 1);
    assert.equal(existsSync(left), false);
    pruneStore(folder, { runs: () => true, damaged: true, dryRun: false });
    assert.equal(readFileSync(file(1), "utf8"), before);
  });
});
