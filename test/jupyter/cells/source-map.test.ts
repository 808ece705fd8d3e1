import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { createSession } from "./session";

const FILE = "cell-under-test.js";

/** Where in the cell an error was made, by the cell's own source map; lines and columns from 0. */
async function thrownAt(source: string, earlier: string[] = []): Promise<{ line: number; column: number }[]> {
  const session = createSession();
  for (const cell of earlier) await session.run(cell);
  const cell = session.compiler.compile(source);
  assert.deepEqual(cell.diagnostics, []);
  const body = runInThisContext(`(${cell.javascript})`, { filename: FILE }) as (
    scope: object,
    require: unknown,
  ) => unknown;
  const map = new SourceMap(JSON.parse(cell.sourceMap) as ConstructorParameters<typeof SourceMap>[0]);
  try {
    await body(session.scope, require);
  } catch (error) {
    const frames = [...((error as Error).stack ?? "").matchAll(new RegExp(`${FILE}:(\\d+):(\\d+)`, "g"))];
    return frames.map(([, line, column]) => {
      const entry = map.findEntry(Number(line) - 1, Number(column) - (Number(line) === 1 ? 2 : 1));
      assert.ok("originalLine" in entry);
      return { line: entry.originalLine, column: entry.originalColumn };
    });
  }
  throw new Error("nothing was thrown");
}

test("stack traces lead to the cell's own lines and columns", async () => {
  const source = [
    "interface Gone { a: number }",
    "const x: number = 1;",
    "function deep(): never {",
    "    throw new Error('here')",
    "}",
    "  deep();",
  ].join("\n");
  assert.deepEqual(await thrownAt(source), [
    { line: 3, column: 10 },
    { line: 5, column: 2 },
  ]);
});

test("also with imports, helpers, awaits and names of earlier cells before them", async () => {
  const source = [
    "import * as fs from 'fs'; import path from 'path'",
    "",
    "await (1)",
    "const [a] = [earlier]",
    "void fs",
    "void [path, boom(a)]",
  ].join("\n");
  const frames = await thrownAt(source, [
    "let earlier = 5; function boom(n: number): never { throw new Error(String(n)) }",
  ]);
  assert.deepEqual(frames.at(-1)?.line, 5);
  assert.deepEqual(frames.at(-1)?.column, 12);
});

test("the last expression keeps its place", async () => {
  assert.deepEqual(await thrownAt("let o: any;\n\n   o.p.q"), [{ line: 2, column: 5 }]);
});
