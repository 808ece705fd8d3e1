import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { CodeCell, Output } from "../../src/jupyter/nbformat";
import { writeNotebook } from "../../src/jupyter/notebook-file";
import { provenanceOf } from "../../src/jupyter/provenance/provenance";
import { runNotebook, type NotebookRun } from "../../src/jupyter/runner";
import { codeCells } from "./helpers";

const folder = mkdtempSync(join(tmpdir(), "lr-lab-test-"));
const jupyterPath = process.env.JUPYTER_PATH;
before(() => {
  process.env.JUPYTER_PATH = folder;
  mkdirSync(join(folder, "kernels", "by-the-book"), { recursive: true });
  const spec = {
    argv: [process.execPath, join(__dirname, "protocol-kernel.js"), "{connection_file}"],
    display_name: "x",
    interrupt_mode: "message",
  };
  writeFileSync(join(folder, "kernels", "by-the-book", "kernel.json"), JSON.stringify(spec));
});
after(() => {
  if (jupyterPath === undefined) delete process.env.JUPYTER_PATH;
  else process.env.JUPYTER_PATH = jupyterPath;
  rmSync(folder, { recursive: true, force: true });
});

type Source = string | [source: string, ...tags: string[]];

/** Runs cells in the kernel that keeps to the protocol. */
async function run(sources: readonly Source[], timeoutSeconds?: number): Promise<NotebookRun> {
  const cells = sources.map((source, i): CodeCell => {
    const [text, ...tags] = typeof source === "string" ? [source] : source;
    return {
      ...{ cell_type: "code", id: `c${i + 1}`, metadata: { tags }, source: text },
      ...{ execution_count: null, outputs: [] },
    };
  });
  const file = join(folder, "notebook.ipynb");
  writeNotebook(file, { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  return runNotebook(file, { kernel: "by-the-book", timeoutSeconds });
}
const outputs = (run: NotebookRun, cell: number): Output[] => codeCells(run.notebook)[cell - 1].outputs;
const errors = (run: NotebookRun, cell: number): string[] =>
  outputs(run, cell).flatMap((o) => (o.output_type === "error" ? [`${o.ename}: ${o.evalue}`] : []));

describe("a kernel that keeps to the protocol", () => {
  test("its error message is the cell's error, once; what is on stderr is no error", async () => {
    const result = await run(["print before\nerror RangeError too high", "print never"]);
    assert.deepEqual(result.failure, { cell: 1, cellId: "c1", name: "RangeError", message: "too high" });
    assert.deepEqual(outputs(result, 1), [
      { output_type: "stream", name: "stdout", text: "before\n" },
      {
        output_type: "error",
        ename: "RangeError",
        evalue: "too high",
        traceback: ["RangeError: too high", "    at cell 1:7"],
      },
    ]);
    assert.deepEqual(outputs(result, 2), []);
    const { versions, run: state } = provenanceOf(result.notebook) ?? assert.fail();
    assert.equal(versions.kernel, "by-the-book (lr-lab 9.8.7)");
    assert.equal(versions.typescript, "5.0.4");
    assert.deepEqual(state, { state: "failed", done: 0, cells: 2 });
  });

  test("an error that only the reply tells is shown too", async () => {
    const result = await run(["bare TypeError no message was sent"]);
    assert.equal(result.failure?.message, "no message was sent");
    assert.deepEqual(errors(result, 1), ["TypeError: no message was sent"]);
  });

  test("an error that comes after its cell has ended well is that cell's, and ends the run", async () => {
    const result = await run(["late TypeError nobody awaited", "finish", "print never"], 0.3);
    assert.deepEqual(
      [result.failure?.cell, result.failure?.message],
      [2, "no end within 0.3 s; the cell was interrupted"],
    );
    const late = await run([
      "late TypeError nobody awaited",
      "print a",
      ...Array<Source>(60).fill("print b"),
    ]);
    assert.deepEqual([late.failure?.cell, late.failure?.name], [1, "TypeError"]);
    assert.deepEqual(errors(late, 1), ["TypeError: nobody awaited"]);
  });

  test("a cell that may fail is told so; no cell may ask for input", async () => {
    const result = await run([
      ["error Error on purpose", "raises-exception"],
      ["asked", "raises-exception"],
      "asked",
    ]);
    assert.equal(result.ok, true);
    assert.deepEqual(errors(result, 1), ["Error: on purpose"]);
    const asked = [2, 3].map((cell) => {
      const [output] = outputs(result, cell);
      assert.ok(output.output_type === "execute_result");
      const { stop_on_error, allow_stdin } = output.data["application/json"] as Record<string, unknown>;
      return { stop_on_error, allow_stdin };
    });
    assert.deepEqual(asked, [
      { stop_on_error: false, allow_stdin: false },
      { stop_on_error: true, allow_stdin: false },
    ]);
  });

  test("a cell that was skipped is asked for again", async () => {
    const result = await run(["skipped\nprint at last"]);
    assert.equal(result.ok, true);
    assert.deepEqual(outputs(result, 1), [{ output_type: "stream", name: "stdout", text: "at last\n" }]);
  });

  test("a time limit interrupts by message; the kernel's own word for it gives way, its lines are kept", async () => {
    const result = await run(["print so far\nwait"], 0.3);
    assert.equal(result.failure?.name, "TimeoutError");
    assert.deepEqual(result.failure?.doing, { heading: "", code: "print so far", lastOutput: "so far" });
    const [printed, error, ...more] = outputs(result, 1);
    assert.deepEqual(more, []);
    assert.deepEqual(printed, { output_type: "stream", name: "stdout", text: "so far\n" });
    assert.ok(error.output_type === "error");
    assert.equal(error.traceback.at(-1), "    at cell 1:7");
  });
});
