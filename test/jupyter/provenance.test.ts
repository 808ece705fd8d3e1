import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import type { Cell, Notebook, Output } from "../../src/jupyter/nbformat";
import { outputHash, sourceHash } from "../../src/jupyter/provenance/hashes";
import { normaliseOutputs } from "../../src/jupyter/provenance/normalise";
import { provenanceOf, withProvenance } from "../../src/jupyter/provenance/provenance";
import { runNotebook } from "../../src/jupyter/runner";
import { fixture } from "./helpers";

const stdout = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const display = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

describe("normalised outputs", () => {
  const text = (words: string) => {
    const [output] = normaliseOutputs([stdout(words)]);
    return output.kind === "stream" ? output.text : "";
  };

  test("what no run can give again is taken out of texts, and nothing else", () => {
    for (const [one, other] of [
      ["took 0.15 s and 2.3 s", "took 1 s and 1,400 s"],
      ["done (12 s)", "done (3 s)"],
      ["2 min 3 s left", "1 min 59 s left"],
      ["140 steps/s", "9.5 steps/s"],
      ["**15 times** as long", "**11 times** as long"],
      [
        '<div id="lr-0b0e7e0a-3c6b-4a53-9d3b-8a1f2b3c4d5e">',
        '<div id="lr-91c3c1de-7f0e-4b0a-8a46-0123456789ab">',
      ],
      ["1 of 3\r2 of 3\r3 of 3\n", "3 of 3\n"],
    ]) {
      assert.equal(text(one), text(other), one);
    }
    for (const [one, other] of [
      ["rate 0.1", "rate 0.2"],
      ["10 times the baseline", "3 times the baseline"],
      ["3 seeds", "5 seeds"],
      ["macro-F1 87.1%", "macro-F1 87.2%"],
      ["5 steps", "6 steps"],
      ["in 3 splits", "in 4 splits"],
      ["a\r\nb\n", "b\n"],
    ]) {
      assert.notEqual(text(one), text(other), one);
    }
  });

  test("pictures and counts are left out, also from the hash; streams that came in pieces are one", () => {
    const chart = { "application/json": { y: 1 }, "text/plain": "a chart" };
    const result: Output = { output_type: "execute_result", execution_count: 7, data: chart, metadata: {} };
    const plain = outputHash([stdout("ab"), result]);
    assert.equal(outputHash([stdout("a"), stdout("b"), display({ ...chart, "image/png": "iVBOR" })]), plain);
    assert.equal(outputHash([stdout("ab"), display({ "image/svg+xml": "<svg/>", ...chart })]), plain);
    assert.notEqual(outputHash([stdout("ab"), display({ ...chart, "application/json": { y: 2 } })]), plain);
    assert.notEqual(
      outputHash([{ output_type: "stream", name: "stderr", text: "ab" }, display(chart)]),
      plain,
    );
  });

  test("the hash of no outputs is that of an empty JSON array", () => {
    assert.equal(outputHash([]), createHash("sha256").update("[]").digest("hex"));
  });
});

describe("where an executed notebook came from", () => {
  const cell = (id: string, source: string, ...tags: string[]): Cell => ({
    ...{ cell_type: "code", id, metadata: { tags }, source, execution_count: null, outputs: [] },
  });
  const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });

  test("the source's hash is of ids, types, sources and tags, not of outputs or injected parameters", () => {
    const hash = sourceHash(notebook(cell("a", "1 + 1", "keep")));
    const text = '[{"cell_type":"code","id":"a","source":"1 + 1","tags":["keep"]}]';
    assert.equal(hash, createHash("sha256").update(text).digest("hex"), "canonical JSON, by hand");
    const executed: Cell = {
      ...cell("a", "1 + 1", "keep"),
      execution_count: 3,
      outputs: [stdout("2")],
    } as Cell;
    assert.equal(sourceHash(notebook(executed, cell("i", "const x = 1;", "injected-parameters"))), hash);
    assert.notEqual(sourceHash(notebook(cell("a", "1 + 2", "keep"))), hash);
    assert.notEqual(sourceHash(notebook(cell("a", "1 + 1"))), hash);
  });

  test("anything else under the same key is no record of a run", () => {
    for (const found of [null, 3, {}, { kind: "run" }, { kind: "run", source: "", run: 1, parameters: {} }]) {
      assert.equal(provenanceOf({ ...notebook(), metadata: { "lr-lab": found } }), undefined);
    }
    const origin = { source: "s", parameters: {}, versions: {} };
    const stamped = withProvenance(notebook(), origin, { state: "done", done: 0, cells: 0 });
    assert.equal(provenanceOf(stamped)?.source, "s");
  });

  test("two runs through a real kernel have the same record, to the last hash", async () => {
    const parameters = new Map([["seeds", 4]]);
    const [one, other] = [
      await runNotebook(fixture("happy"), { parameters }),
      await runNotebook(fixture("happy"), { parameters }),
    ];
    const record = provenanceOf(one.notebook) ?? assert.fail();
    assert.deepEqual(provenanceOf(other.notebook), record);
    assert.deepEqual(record.run, { state: "done", done: 6, cells: 6 });
    assert.deepEqual(record.parameters, {
      ...{ seeds: 4, label: "baseline", rates: [0.1, 0.3], quick: false, data: "./messages.csv" },
    });
    assert.deepEqual(Object.keys(record.versions), ["lr-lab", "node", "kernel", "typescript"]);
    assert.equal(record.versions.kernel, "tslab (tslab 1.0.22)");
    assert.match(record.versions.typescript, /^5\.0\./, "what it has, not what it claims");
    assert.equal(Object.keys(record.outputs).length, 7);
    assert.doesNotMatch(JSON.stringify(record), /"\d{4}-\d\d-\d\dT/, "no clock");
  });
});
