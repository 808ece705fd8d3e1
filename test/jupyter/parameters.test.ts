import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { InputError } from "../../src/errors";
import type { CodeCell, Notebook } from "../../src/jupyter/nbformat";
import {
  assignParameters,
  declaredParameters,
  injectParameters,
  readParameterFile,
} from "../../src/jupyter/parameters";
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

  test("written literals are the values that there are, in unions, arrays, aliases and assertions", () => {
    const source = `type Model = "linear" | "mlp";
const model: Model = "linear";
const models: readonly Model[] = ["mlp"];
const batches: Array<16 | 32 | -1> = [16];
const fold: (1 | 2) = 1;
const epochs: number | "auto" = 3;
const mode = "fast" as "fast" | "slow";
const fixed = "a" as const;
const text: string = "b";
type Loop = Loop | Loop[];
const loop: Loop = "c";
`;
    const found = declaredParameters(notebook(cell(source, "parameters")), "a.ipynb");
    const allowed = found.map(({ name, choices, also }) => [name, choices ?? null, also ?? null]);
    assert.deepEqual(allowed, [
      ["model", ["linear", "mlp"], null],
      ["models", ["linear", "mlp"], null],
      ["batches", [16, 32, -1], null],
      ["fold", [1, 2], null],
      ["epochs", null, ["auto"]],
      ["mode", ["fast", "slow"], null],
      ["fixed", null, null],
      ["text", null, null],
      ["loop", null, null],
    ]);
  });

  test("a comment behind a declaration or right above it says what it is for", () => {
    const source = `// The whole cell: no parameter's.

// most epochs,
// none is skipped
const epochs = 5;
/** The model.
 *  Either one. */
const model = "linear"; // behind wins
const seeds = 3; /* how many */ const rates = [1];
// of something else

const quick = true;
`;
    const found = declaredParameters(notebook(cell(source, "parameters")), "a.ipynb");
    assert.deepEqual(Object.fromEntries(found.map(({ name, comment }) => [name, comment ?? null])), {
      epochs: "most epochs, none is skipped",
      model: "behind wins",
      seeds: "how many",
      rates: null,
      quick: null,
    });
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

  test("a value outside the written literals is refused; numbers may be written in any way", () => {
    const source = `const model: "linear" | "mlp" = "linear";
const batches: (16 | 32)[] = [16];
const epochs: number | "auto" = 3;`;
    const typed = declaredParameters(notebook(cell(source, "parameters")), "one.ipynb");
    const give = (name: string, text: string) =>
      assignParameters(new Map([[name, text]]), [{ path: "one.ipynb", parameters: typed }], "/")[0].get(name);
    assert.equal(give("model", "mlp"), "mlp");
    assert.deepEqual(give("batches", "32,1.6e1"), [32, 16]);
    assert.equal(give("epochs", "auto"), "auto");
    assert.equal(give("epochs", "2.5"), 2.5);
    assert.throws(
      () => give("model", "svm"),
      /-p model=svm: one\.ipynb wants one of "linear", "mlp", such as "linear"/,
    );
    assert.throws(() => give("batches", "64"), /wants a list of 16, 32, such as \[16\]/);
    assert.throws(() => give("epochs", "some"), /wants a number or "auto", such as 3/);
  });

  test("a file gives values by name; -p wins, and what does not fit is named with its key", (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, "mine.csv"), "");
    const file = (values: unknown) => {
      const path = join(folder, "params.json");
      writeFileSync(path, typeof values === "string" ? values : JSON.stringify(values));
      return readParameterFile(path);
    };
    const give = (values: unknown, given: Record<string, string> = {}) => {
      const notebooks = [{ path: "one.ipynb", parameters }];
      return Object.fromEntries(
        assignParameters(new Map(Object.entries(given)), notebooks, "/", file(values))[0],
      );
    };
    assert.deepEqual(give({ seeds: 7, peak: -1, rates: [1], quick: true }, { seeds: "9" }), {
      ...{ seeds: 9, peak: -1, rates: [1], quick: true },
    });
    assert.equal(
      give({ path: "mine.csv" }).path,
      join(folder, "mine.csv"),
      "paths start from the file's folder",
    );
    assert.throws(
      () => give({ sedes: 7 }),
      /-f .*params\.json: "sedes": no such parameter\.\nThe parameters are/,
    );
    assert.throws(
      () => give({ seeds: "7" }),
      /-f .*params\.json: "seeds": "7": one\.ipynb wants a number, such as 3/,
    );
    assert.throws(() => give({ seeds: null }), /"seeds": null: one\.ipynb wants a number/);
    assert.throws(() => give({ rates: [1, "2"] }), /"rates": \[1,"2"\]: one\.ipynb wants a number\[\]/);
    assert.throws(() => give({ optimizer: "lion" }), /wants one of "sgd", "adam"/);
    assert.throws(() => give("{broken"), /params\.json: not a file of JSON/);
    assert.throws(() => give([1]), /params\.json: not a JSON object/);
    assert.throws(() => readParameterFile(join(folder, "none.json")), /none\.json: no such file/);
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
