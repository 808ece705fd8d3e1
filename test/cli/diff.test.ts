import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { CodeCell, Notebook, Output } from "../../src/jupyter/nbformat";
import { writeNotebook } from "../../src/jupyter/notebook-file";
import { withProvenance } from "../../src/jupyter/provenance/provenance";
import { startCli, temporaryFolder } from "../jupyter/helpers";

const table = (rows: number, last: number): Output => ({
  output_type: "display_data",
  data: { "application/json": Array.from({ length: rows }, (_, i) => ({ y: i === 2 ? last : i })) },
  metadata: {},
});

function notebook(seeds: number, text: string, ...outputs: Output[]): Notebook {
  const cell = (id: string, source: string, ...shown: Output[]): CodeCell => ({
    ...{ cell_type: "code", id, metadata: {}, source, execution_count: 1, outputs: shown },
  });
  const stream: Output = { output_type: "stream", name: "stdout", text };
  const cells = [cell("load", "load()"), cell("train", "train()", stream, ...outputs)];
  return withProvenance(
    { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 },
    { source: "s", parameters: { seeds }, versions: {} },
    { state: "done", done: 2, cells: 2 },
  );
}

function workspace(t: TestContext) {
  const cwd = temporaryFolder(t);
  for (const folder of ["a", "b", "empty"]) mkdirSync(join(cwd, folder));
  writeNotebook(join(cwd, "a", "one.ipynb"), notebook(5, "epoch 1\nloss 3.55\nin 2 s\n", table(9, 0.25)));
  writeNotebook(join(cwd, "b", "one.ipynb"), notebook(3, "epoch 1\nloss 3.48\nin 7 s\n", table(9, 0.5)));
  writeNotebook(join(cwd, "a", "same.ipynb"), notebook(5, "in 1 s"));
  writeNotebook(join(cwd, "b", "same.ipynb"), notebook(5, "in 2 s"));
  writeNotebook(join(cwd, "b", "new.ipynb"), notebook(5, "x"));
  return (...args: string[]) => startCli(["diff", ...args], { cwd, temporary: cwd }).result;
}

describe("lr-lab diff", () => {
  test("two folders: what differs of each notebook, in lines to read; exit code 1", async (t) => {
    const { code, stdout, stderr } = await workspace(t)("a", "b");
    assert.equal(code, 1, stderr);
    assert.equal(
      stdout,
      `new.ipynb: only in the second folder
one.ipynb differs in 1 parameter and 1 cell
  parameter seeds: 5 -> 3
  cell 2 (train) output 1 stdout
      epoch 1
    - loss 3.55
    + loss 3.48
      in <time> s
  cell 2 (train) output 2 application/json
    $[2].y: 0.25 -> 0.5
same.ipynb: the same
`,
    );
  });

  test("two notebooks that did the same; --json", async (t) => {
    const diff = workspace(t);
    const same = await diff(join("a", "same.ipynb"), join("b", "same.ipynb"));
    assert.deepEqual([same.code, same.stdout], [0, "same.ipynb: the same\n"]);
    const { code, stdout } = await diff(join("a", "one.ipynb"), join("b", "one.ipynb"), "--json");
    assert.equal(code, 1);
    const document = JSON.parse(stdout) as { same: boolean; notebooks: { differences: unknown[] }[] };
    assert.equal(document.same, false);
    assert.deepEqual(document.notebooks[0].differences.at(-1), {
      ...{ what: "output", cell: "train", where: "output 2 application/json $[2].y", a: 0.25, b: 0.5 },
    });
  });

  test("wrong usage exits with 2 and a reason", async (t) => {
    const diff = workspace(t);
    for (const [reason, ...args] of [
      [/nowhere: no such file or folder/, "a", "nowhere"],
      [/name two notebooks or two folders/, "a", join("b", "one.ipynb")],
      [/no notebooks \(\*\.ipynb\) in these folders/, "empty", "empty"],
      [/missing required argument/, "a"],
    ] as [RegExp, ...string[]][]) {
      const { code, stdout, stderr } = await diff(...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, reason);
    }
  });

  test("what notebooks say does not steer the terminal", async (t) => {
    const cwd = temporaryFolder(t);
    writeNotebook(join(cwd, "a.ipynb"), notebook(1, "x\u001b]0;title\u0007\u001b[2J"));
    writeFileSync(join(cwd, "b.ipynb"), JSON.stringify(notebook(1, "y\u009b2J")));
    const { code, stdout } = await startCli(["diff", "a.ipynb", "b.ipynb"], { cwd, temporary: cwd }).result;
    assert.equal(code, 1);
    assert.doesNotMatch(stdout, /[^\n\u0020-\u007e]/);
  });
});
