import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compareNotebooks } from "../../src/jupyter/compare/compare";
import { jsonChanges } from "../../src/jupyter/compare/json-changes";
import { textChanges } from "../../src/jupyter/compare/text-changes";
import type { Cell, CodeCell, Notebook, Output } from "../../src/jupyter/nbformat";
import { withProvenance, type RunState } from "../../src/jupyter/provenance/provenance";
import { createRandom } from "../../src/data";

describe("how a text became another", () => {
  test("lines that went and came, with a line around them", () => {
    const before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
    const after = "one\ntwo\n3\nfour\nfive\nsix\nseven\neight\n";
    assert.deepEqual(textChanges(before, after), [
      ...["  two", "- three", "+ 3", "  four", "  ...", "  seven", "+ eight"],
    ]);
    assert.deepEqual(textChanges("a", "a\n"), ["  a"].slice(1), "a line that ends is no other line");
    assert.deepEqual(textChanges("", "new"), ["+ new"]);
  });

  test("of a long line its changed words, numbers whole", () => {
    const line = (loss: string) =>
      `Validation loss is lowest at ${loss} at epoch 5, median of 5 seeds; it is still falling at the end of the run.`;
    assert.deepEqual(textChanges(line("3.55"), line("3.48")), [
      "~ ...ation loss is lowest at [-3.55-]{+3.48+} at epoch 5, median of 5...",
    ]);
  });

  test("texts without anything in common end soon", () => {
    const text = (from: number) => Array.from({ length: 20_000 }, (_, i) => `line ${from + i}`).join("\n");
    assert.deepEqual(textChanges(text(0), text(1e6)), ["- 20000 lines", "+ 20000 lines, all others"]);
  });
});

describe("where two JSON values differ", () => {
  test("each place once, numbers with both values", () => {
    const a = { mark: "line", data: { values: [{ y: 0.5 }, { y: 1 }] }, "a b": [1], gone: null };
    const b = { mark: "line", data: { values: [{ y: 0.5 }, { y: 2 }] }, "a b": [1, 2], came: [] };
    assert.deepEqual(jsonChanges(a, b), [
      { path: "$.data.values[1].y", a: 1, b: 2 },
      { path: '$["a b"].length', a: 1, b: 2 },
      { path: "$.gone", a: null, b: undefined },
      { path: "$.came", a: undefined, b: [] },
    ]);
    assert.deepEqual(jsonChanges([1], { 0: 1 }), [{ path: "$", a: [1], b: { 0: 1 } }]);
    assert.deepEqual(jsonChanges(JSON.parse('{"__proto__": 1}'), JSON.parse("{}")), [
      { path: "$.__proto__", a: 1, b: undefined },
    ]);
  });

  test("nothing but a value that was changed is found, wherever it stands", () => {
    const random = createRandom(6);
    const whole = (below: number): number => random.int(below);
    const grow = (depth: number): unknown => {
      if (depth === 0 || whole(4) === 0) return whole(1000);
      const parts = Array.from({ length: 1 + whole(3) }, () => grow(depth - 1));
      return whole(2) === 0 ? parts : Object.fromEntries(parts.map((part, i) => [`k${i}`, part]));
    };
    for (let round = 0; round < 200; round++) {
      const a = { top: grow(5) };
      const b = structuredClone(a);
      assert.deepEqual(jsonChanges(a, b), []);
      let path = "$";
      let holder: unknown = b;
      for (;;) {
        const entries = Object.entries(holder as object);
        const [key, value] = entries[whole(entries.length)] as [string, unknown];
        path += Array.isArray(holder) ? `[${key}]` : `.${key}`;
        if (typeof value === "number") {
          (holder as Record<string, unknown>)[key] = value + 1;
          assert.deepEqual(jsonChanges(a, b), [{ path, a: value, b: value + 1 }]);
          break;
        }
        holder = value;
      }
    }
  });

  test("a document of nothing but brackets is no trap", () => {
    const deep = (end: string): unknown => JSON.parse("[".repeat(3000) + end + "]".repeat(3000));
    assert.equal(jsonChanges(deep("1"), deep("1")).length, 0);
    assert.equal(jsonChanges(deep("1"), deep("2")).length, 1);
  });
});

describe("two executed notebooks", () => {
  const code = (id: string, source: string, ...outputs: Output[]): CodeCell => ({
    ...{ cell_type: "code", id, metadata: {}, source, execution_count: 1, outputs },
  });
  const text = (words: string): Output => ({ output_type: "stream", name: "stdout", text: words });
  const shown = (data: Record<string, unknown>): Output => ({
    output_type: "display_data",
    data,
    metadata: {},
  });
  const plain = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const run = (
    {
      seeds = 5,
      node = "20.1.0",
      state = "done",
    }: { seeds?: number; node?: string; state?: RunState["state"] },
    ...cells: Cell[]
  ): Notebook =>
    withProvenance(
      plain(...cells),
      { source: "s", parameters: { seeds }, versions: { node } },
      { state, done: cells.length, cells: cells.length },
    );
  const brief = (a: Notebook, b: Notebook) =>
    compareNotebooks(a, b).map(({ what, cell, where, a, b }) => [what, cell ?? null, where, a, b]);

  test("the same work is no difference: pictures, counts, times", () => {
    const one = code("a", "1", text("took 1.5 s\n"), shown({ "text/plain": "chart", "image/png": "AAAA" }));
    const other = code(
      "a",
      "1",
      text("took "),
      text("23 s\n"),
      shown({ "text/plain": "chart", "image/svg+xml": "<svg>" }),
    );
    assert.deepEqual(compareNotebooks(run({}, one), run({}, { ...other, execution_count: 9 })), []);
  });

  test("parameters, versions, how far the run came; injected cells are told by the parameters", () => {
    const injected = (value: number): Cell => ({
      ...code("injected-parameters", `const seeds = ${value};`),
      metadata: { tags: ["injected-parameters"] },
    });
    const a = run({}, code("a", "1"));
    const b = run({ seeds: 3, node: "22.0.0", state: "failed" }, code("a", "1"), injected(3));
    assert.deepEqual(brief(a, b), [
      ["run", null, "state", "done, 1 of 1 cells", "failed, 2 of 2 cells"],
      ["parameter", null, "seeds", 5, 3],
      ["version", null, "node", "20.1.0", "22.0.0"],
    ]);
    assert.deepEqual(brief(a, plain(code("a", "1"))), [
      ["run", null, "record", "run by lr-lab", "no record of a run"],
    ]);
    assert.deepEqual(brief(plain(code("a", "1")), plain(code("a", "1"))), []);
  });

  test("cells: which there are, their order, source and tags", () => {
    const markdown: Cell = { cell_type: "markdown", id: "m", metadata: {}, source: "# Title" };
    const a = plain(markdown, code("x", "const a = 1;"), code("y", "2"), code("only-a", "3"));
    const b = plain(
      code("x", "const a = 2;"),
      { ...markdown, metadata: { tags: ["notes"] } },
      code("y", "2"),
    );
    assert.deepEqual(brief(a, b), [
      ["cell", "only-a", "one side only", "a code cell", undefined],
      ["cell", null, "order", "m", "x"],
      ["tags", "m", "tags", "", "notes"],
      ["source", "x", "source", "const a = 1;", "const a = 2;"],
    ]);
    const source = compareNotebooks(a, b).at(-1);
    assert.deepEqual(source?.lines, ["- const a = 1;", "+ const a = 2;"]);
  });

  test("outputs: by MIME type, JSON by path; of several texts the one that is read first", () => {
    const chart = (y: number, words: string) =>
      shown({
        "application/vnd.vegalite.v5+json": { data: [{ y }] },
        "text/html": `<p>${words}</p>`,
        "text/plain": words,
      });
    const a = plain(code("x", "1", text("a\n"), chart(1, "one")), code("y", "2", text("z")));
    const b = plain(code("x", "1", text("b\n"), chart(2, "two")), code("y", "2"));
    const found = compareNotebooks(a, b);
    assert.deepEqual(
      found.map(({ cell, where, lines }) => [cell, where, lines ?? null]),
      [
        ["x", "output 1 stdout", ["- a", "+ b"]],
        ["x", "output 2 text/plain", ["- one", "+ two"]],
        ["x", "output 2 application/vnd.vegalite.v5+json $.data[0].y", null],
        ["x", "output 2 text/html", []],
        ["y", "number of outputs", ["- stdout"]],
      ],
    );
    assert.deepEqual([found[2].a, found[2].b], [1, 2]);
  });

  test("an error is not its text on stderr, and an error of another name is another", () => {
    const error = (ename: string, ...traceback: string[]): Output => ({
      ...{ output_type: "error", ename, evalue: "x", traceback },
    });
    const stderr: Output = { output_type: "stream", name: "stderr", text: "Error: x" };
    const where = (a: Output, b: Output) =>
      compareNotebooks(plain(code("x", "1", a)), plain(code("x", "1", b))).map((d) => d.where);
    assert.deepEqual(where(error("Error"), stderr), ["output 1"]);
    assert.deepEqual(where(error("Error", "at a"), error("RangeError", "at b")), ["output 1 error"]);
    assert.deepEqual(where(error("Error", "at a"), error("Error", "at b")), ["output 1 traceback"]);
    assert.deepEqual(where(error("Error", "at a"), error("Error", "at a")), []);
  });
});
