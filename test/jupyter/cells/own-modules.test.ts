import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { createCellCompiler, type CellCompiler } from "../../../src/jupyter/cells";

let root: string;
let folder: string;
let compiler: CellCompiler;
let clock = 1_700_000_000;
const roots: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lr-lab-own-"));
  roots.push(root);
  folder = join(root, "notebooks");
  mkdirSync(folder);
  compiler = createCellCompiler({ folder });
});
after(() => {
  for (const one of roots) rmSync(one, { recursive: true, force: true });
});

/** Writes a file as if some time had passed. */
function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
  utimesSync(join(folder, path), ++clock, clock);
}

/** The names of the files that a cell brings along; it must have no errors. */
function brought(source: string): string[] {
  const cell = compiler.compile(source);
  assert.deepEqual(cell.diagnostics, []);
  compiler.commit(cell);
  return cell.modules.map(({ path }) => basename(path)).sort();
}

test("own files come along once, and again when they or what they import have changed", () => {
  write("deep.ts", "export const depth: number = 1;");
  write(
    "util.ts",
    "import { depth } from './deep'; export const twice = depth * 2; export interface T { a: 1 }",
  );
  write("other.ts", "export const other = 'o';");
  assert.deepEqual(brought("import { twice, type T } from './util'; const t: T = { a: 1 }"), [
    "deep.ts",
    "util.ts",
  ]);
  assert.deepEqual(brought("import { twice } from './util'; import { other } from './other'"), ["other.ts"]);
  assert.deepEqual(brought("1"), []);
  write("deep.ts", "export const depth: number = 5;");
  assert.deepEqual(brought("import { other } from './other'"), []);
  assert.deepEqual(brought("import { twice } from './util'"), ["deep.ts", "util.ts"]);
});

test("their JavaScript is CommonJS and runs", () => {
  write(
    "util.ts",
    "import { basename } from 'path'; import * as path from 'path'; enum E { A = 7 } export const name: string = basename('/a/b') + path.sep + E.A; export default class C {} ",
  );
  const [module] = compiler.compile("import C, { name } from './util'").modules;
  const exports: { name?: string; default?: unknown } = {};
  new Function("exports", "require", module?.javascript ?? "")(exports, require);
  assert.equal(exports.name, "b/7");
  assert.equal(typeof exports.default, "function");
  assert.equal(module?.path, `${folder}/util.ts`);
});

test("types follow the file", () => {
  write("util.ts", "export const rate: number = 1;");
  assert.deepEqual(brought("import { rate } from './util'; rate.toFixed()"), ["util.ts"]);
  write("util.ts", "export const rate: string = 'x';");
  const [found] = compiler.compile("import { rate } from './util'; rate.toFixed()").diagnostics;
  assert.match(found?.message ?? "", /'toFixed' does not exist on type 'string'/);
});

test("errors in own files are told with their path, to cells that import them", () => {
  mkdirSync(join(folder, "lib"));
  write("lib/bad.ts", "export const fine = 1;\nexport const wrong: number = 'x';\n");
  write("through.ts", "export * from './lib/bad';");
  const { diagnostics } = compiler.compile("import { fine } from './through'");
  assert.deepEqual(diagnostics, [
    {
      message: "Type 'string' is not assignable to type 'number'.",
      code: 2322,
      start: { line: 1, column: 13 },
      end: { line: 1, column: 18 },
      text: "export const wrong: number = 'x';",
      file: "lib/bad.ts",
    },
  ]);
  assert.deepEqual(compiler.compile("1").diagnostics, []);
  write("lib/bad.ts", "export const fine = 1;");
  assert.deepEqual(brought("import { fine } from './through'"), ["bad.ts", "through.ts"]);
});

test("a file that is made after its import failed is found", () => {
  assert.equal(compiler.compile("import { x } from './late'").diagnostics[0]?.code, 2307);
  write("late.ts", "export const x = 1;");
  assert.deepEqual(brought("import { x } from './late'; x"), ["late.ts"]);
  rmSync(join(folder, "late.ts"));
  assert.equal(compiler.compile("import { x } from './late'").diagnostics[0]?.code, 2307);
});

test("a file that was gone for a while is found again, whatever was asked meanwhile", () => {
  for (const meanwhile of ["import { x } from './here'", "1"]) {
    write("here.ts", "export const x = 1;");
    assert.deepEqual(brought("import { x } from './here'; x"), ["here.ts"]);
    rmSync(join(folder, "here.ts"));
    compiler.compile(meanwhile);
    write("here.ts", "export const x = 'back';");
    assert.deepEqual(brought("import { x } from './here'; x.length"), ["here.ts"]);
  }
});

test("files beside the notebook's folder, JavaScript and JSON can be imported", () => {
  writeFileSync(join(root, "shared.ts"), "export const shared = 1;");
  write("script.js", "exports.answer = 42;");
  write("data.json", '{ "rows": [1, 2] }');
  const source =
    "import { shared } from '../shared'; import data from './data.json'; data.rows.map((row) => row + shared)";
  assert.deepEqual(brought(source), ["shared.ts"]);
  assert.deepEqual(brought("import { answer } from './script'; answer.toFixed()"), ["script.js"]);
});

test("a @module cell is a file for later cells", () => {
  const module = compiler.compile("/** @module tools */\nexport const tool = (x: number) => x + 1;");
  assert.deepEqual(module.diagnostics, []);
  assert.deepEqual([module.names, module.modules], [[], []]);
  assert.equal((new Function(`return ${module.javascript}`)() as () => unknown)(), undefined);
  compiler.commit(module);
  assert.deepEqual(brought("import { tool } from './tools'; tool(1).toFixed()"), ["tools.ts"]);
  compiler.commit(compiler.compile("/** @module tools */\nexport const tool = (x: string) => x;"));
  assert.deepEqual(brought("import { tool } from './tools'; tool('a').length"), ["tools.ts"]);
  assert.equal(
    compiler.compile("/** @module broken */\nexport const x: number = 'a'").diagnostics[0]?.start.line,
    1,
  );
});

test("a @browser cell says that it does not run here", () => {
  const { diagnostics, javascript } = compiler.compile("/** @browser */\ndocument.title");
  assert.match(diagnostics[0]?.message ?? "", /@browser/);
  assert.equal(javascript, "");
});
