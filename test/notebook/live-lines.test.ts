// Live training outside notebooks: lines on standard error, Ctrl-C, and a process that ends by itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { displayTarget } from "../../src/notebook";
import { PlainLines } from "../../src/notebook/plain-lines";

const BUILT = join(__dirname, "..", "..");
const PREPARE = `
  const { live, trainLive } = require(${JSON.stringify(join(BUILT, "src", "notebook"))});
  const { runSpec } = require(${JSON.stringify(join(BUILT, "src", "training"))});
  const features = require(${JSON.stringify(join(BUILT, "test", "training", "helpers"))}).smallFeatures();
  const specOf = (epochs) => runSpec(features, { schedule: 0.1, epochs });`;

/** Runs a script; Ctrl-C when it writes "now". */
function script(source: string): Promise<{ ended: number | string; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["-e", `${PREPARE}\n(async () => {${source}})();`]);
  let [stdout, stderr] = ["", ""];
  child.stderr.on("data", (chunk: Buffer) => (stderr += String(chunk)));
  child.stdout.on("data", (chunk: Buffer) => {
    const before = stdout.split("now").length;
    stdout += String(chunk);
    if (stdout.split("now").length > before) child.kill("SIGINT");
  });
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ ended: signal ?? code ?? 0, stdout, stderr })),
  );
}

describe(
  "outside a notebook",
  { skip: process.platform === "win32" ? "no SIGINT on Windows" : false },
  () => {
    test("a run is a line on standard error, and the process ends: no listener, no timer is left", async () => {
      const { ended, stdout, stderr } = await script(`
      await trainLive(await specOf(2), features);
      await live("study", async ({ onProgress }) => onProgress({ done: 2, total: 2 }));
      console.log(process.listenerCount("SIGINT"), process.getActiveResourcesInfo().filter((name) => name === "Timeout").length);`);
      assert.equal(ended, 0, stderr);
      assert.equal(stdout, "0 0\n");
      assert.match(
        stderr,
        /^constant 0\.1: 6 steps, training loss [\d.]+, validation loss [\d.]+, validation macro-F1 [\d.]+%\nstudy: 2 of 2 runs\n$/,
      );
    });

    test("Ctrl-C ends the run, and the script goes on with it; the next Ctrl-C ends the script", async () => {
      const { ended, stdout, stderr } = await script(`
      const spec = await specOf(1e6);
      setTimeout(() => console.log("now"), 100);
      const { record } = await trainLive(spec, features);
      console.log(record.status, process.listenerCount("SIGINT"));
      setInterval(() => console.log("now"), 200);`);
      assert.equal(ended, "SIGINT", stderr);
      assert.match(stdout, /^now\ninterrupted 0\nnow\n/);
      assert.match(stderr, /^constant 0\.1: stopped at step [\d,]+ of 3,000,000, /);
    });

    test("a program that listens to Ctrl-C itself keeps it to itself", async () => {
      const { ended, stdout, stderr } = await script(`
      process.on("SIGINT", () => { console.log("mine"); process.exit(7); });
      setTimeout(() => console.log("now"), 100);
      await trainLive(await specOf(1e6), features);`);
      assert.equal(ended, 7, stderr);
      assert.equal(stdout, "now\nmine\n");
    });
  },
);

describe("lines", () => {
  const written: string[] = [];
  let time = 0;
  const lines = (isTTY: boolean, columns?: number): PlainLines => {
    [written.length, time] = [0, 0];
    return new PlainLines(() => time, { isTTY, columns, write: (text) => written.push(text) });
  };

  test("where each stays: one in ten seconds, and the last", () => {
    const out = lines(false);
    for (time = 0; time <= 25_000; time += 100) out.update(`at ${time}`);
    out.end("done");
    assert.deepEqual(written, ["at 10000\n", "at 20000\n", "done\n"]);
  });

  test("on a terminal: one that is redrawn, no wider than it, without what would steer it", () => {
    const out = lines(true, 30);
    out.update("\u001b[31mred\u001b[0m\nand a label that is too long");
    out.end("done");
    assert.deepEqual(written, ["\r\u001b[Kred and a label that is too l", "\r\u001b[Kdone\n"]);
  });
});

describe("SIGINT", () => {
  test("is taken over once, given back after the first, and left alone where others listen and there is no kernel", async () => {
    const told: string[] = [];
    const other = (): void => void told.push("other");
    const release = displayTarget().onInterrupt(() => told.push("a"));
    const again = displayTarget().onInterrupt(() => told.push("b"));
    await Promise.resolve();
    assert.equal(process.listenerCount("SIGINT"), 1);
    process.emit("SIGINT");
    assert.deepEqual(told, ["a", "b"]);
    assert.equal(process.listenerCount("SIGINT"), 0);
    release();
    again();
    process.on("SIGINT", other);
    const ignored = displayTarget().onInterrupt(() => told.push("c"));
    await Promise.resolve();
    process.emit("SIGINT");
    ignored();
    assert.deepEqual(told, ["a", "b", "other"]);
    assert.deepEqual(process.listeners("SIGINT"), [other]);
    process.removeListener("SIGINT", other);
  });

  test("that nobody waits for any more when it would be taken over is not", async () => {
    displayTarget().onInterrupt(() => assert.fail("told"))();
    await Promise.resolve();
    assert.equal(process.listenerCount("SIGINT"), 0);
  });
});
