import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { InputError, WorkError } from "../../src/errors";
import { findKernelSpec, ownKernelSpec } from "../../src/jupyter/kernel-spec";
import { readNotebook } from "../../src/jupyter/notebook-file";
import { provenanceOf } from "../../src/jupyter/provenance/provenance";
import type { RunProgress } from "../../src/jupyter/execution";
import { runNotebook } from "../../src/jupyter/runner";
import { codeCells, fixture, isAlive, kernelFolders, streamText, temporaryFolder, until } from "./helpers";

// A temporary folder of this file's own, so that what kernels leave there can be counted.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), "lr-lab-test-"));
after(() => rmSync(process.env.TMPDIR ?? "", { recursive: true, force: true }));

const run = (name: string, timeoutSeconds?: number) => runNotebook(fixture(name), { timeoutSeconds });
const lastOutput = (run: Awaited<ReturnType<typeof runNotebook>>, cell: number) =>
  codeCells(run.notebook)[cell].outputs.at(-1);

describe("a notebook through a real tslab kernel", () => {
  test("parameters, streams, a display updated by a later cell, findings", async () => {
    const before = JSON.stringify(readNotebook(fixture("happy")));
    const progress: RunProgress[] = [];
    const result = await runNotebook(fixture("happy"), {
      parameters: new Map<string, number | string | number[]>([
        ["seeds", 2],
        ["rates", [0.25, 0.5, 1]],
        ["label", 'it\'s "quoted"'],
      ]),
      onProgress: (step) => progress.push(step),
    });
    assert.equal(result.failure, undefined);
    assert.equal(result.ok, true);
    const cells = codeCells(result.notebook);
    assert.deepEqual(
      cells.map((cell) => cell.execution_count),
      [1, 2, 3, 4, 5, 6, 7],
    );
    assert.deepEqual(cells[1].metadata.tags, ["injected-parameters"]);
    assert.equal(streamText(cells[2], "stdout"), 'total 3.50 it\'s "quoted" false ./messages.csv\n');
    assert.deepEqual(cells[3].outputs, [
      { output_type: "display_data", data: { "text/plain": "2 of 2" }, metadata: {} },
    ]);
    assert.deepEqual(cells[4].outputs, []);
    assert.deepEqual(result.findings, [
      {
        kind: "finding",
        title: "Sum of the rates",
        chosen: "3.50",
        evidence: "3 rates, 2 seeds each, added up; nothing was trained here",
        verdict: "undecided",
      },
    ]);
    assert.equal(streamText(cells[6], "stderr"), "a remark on stderr\n");
    assert.deepEqual(
      progress.map((step) => `${step.cell}/${step.cells} ${step.heading}`),
      [
        "1/7 A small recipe",
        "2/7 A small recipe",
        "3/7 Work",
        "4/7 Work",
        "5/7 Work",
        "6/7 Findings",
        "7/7 Findings",
      ],
    );
    assert.equal(JSON.stringify(readNotebook(fixture("happy"))), before, "the notebook itself is left alone");
  });

  test("a cell that throws ends the run; its error is in the notebook once", async () => {
    const result = await run("third-throws");
    assert.deepEqual(result.failure, {
      cell: 3,
      cellId: "code-4",
      name: "RangeError",
      message: "the rate is 7\nwhich is too high",
    });
    const cells = codeCells(result.notebook);
    assert.equal(streamText(cells[1], "stdout"), "1\n");
    assert.equal(streamText(cells[2], "stderr"), "before the error\n");
    assert.equal(cells[2].outputs.length, 2);
    assert.equal(lastOutput(result, 2)?.output_type, "error");
    assert.deepEqual([cells[3].execution_count, cells[3].outputs], [null, []]);
  });

  test("type errors, thrown texts", async () => {
    const typeError = await run("type-error");
    assert.deepEqual(
      [typeError.failure?.name, typeError.failure?.message],
      ["TypeScriptError", "1:7 - Type 'string' is not assignable to type 'number'. (and 1 more)"],
    );
    assert.equal((await run("throws-text")).failure?.message, "just a text");
  });

  test("errors outside the cell's own course: a promise nobody awaits, a callback", async () => {
    const rejection = await run("unhandled-rejection");
    assert.deepEqual(
      [rejection.failure?.cell, rejection.failure?.name, rejection.failure?.message],
      [1, "UnhandledPromiseRejection", "TypeError: nobody listens"],
    );
    assert.equal(lastOutput(rejection, 0)?.output_type, "error");
    const exception = await run("uncaught-exception");
    assert.deepEqual(
      [exception.failure?.name, exception.failure?.message],
      ["UncaughtException", "Error: late"],
    );
  });

  test("time limits: a pending await is interrupted, a loop after an await is killed", async () => {
    const waiting = await run("endless-await", 1);
    assert.deepEqual(
      [waiting.failure?.name, waiting.failure?.message],
      ["TimeoutError", "no end within 1 s; the cell was interrupted"],
      "SIGINT reaches an await",
    );
    const looping = await run("loop-after-await", 1);
    assert.equal(looping.failure?.name, "TimeoutError");
    assert.match(looping.failure?.message ?? "", /^no end within 1 s; the cell was (killed|interrupted)$/);
    assert.equal(lastOutput(looping, 0)?.output_type, "error");
  });

  test("a kernel that ends itself is noticed", async () => {
    const result = await run("process-exit");
    assert.equal(result.failure?.cell, 2);
    assert.equal(result.failure?.name, "KernelDied");
    assert.match(result.failure?.message ?? "", /exit code 3/);
    assert.equal(streamText(codeCells(result.notebook)[0], "stdout"), "still here\n");
  });

  test("a cell tagged raises-exception may throw, and the next one runs", async () => {
    const result = await run("may-raise");
    assert.equal(result.ok, true);
    assert.equal(lastOutput(result, 0)?.output_type, "error");
    assert.equal(streamText(codeCells(result.notebook)[1], "stdout"), "goes on\n");
  });

  test("a cell tagged skip-execution is not run; one tagged raises-exception may fail in any way", async () => {
    const result = await run("tags");
    assert.equal(result.failure, undefined);
    const [skipped, rejected, illTyped, after] = codeCells(result.notebook);
    assert.deepEqual([skipped.execution_count, skipped.outputs], [null, []]);
    const errors = [rejected, illTyped].map(({ outputs }) =>
      outputs.map((output) => (output.output_type === "error" ? output.ename : output.output_type)),
    );
    assert.deepEqual(errors, [["UnhandledPromiseRejection"], ["TypeScriptError"]]);
    assert.equal(streamText(after, "stdout"), "goes on\n");
  });

  test("a cell that was stopped keeps what it printed, and says what it was doing", async () => {
    const result = await run("stuck-in-work", 1);
    assert.deepEqual(result.failure, {
      cell: 2,
      cellId: "code-4",
      name: "TimeoutError",
      message: "no end within 1 s; the cell was interrupted",
      doing: {
        heading: "Training",
        code: "for (let epoch = 1; epoch <= epochs; epoch++) console.log(`epoch ${epoch} of ${epochs}`);",
        lastOutput: "epoch 3 of 3",
      },
    });
    const stuck = codeCells(result.notebook)[1];
    assert.equal(streamText(stuck, "stdout"), "epoch 1 of 3\nepoch 2 of 3\nepoch 3 of 3\n");
    assert.equal(
      streamText(stuck, "stderr"),
      "",
      "tslab's word for the interrupt is not told beside the failure",
    );
    assert.equal(stuck.outputs.at(-1)?.output_type, "error");
  });

  test("the executed notebook is on disk before the first cell and after each, and says how far it is", async (t) => {
    const saveTo = join(temporaryFolder(t), "out", "third-throws.ipynb");
    const states: unknown[] = [];
    const result = await runNotebook(fixture("third-throws"), {
      saveTo,
      onProgress: () => {
        const saved = readNotebook(saveTo);
        const counts = codeCells(saved).map((cell) => cell.execution_count);
        states.push([provenanceOf(saved)?.run, counts]);
      },
    });
    const running = (done: number) => ({ state: "running", done, cells: 4 });
    assert.deepEqual(states, [
      [running(0), [null, null, null, null]],
      [running(1), [1, null, null, null]],
      [running(2), [1, 2, null, null]],
    ]);
    const saved = readNotebook(saveTo);
    assert.deepEqual(provenanceOf(saved)?.run, { state: "failed", done: 2, cells: 4 });
    assert.deepEqual(saved, result.notebook);
    assert.deepEqual(readdirSync(dirname(saveTo)), ["third-throws.ipynb"]);
  });

  test("a cell whose output the kernel drops still ends, and says so", async () => {
    const result = await run("flood", 30);
    assert.equal(result.ok, true);
    const [flood, after] = codeCells(result.notebook);
    const printed = streamText(flood, "stdout").split("\n").length - 1;
    if (printed < 20000) assert.match(streamText(flood, "stderr"), /some output of this cell is lost/);
    assert.equal(streamText(after, "stdout"), "after\n");
  });

  test("nothing is left: not the kernel, not what a cell started, not the connection file", async () => {
    const result = await run("child-process");
    assert.equal(result.ok, true);
    const pids = streamText(codeCells(result.notebook)[0], "stdout").match(/\d+/g)?.map(Number) ?? [];
    assert.equal(pids.length, 2);
    assert.ok(await until(() => !pids.some(isAlive)), `still running: ${pids.filter(isAlive).join(", ")}`);
    assert.deepEqual(kernelFolders(process.env.TMPDIR ?? ""), []);
  });

  test("a signal ends the run and returns what there is", async () => {
    const stop = new AbortController();
    const result = await runNotebook(fixture("endless-loop"), {
      onProgress: ({ cell }) => cell === 2 && setTimeout(() => stop.abort(), 300),
      signal: stop.signal,
    });
    assert.equal(result.failure?.name, "Interrupted");
    assert.equal(streamText(codeCells(result.notebook)[0], "stdout"), "first\n");
  });

  test("bad requests are refused before a kernel is started", async () => {
    await assert.rejects(
      runNotebook(fixture("happy"), { parameters: new Map([["sedes", 1]]) }),
      /no parameter sedes.\nThe parameters are/,
    );
    await assert.rejects(runNotebook(fixture("happy"), { timeoutSeconds: 0 }), InputError);
    await assert.rejects(runNotebook(fixture("no-such-notebook")), /no such file/);
  });
});

describe("installed kernels", () => {
  const install = (folder: string, name: string, spec: object) => {
    mkdirSync(join(folder, "kernels", name), { recursive: true });
    writeFileSync(join(folder, "kernels", name, "kernel.json"), JSON.stringify(spec));
  };

  test("are found by name on JUPYTER_PATH and run; others are listed", async (t) => {
    const folder = temporaryFolder(t);
    const before = process.env.JUPYTER_PATH;
    t.after(() => {
      if (before === undefined) delete process.env.JUPYTER_PATH;
      else process.env.JUPYTER_PATH = before;
    });
    process.env.JUPYTER_PATH = folder;
    install(folder, "My-TSLab", {
      argv: ownKernelSpec().argv,
      display_name: "x",
      env: { LR_LAB_TEST_WAIT: "1" },
    });
    install(folder, "dies", {
      argv: [process.execPath, "-e", 'console.error("no such module"); process.exit(4)'],
      display_name: "x",
    });
    install(folder, "broken", { argv: "node" });
    assert.equal(findKernelSpec("my-tslab").env.LR_LAB_TEST_WAIT, "1");
    assert.throws(
      () => findKernelSpec("ir"),
      (error: Error) => error instanceof InputError && /My-TSLab.*broken.*dies/.test(error.message),
    );
    assert.throws(() => findKernelSpec("broken"), /kernel\.json: "argv" is not an array/);
    const result = await runNotebook(fixture("may-raise"), { kernel: "my-tslab" });
    assert.equal(result.ok, true);
    await assert.rejects(
      runNotebook(fixture("happy"), { kernel: "dies" }),
      (error: Error) =>
        error instanceof WorkError &&
        /kernel dies did not start: .*exit code 4; it wrote: no such module/.test(error.message),
    );
  });
});
