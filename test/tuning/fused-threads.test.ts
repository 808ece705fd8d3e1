// The same specs on 1, 2 and 4 threads, in different orders: the same bytes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";

function recordsOf(threads: number, order: number): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "fused-child.js"), String(order)],
    { env: { ...process.env, LR_LAB_THREADS: String(threads) }, encoding: "utf8", maxBuffer: 64 << 20 },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

describe("runs over threads", () => {
  const one = recordsOf(1, 1);

  test("there are done and diverged runs to compare, each under its own id", () => {
    const lines = one.trim().split("\n");
    assert.equal(lines.length, 13);
    assert.equal(new Set(lines.map((line) => line.slice(0, 64))).size, 13);
    for (const status of ["done", "diverged"]) {
      assert.ok(lines.filter((line) => line.includes(`"status":"${status}"`)).length >= 2, status);
    }
  });

  for (const [threads, order] of [
    [1, 2],
    [2, 3],
    [4, 4],
  ]) {
    test(`${threads} threads in order ${order} give the bytes of one thread`, () => {
      assert.equal(recordsOf(threads, order), one);
    });
  }
});
