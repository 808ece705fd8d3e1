import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { appendError, thrownError, unhandledError } from "../../src/jupyter/cell-error";
import { request } from "../../src/jupyter/messages";
import type { CodeCell } from "../../src/jupyter/nbformat";
import { OutputCollector } from "../../src/jupyter/outputs";

const emptyCell = (): CodeCell => ({
  cell_type: "code",
  id: "a",
  metadata: {},
  source: "",
  execution_count: 4,
  outputs: [],
});

describe("outputs from iopub messages", () => {
  const collector = new OutputCollector();
  const send = (cell: CodeCell, type: string, content: Record<string, unknown>) =>
    collector.apply(cell, request("s", type, content));
  const show = (cell: CodeCell, type: string, text: string, id?: string) =>
    send(cell, type, { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } });
  const texts = (cell: CodeCell) =>
    cell.outputs.map((o) => ("text" in o ? o.text : "data" in o ? o.data["text/plain"] : o.evalue));

  test("stream text of one name in a row is merged", () => {
    const cell = emptyCell();
    for (const [name, text] of [
      ["stdout", "a"],
      ["stdout", "b\n"],
      ["stderr", "c"],
      ["stdout", "d"],
    ]) {
      send(cell, "stream", { name, text });
    }
    assert.deepEqual(texts(cell), ["ab\n", "c", "d"]);
  });

  test("an update replaces every earlier output of that display id, in other cells too", () => {
    const [one, two] = [emptyCell(), emptyCell()];
    show(one, "display_data", "0 %", "bar");
    show(one, "display_data", "other");
    show(two, "execute_result", "1 %", "bar");
    assert.deepEqual([texts(one), texts(two)], [["1 %", "other"], ["1 %"]]);
    show(two, "update_display_data", "2 %", "bar");
    show(two, "update_display_data", "lost", "unknown id");
    assert.deepEqual([texts(one), texts(two)], [["2 %", "other"], ["2 %"]]);
    assert.equal(two.outputs[0].output_type, "execute_result");
  });

  test("clear_output clears at once, or when the next output comes", () => {
    const cell = emptyCell();
    send(cell, "stream", { name: "stdout", text: "1" });
    send(cell, "clear_output", { wait: false });
    assert.deepEqual(cell.outputs, []);
    send(cell, "stream", { name: "stdout", text: "2" });
    send(cell, "clear_output", { wait: true });
    assert.deepEqual(texts(cell), ["2"]);
    send(cell, "stream", { name: "stdout", text: "3" });
    assert.deepEqual(texts(cell), ["3"]);
  });

  test("error messages are kept, status messages are not", () => {
    const cell = emptyCell();
    send(cell, "status", { execution_state: "busy" });
    send(cell, "error", { ename: "RangeError", evalue: "too high", traceback: ["t"] });
    assert.deepEqual(cell.outputs, [
      { output_type: "error", ename: "RangeError", evalue: "too high", traceback: ["t"] },
    ]);
  });
});

describe("errors that tslab prints", () => {
  const evalOf = (text: string) => {
    const { ename, evalue } = thrownError(["before\n", text]).error;
    return [ename, evalue];
  };

  test("name and message are told from the stack, whatever Node puts around them", () => {
    assert.deepEqual(evalOf("RangeError: too high\n    at work (evalmachine.<anonymous>:5:11)\n"), [
      "RangeError",
      "too high",
    ]);
    assert.deepEqual(
      evalOf('evalmachine.<anonymous>:5\n  throw new Error("x");\n  ^\n\nError: x\nmore\n    at a (b:1:1)\n'),
      ["Error", "x\nmore"],
    );
    assert.deepEqual(evalOf("Error [ERR_X]: no\n    at a (b:1:1) {\n  code: 'ERR_X'\n}\n"), ["Error", "no"]);
    assert.deepEqual(evalOf("\u001b[31mInputError: bad\u001b[0m\n    at a (b:1:1)\n"), ["InputError", "bad"]);
    assert.deepEqual(evalOf("note: a text that was thrown\n"), ["Error", "note: a text that was thrown"]);
    assert.deepEqual(evalOf("{ code: 3 }\n"), ["Error", "{ code: 3 }"]);
  });

  test("type errors are taken together", () => {
    const { error, messages } = thrownError(["log\n", "1:7 - Not a number.\n", "a.ts 2:3 - Nor this.\n"]);
    assert.equal(messages, 2);
    assert.equal(error.ename, "TypeScriptError");
    assert.equal(error.evalue, "1:7 - Not a number. (and 1 more)");
    assert.deepEqual(error.traceback, ["1:7 - Not a number.", "a.ts 2:3 - Nor this."]);
  });

  test("frames of Node and the kernel are left out of the traceback", () => {
    const { traceback } = thrownError([
      "Error: x\n    at f (evalmachine.<anonymous>:5:11)\n    at Script.runInThisContext (node:vm:122:12)\n" +
        "    at execute (/somewhere/node_modules/tslab/dist/executor.js:160:30)\n",
    ]).error;
    assert.deepEqual(traceback, ["Error: x", "    at f (evalmachine.<anonymous>:5:11)"]);
  });

  test("only tslab's own report is an unhandled rejection", () => {
    assert.equal(unhandledError(["an UnhandledPromiseRejection: mentioned\n"]), undefined);
    const found = unhandledError(["log\n", "UnhandledPromiseRejection: TypeError: x\n    at a (b:1:1)\n"]);
    assert.equal(found?.error.ename, "UnhandledPromiseRejection");
    assert.equal(found?.error.evalue, "TypeError: x");
  });

  test("the printed text gives way to the error output", () => {
    const cell = emptyCell();
    cell.outputs = [{ output_type: "stream", name: "stderr", text: "remark\nError: x\n" }];
    appendError(cell, { ename: "Error", evalue: "x", traceback: [] }, "Error: x\n");
    assert.deepEqual(cell.outputs, [
      { output_type: "stream", name: "stderr", text: "remark\n" },
      { output_type: "error", ename: "Error", evalue: "x", traceback: [] },
    ]);
  });
});
