import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runNotebook, writeNotebook, type CodeCell, type Notebook } from "../../src/jupyter";

/** Runs cells in the project's kernel (stock tslab) and returns their outputs. */
async function outputsOf(...sources: string[]): Promise<CodeCell["outputs"][]> {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-display-"));
  try {
    const cells = sources.map(
      (source, i): CodeCell => ({
        cell_type: "code",
        id: `c${i}`,
        metadata: {},
        source,
        execution_count: null,
        outputs: [],
      }),
    );
    const notebook: Notebook = {
      cells,
      metadata: { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const path = join(folder, "display.ipynb");
    writeNotebook(path, notebook);
    const run = await runNotebook(path, { timeoutSeconds: 60 });
    assert.equal(run.failure, undefined);
    return run.notebook.cells.map((cell) => (cell as CodeCell).outputs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("in a real kernel, whole bundles arrive and progress is one output with its last state", async () => {
  const room = JSON.stringify(join(__dirname, "..", "..", "src"));
  const [, shown, progressed] = await outputsOf(
    `const notebook = require(${room} + "/notebook"); const charts = require(${room} + "/charts");`,
    `notebook.show(charts.scheduleChart([{ label: "constant", rate: () => 0.1, steps: 10 }]));
notebook.finding({ title: "Rate", chosen: "0.1", evidence: "all of it" });`,
    `const bar = notebook.progress("training", 3);
for (let i = 1; i <= 3; i++) { await new Promise((resolve) => setTimeout(resolve, 200)); bar.update(i); }
bar.done();`,
  );
  const bundles = shown.map((output) => (output.output_type === "display_data" ? output.data : {}));
  assert.equal(bundles.length, 2);
  assert.equal(typeof bundles[0]["application/vnd.vegalite.v5+json"], "object");
  assert.ok("text/plain" in bundles[0] && ("image/png" in bundles[0] || "image/svg+xml" in bundles[0]));
  assert.deepEqual(bundles[1]["application/vnd.lr-lab.finding+json"], {
    kind: "finding",
    title: "Rate",
    chosen: "0.1",
    evidence: "all of it",
  });
  const last = progressed.map((output) =>
    output.output_type === "display_data" ? output.data["text/plain"] : output,
  );
  assert.deepEqual(last, ["training: 3 of 3"]);
});
