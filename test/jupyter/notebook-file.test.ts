import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { InputError, WorkError } from "../../src/errors";
import { formatNotebook, parseNotebook, readNotebook, writeNotebook } from "../../src/jupyter/notebook-file";
import { fixture, temporaryFolder } from "./helpers";

const code = { cell_type: "code", id: "a", metadata: {}, source: "1", outputs: [], execution_count: null };
const notebook = (cells: unknown, more: object = {}) => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
  ...more,
});

describe("reading notebooks", () => {
  test("a file that Python's nbformat wrote comes back byte for byte", () => {
    const path = fixture("written-by-nbformat");
    assert.equal(formatNotebook(readNotebook(path)), readFileSync(path, "utf8"));
  });

  test("arrays of lines are joined, in sources and in outputs", () => {
    const { cells } = readNotebook(fixture("written-by-nbformat"));
    assert.equal(cells[0].source, "# Títle ☕\n\nText with a trailing newline\n");
    assert.equal(cells[2].source, "");
    const cell = cells[3];
    assert.ok(cell.cell_type === "code");
    assert.deepEqual(cell.outputs[0], { output_type: "stream", name: "stdout", text: "one\ntwo\n" });
    const display = cell.outputs[1];
    assert.ok(display.output_type === "display_data");
    assert.equal(display.data["text/html"], "<b>\nx</b>");
    assert.deepEqual(display.data["application/vnd.vegalite.v5+json"], {
      data: { values: [1, 2.5, 0.125] },
      mark: "bar",
    });
  });

  test("a notebook from before 4.5 gets cell ids; a byte order mark and unknown keys do no harm", (t) => {
    const path = join(temporaryFolder(t), "old.ipynb");
    const cell = { cell_type: "code", metadata: {}, source: ["a\n", "b"], outputs: [], execution_count: 7 };
    const old = notebook([cell, { ...cell, attachments: { x: 1 } }], { nbformat_minor: 2, extra: true });
    writeFileSync(path, `\uFEFF${JSON.stringify(old)}`);
    const read = readNotebook(path);
    assert.deepEqual(
      read.cells.map((c) => [c.id, c.source]),
      [
        ["cell-1", "a\nb"],
        ["cell-2", "a\nb"],
      ],
    );
    assert.equal(read.nbformat_minor, 5);
    const again = JSON.parse(formatNotebook(read)) as { extra: boolean; cells: { attachments?: object }[] };
    assert.equal(again.extra, true);
    assert.deepEqual(again.cells[1].attachments, { x: 1 });
  });

  test("files that are no notebooks are refused by name and reason", (t) => {
    const folder = temporaryFolder(t);
    const refused = (name: string, text: string, reason: RegExp) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      assert.throws(
        () => readNotebook(path),
        (error: Error) => {
          assert.ok(error instanceof InputError, String(error));
          assert.ok(error.message.startsWith(`${path}: `), error.message);
          assert.match(error.message, reason);
          return true;
        },
      );
    };
    refused("half.ipynb", '{"cells": [', /JSON is unreadable/);
    refused("empty.ipynb", "", /JSON is unreadable/);
    refused("list.ipynb", "[]", /no "nbformat"/);
    refused("v3.ipynb", '{"nbformat": 3, "worksheets": []}', /nbformat 3 is not supported.*nbconvert/);
    refused("v5.ipynb", JSON.stringify(notebook([], { nbformat: 5 })), /nbformat 5/);
    refused("nocells.ipynb", JSON.stringify(notebook({})), /"cells" is not an array/);
    refused("type.ipynb", JSON.stringify(notebook([code, { ...code, cell_type: "sql" }])), /cell 2: .*"sql"/);
    refused("source.ipynb", JSON.stringify(notebook([{ ...code, source: 3 }])), /cell 1: "source"/);
    refused(
      "tags.ipynb",
      JSON.stringify(notebook([{ ...code, metadata: { tags: "x" } }])),
      /"metadata.tags"/,
    );
    refused(
      "output.ipynb",
      JSON.stringify(notebook([{ ...code, outputs: [{ output_type: "pyout" }] }])),
      /cell 1: output 1: "output_type" is "pyout"/,
    );
    assert.throws(() => readNotebook(join(folder, "none.ipynb")), /none\.ipynb: no such file/);
    assert.throws(() => readNotebook(folder), /a folder/);
  });
});

describe("writing notebooks", () => {
  test("makes the folder, replaces the file, leaves nothing else", (t) => {
    const folder = join(temporaryFolder(t), "deep", "er");
    const path = join(folder, "a.ipynb");
    writeNotebook(path, parseNotebook(notebook([]), "a"));
    writeNotebook(path, parseNotebook(notebook([code]), "a"));
    assert.deepEqual(readdirSync(folder), ["a.ipynb"]);
    assert.equal(readNotebook(path).cells.length, 1);
  });

  test("a place that cannot be written to is named", (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, "file"), "");
    assert.throws(
      () => writeNotebook(join(folder, "file", "a.ipynb"), parseNotebook(notebook([]), "a")),
      (error: Error) => error instanceof WorkError && /a\.ipynb: cannot be written/.test(error.message),
    );
  });
});
