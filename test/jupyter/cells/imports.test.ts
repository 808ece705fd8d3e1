import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { runInNewContext } from "node:vm";
import { typescript } from "../../../src/jupyter/cells/typescript";
import { ROOT } from "../../training/helpers";
import { createSession } from "./session";

const folder = mkdtempSync(join(tmpdir(), "lr-lab-cells-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function pkg(name: string, content: object, files: Record<string, string>): void {
  file(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", ...content }));
  for (const [path, text] of Object.entries(files)) file(`node_modules/${name}/${path}`, text);
}

const types =
  "declare const all: any; export default all; export const a: any; export const b: any; export type T = 1;";
const plain = { main: "index.js", types: "index.d.ts" };
pkg("compiled", plain, {
  "index.js":
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'the default'; exports.a = 1; exports.b = 2;",
  "index.d.ts": types,
});
pkg("common", plain, { "index.js": "module.exports = { a: 1, b: 2 };", "index.d.ts": types });
pkg("callable", plain, {
  "index.js": "module.exports = () => 'called'; module.exports.a = 1;",
  "index.d.ts": types,
});
pkg("inherits", plain, {
  "index.js": "module.exports = Object.create({ b: 'inherited' }); module.exports.a = 1;",
  "index.d.ts": types,
});
pkg("nothing", plain, { "index.js": "module.exports = null;", "index.d.ts": types });
pkg(
  "modern",
  { type: "module", exports: { import: { types: "./index.d.ts", default: "./index.js" } } },
  {
    "index.js": "await 0; export default 'modern'; export const a = 1; export const b = 2;",
    "index.d.ts": types,
  },
);
pkg("untyped", { main: "index.js" }, { "index.js": "exports.a = { deep: 1 };" });

const IMPORTS = [
  "import d from 'NAME'; [d]",
  "import { a } from 'NAME'; [a]",
  "import { a as renamed, b } from 'NAME'; [renamed, b]",
  "import { default as d } from 'NAME'; [d]",
  "import d, { a } from 'NAME'; [d, a]",
  "import * as all from 'NAME'; [all.a, all.b, all.default, Object.keys(all)]",
  "import d, * as all from 'NAME'; [d, all.a]",
  "import 'NAME'; []",
  "import { type T, a } from 'NAME'; const t: T = 1; [a, t]",
];

/** What TypeScript's own CommonJS makes of the same text, as stock tslab uses it. */
function reference(source: string): unknown {
  const ts = typescript();
  const body = source.replace(/; ?(\[.*)$/, "; export const result = $1");
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(body, { compilerOptions: options });
  const exports: { result?: unknown } = {};
  runInNewContext(outputText, { exports, require: createRequire(join(folder, "cell.js")), Object });
  return exports.result;
}

test("imports mean what TypeScript's CommonJS means by them", async () => {
  const { run } = createSession(folder);
  for (const name of ["compiled", "common", "callable", "inherits"]) {
    for (const form of IMPORTS) {
      const source = form.replace("NAME", name);
      const render = (value: unknown): string =>
        JSON.stringify(value, (_, one: unknown) => (typeof one === "function" ? `f ${String(one)}` : one));
      assert.equal(render(await run(source)), render(reference(source)), source);
    }
  }
});

test("names that are imported and not used are there for later cells; types leave nothing", async () => {
  const { run, scope, compiler } = createSession(folder);
  await run("import d, { a, type T } from 'compiled'; import * as everything from 'common'");
  assert.deepEqual(Object.keys(scope).sort(), ["a", "d", "everything"]);
  assert.equal(await run("const t: T = 1; d + a + everything.b + t"), "the default121");
  assert.doesNotMatch(
    compiler.compile("import { T as Only } from 'compiled'; import type { Stats } from 'fs'").javascript,
    /require\(/,
  );
});

test("a package without types is any, one that nobody has is an error", async () => {
  const { run, check } = createSession(folder);
  assert.equal(await run("import { a } from 'untyped'; a.deep"), 1);
  const [missing] = check("import { a } from 'not-there-yet'");
  assert.equal(missing?.code, 2307);
  pkg("not-there-yet", plain, { "index.js": "exports.a = 'installed'", "index.d.ts": types });
  assert.equal(await run("import { a } from 'not-there-yet'; a"), "installed");
});

test("a package that only import can load is imported, whatever its form", async () => {
  const { compiler, run } = createSession(folder);
  for (const form of IMPORTS) {
    const { javascript, isAsync } = compiler.compile(form.replace("NAME", "modern"));
    assert.match(javascript, /await importModule\("?'?modern/);
    assert.equal(isAsync, true);
  }
  // Loaded by the test's own loader, which starts from this file: only what the cell asks for is of interest.
  const asked: string[] = [];
  const cell = compiler.compile(
    "import d, { a as one } from 'modern'; import * as all from 'modern'; [d, one, all.b]",
  );
  const body = eval(`(${cell.javascript})`) as (...parts: unknown[]) => Promise<{ value: unknown }>;
  const load = (name: string): Promise<object> => {
    asked.push(name);
    return Promise.resolve({ default: "modern", a: 1, b: 2 });
  };
  assert.deepEqual((await body({}, undefined, load)).value, ["modern", 1, 2]);
  assert.deepEqual(asked, ["modern", "modern"]);
  assert.equal(await run("import path = require('path'); path.basename('/a/b')"), "b");
});

test("the kernel's own package, its dependencies and tslab are found from any folder", () => {
  const bare = mkdtempSync(join(tmpdir(), "lr-lab-bare-"));
  try {
    const fallback = join(bare, "kernel");
    const dependency = join(fallback, "node_modules", "helper");
    mkdirSync(dependency, { recursive: true });
    writeFileSync(
      join(fallback, "package.json"),
      JSON.stringify({
        name: "lr-lab",
        main: "main.js",
        types: "main.d.ts",
        dependencies: { helper: "1.0.0" },
      }),
    );
    writeFileSync(join(fallback, "main.d.ts"), "import { T } from 'helper'; export declare const rate: T;");
    writeFileSync(join(dependency, "package.json"), JSON.stringify({ name: "helper", types: "index.d.ts" }));
    writeFileSync(join(dependency, "index.d.ts"), "export type T = 'found'; export declare const t: T;");
    const notebook = join(bare, "elsewhere", "deep");
    mkdirSync(notebook, { recursive: true });
    const { check } = createSession(notebook, fallback);
    assert.deepEqual(
      check("import { rate } from 'lr-lab'; import { t } from 'helper'; const both: 'found' = rate ?? t"),
      [],
    );
    assert.deepEqual(
      check(
        "import * as tslab from 'tslab'; tslab.display.html('x'); const b: Buffer = Buffer.from('node types are there')",
      ),
      [],
    );
    assert.deepEqual(
      check("import 'fs'; rate.length; const wrong: 'other' = rate").map(({ code }) => code),
      [2322],
    );
    assert.deepEqual(
      check("import { nothing } from 'unheard-of'").map(({ code }) => code),
      [2307],
    );
  } finally {
    rmSync(bare, { recursive: true, force: true });
  }
});

test("import() is left to the kernel, with its types", () => {
  const { compiler } = createSession(join(ROOT, "notebooks"));
  const cell = compiler.compile(
    "const { join } = await import('path'); const text: string = join('a'); const f = () => import('./' + text)",
  );
  assert.deepEqual(cell.diagnostics, []);
  assert.match(cell.javascript, /await importModule\('path'\)/);
  assert.match(cell.javascript, /importModule\('\.\/' \+ text\)/);
  assert.doesNotMatch(cell.javascript, /[^.]\bimport\(/);
});
