import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { InputError } from "../../src/errors";
import type { CodeCell, Notebook } from "../../src/jupyter/nbformat";
import { assignParameters, declaredParameters, injectParameters } from "../../src/jupyter/parameters";
import { temporaryFolder } from "./helpers";

const cell = (source: string, ...tags: string[]): CodeCell => ({
  cell_type: "code",
  id: `id-${source.length}`,
  metadata: { tags },
  source,
  execution_count: null,
  outputs: [],
});
const notebook = (...cells: CodeCell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

const SOURCE = `// What to run
import { x } from "y";
const seeds = 3; // how many
const peak: number = -0.5e-1, label = 'base"line', quick = false;
let rates = [0.1, +3, -1];
const names: readonly string[] = ["a", "b"] as const;
const none: number[] = [];
const optimizer: "sgd" | "adam" = "sgd";
const path = "../data/messages.csv";
const computed = seeds * 2;
const { destructured } = { destructured: 1 };
const mixed = [1, "a"];
const unknownItems = [];
function inner() { const hidden = 1; return hidden; }
`;

describe("declared parameters", () => {
  test("are the literals at the top level, with their types", () => {
    const found = declaredParameters(notebook(cell("const no = 1;"), cell(SOURCE, "parameters")), "a.ipynb");
    assert.deepEqual(
      found.map((p) => [p.name, p.type, p.default]),
      [
        ["seeds", "number", 3],
        ["peak", "number", -0.05],
        ["label", "string", 'base"line'],
        ["quick", "boolean", false],
        ["rates", "number[]", [0.1, 3, -1]],
        ["names", "string[]", ["a", "b"]],
        ["none", "number[]", []],
        ["optimizer", "string", "sgd"],
        ["path", "string", "../data/messages.csv"],
      ],
    );
    assert.equal(found[7].annotation, '"sgd" | "adam"');
  });

  test("no cell, no parameters; two cells are refused", () => {
    assert.deepEqual(declaredParameters(notebook(cell("const a = 1;")), "a.ipynb"), []);
    const two = notebook(cell("const a = 1;", "parameters"), cell("const b = 1;", "parameters"));
    assert.throws(() => declaredParameters(two, "a.ipynb"), /a\.ipynb: 2 cells are tagged/);
  });
});

describe("assigning what was given", () => {
  const parameters = declaredParameters(notebook(cell(SOURCE, "parameters")), "one.ipynb");
  const assign = (given: Record<string, string>, folder = "/nowhere") =>
    Object.fromEntries(
      assignParameters(new Map(Object.entries(given)), [{ path: "one.ipynb", parameters }], folder)[0],
    );

  test("texts become values of the declared type", () => {
    assert.deepEqual(
      assign({
        seeds: "1e3",
        peak: " -2.5",
        label: "5",
        quick: "true",
        rates: "0.1, 0.3,1",
        names: '["x,y", "z"]',
        none: "[]",
      }),
      {
        seeds: 1000,
        peak: -2.5,
        label: "5",
        quick: true,
        rates: [0.1, 0.3, 1],
        names: ["x,y", "z"],
        none: [],
      },
    );
  });

  test("a wrong type is refused and the parameters are listed", () => {
    for (const [name, text] of [
      ["seeds", "three"],
      ["seeds", ""],
      ["seeds", "Infinity"],
      ["quick", "yes"],
      ["rates", "0.1,,3"],
      ["rates", '["a"]'],
      ["names", "[1]"],
      ["names", "[broken"],
    ]) {
      assert.throws(
        () => assign({ [name]: text }),
        (error: Error) => {
          assert.ok(error instanceof InputError);
          assert.ok(error.message.startsWith(`-p ${name}=${text}: one.ipynb wants a `), error.message);
          assert.match(error.message, /\n {2}seeds: number = 3\n/);
          assert.match(error.message, /optimizer: "sgd" \| "adam" = "sgd"/);
          return true;
        },
      );
    }
  });

  test("an unknown name is refused; one known to any notebook reaches those that know it", () => {
    assert.throws(
      () => assign({ sedes: "3" }),
      /-p sedes: no such parameter\.\nThe parameters are\none\.ipynb:/,
    );
    assert.throws(
      () => assignParameters(new Map([["a", "1"]]), [{ path: "x.ipynb", parameters: [] }], "."),
      /No notebook here has parameters: declare them/,
    );
    const [first, second] = assignParameters(
      new Map([["seeds", "9"]]),
      [
        { path: "other.ipynb", parameters: [{ name: "seeds", type: "string", default: "many" }] },
        { path: "one.ipynb", parameters },
      ],
      ".",
    );
    assert.deepEqual(
      [...first, ...second],
      [
        ["seeds", "9"],
        ["seeds", 9],
      ],
    );
  });

  test("files are resolved against the caller's folder, other texts are left alone", (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, "mine.csv"), "");
    writeFileSync(join(folder, "adam"), "");
    assert.equal(assign({ path: "mine.csv" }, folder).path, join(folder, "mine.csv"));
    assert.equal(assign({ path: "missing.csv" }, folder).path, join(folder, "missing.csv"));
    assert.equal(assign({ path: "https://example.org/a.csv" }, folder).path, "https://example.org/a.csv");
    assert.equal(assign({ label: "mine.csv" }, folder).label, join(folder, "mine.csv"));
    assert.equal(assign({ label: "missing.csv" }, folder).label, "missing.csv");
    assert.equal(assign({ optimizer: "adam" }, folder).optimizer, "adam");
  });
});

describe("injecting", () => {
  test("a cell after the parameters, values as TypeScript, annotations kept", () => {
    const before = notebook(cell("1"), cell(SOURCE, "parameters"), cell("2 + 2"));
    const values = new Map<string, string | number | number[]>([
      ["seeds", 5],
      ["label", 'a"\n\\b'],
      ["rates", [1e-7, -2]],
      ["optimizer", "adam"],
    ]);
    const after = injectParameters(before, values, "a.ipynb");
    assert.equal(before.cells.length, 3);
    assert.equal(after.cells.length, 4);
    assert.deepEqual(after.cells[2].metadata.tags, ["injected-parameters"]);
    assert.equal(
      after.cells[2].source,
      'const seeds = 5;\nconst label = "a\\"\\n\\\\b";\nconst rates = [1e-7,-2];\n' +
        'const optimizer: "sgd" | "adam" = "adam";',
    );
    const again = injectParameters(after, new Map([["seeds", 6]]), "a.ipynb");
    assert.deepEqual(
      again.cells.map((c) => c.source),
      ["1", SOURCE, "const seeds = 6;", "2 + 2"],
    );
  });

  test("values that the notebook does not declare, or of another type, are refused", () => {
    const book = notebook(cell("const seeds = 3;", "parameters"));
    assert.throws(() => injectParameters(book, new Map([["x", 1]]), "a.ipynb"), /a\.ipynb: no parameter x/);
    assert.throws(
      () => injectParameters(book, new Map([["seeds", "3"]]), "a.ipynb"),
      /wants a number, not "3"/,
    );
    assert.throws(() => injectParameters(book, new Map([["seeds", NaN]]), "a.ipynb"), InputError);
  });
});
