import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { runInThisContext } from "node:vm";
import { createSession, type Session } from "./session";

const session = createSession();

/** Runs cells in order and gives what each of them ends with. */
async function values(cells: readonly string[], { run }: Session = session): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const cell of cells) found.push(await run(cell));
  return found;
}

test("closures and later cells see one variable, whoever assigns", async () => {
  assert.deepEqual(
    await values(["let a = 1; const get = () => a;", "a = 5", "get()", "({ a } = { a: 6 }); get()"]),
    [undefined, 5, 5, 6],
  );
  assert.deepEqual(await values(["let n = 0; function up() { n++ }", "up(); up(); n", "n = 10", "up(); n"]), [
    undefined,
    2,
    10,
    11,
  ]);
});

test("a var in a block or a loop is a variable of the notebook", async () => {
  assert.deepEqual(
    await values(["if (true) { var inner = 5 }", "inner", "for (var i = 0; i < 3; i++);", "i"]),
    [undefined, 5, undefined, 3],
  );
});

test("shorthand properties and patterns name variables of earlier cells", async () => {
  const cells = [
    "let steps = 3; let rate = 0.5",
    "({ steps, rate })",
    "({ steps, rate = 9 } = { steps: 4 } as any); [steps, rate]",
  ];
  assert.deepEqual(await values(cells), [undefined, { steps: 3, rate: 0.5 }, [4, 9]]);
});

test("a function of an earlier cell is called without a receiver", async () => {
  const who = "function who(this: any) { return this === globalThis }";
  const cells = [
    who,
    "who()",
    "who?.()",
    "const tag = function (this: any) { return this === globalThis } as any",
    "tag`x`",
  ];
  assert.deepEqual(await values(cells), [undefined, true, true, undefined, true]);
});

test("what is only declared is looked up where it is", async () => {
  (globalThis as Record<string, unknown>)["givenElsewhere"] = 4;
  assert.deepEqual(await values(["declare let givenElsewhere: number", "givenElsewhere + 1"]), [
    undefined,
    5,
  ]);
  delete (globalThis as Record<string, unknown>)["givenElsewhere"];
});

test("declare global holds for this cell and for later ones", async () => {
  const cells = [
    "declare global { var shared: number }\nglobalThis.shared = 4; shared",
    "shared + 1",
    "1",
    "shared + 2",
  ];
  assert.deepEqual(await values(cells), [4, 5, 1, 6]);
  delete (globalThis as Record<string, unknown>)["shared"];
});

test("every form of await at the top makes the cell asynchronous, and none in a function does", async () => {
  const { compiler } = session;
  const asynchronous = [
    "await 1",
    "await (1)",
    "const w = await (Promise.resolve(2))",
    "for await (const x of []) x",
    "if (1) { await 1 }",
    "`${await 1}`",
    "class A { [await 'k']() {} }",
  ];
  for (const source of asynchronous) {
    assert.deepEqual(compiler.compile(source).diagnostics, [], source);
    assert.equal(compiler.compile(source).isAsync, true, source);
  }
  const synchronous = [
    "async () => await 1",
    "class A { async f() { await 1 } }",
    "async function f() { for await (const x of []) x }",
  ];
  for (const source of synchronous) assert.equal(compiler.compile(source).isAsync, false, source);
  assert.equal(await session.run("await (async () => 5)()"), 5);
});

test("a promise is a value when nothing awaits it", async () => {
  const value = (await values(["const first = await 1; ({ later: Promise.resolve(first) })"]))[0] as {
    later: unknown;
  };
  assert.ok(value.later instanceof Promise);
  const cell = session.compiler.compile("await 1; Promise.resolve(2)");
  const body = runInThisContext(`(${cell.javascript})`) as (scope: object) => Promise<{ value: unknown }>;
  assert.ok((await body({})).value instanceof Promise);
});

test("exports are names like others", async () => {
  const cells = [
    "export const a = 1; export function f() { return a } export class C {} export { a as b }",
    "[a, f(), typeof C]",
  ];
  assert.deepEqual(await values(cells), [undefined, [1, 1, "function"]]);
});

test("variables in loops are plain ones, as fast as in a function", () => {
  const { javascript } = session.compiler.compile("let sum = 0; for (let i = 0; i < 10; i++) sum += i; sum");
  assert.match(javascript, /for \(let i = 0; i < 10; i\+\+\) \{[^}]*\bsum \+= i;/);
});

test("a cell that fails half way leaves the names that had a value by then", async () => {
  const own = createSession();
  await own.run("const before = 'old'; const kept = 'old'");
  const cell = own.compiler.compile(
    "class Done { x = 1 }\nconst kept = 5; let before: number; throw new Error('half'); const after = 6; class Late<T> { y?: T }",
  );
  assert.deepEqual([...cell.names].sort(), ["Done", "Late", "after", "before", "kept"]);
  const body = runInThisContext(`(${cell.javascript})`) as (scope: object) => void;
  assert.throws(() => body(own.scope), /half/);
  const had = new Set(
    cell.names.filter((name) => {
      try {
        return own.scope[name] !== undefined;
      } catch (error) {
        assert.ok(error instanceof ReferenceError);
        return false;
      }
    }),
  );
  assert.deepEqual([...had].sort(), ["Done", "kept"]);
  own.compiler.commit(cell, had);
  assert.equal(await own.run("kept.toFixed(1) + new Done().x"), "5.01");
  assert.match(own.check("after")[0]?.message ?? "", /Cannot find name 'after'/);
  assert.deepEqual(own.check("const late: Late<string> = { y: 'x' }"), []);
  assert.match(own.check("new Late()")[0]?.message ?? "", /'Late' only refers to a type/);
  // The earlier cell's variable is what its name still means.
  assert.deepEqual(own.check("const text: string = before"), []);
});

test("names of the machinery are free", async () => {
  const cells = [
    "const scope = 1, require = 2, importModule = 3, value = 4, given = 5, exports = 6",
    "[scope, require, importModule, value, given, exports]",
  ];
  assert.deepEqual(await values(cells, createSession()), [undefined, [1, 2, 3, 4, 5, 6]]);
});

test("names with underscores in front, and JSX with its factory in an earlier cell", async () => {
  const own = createSession();
  assert.deepEqual(
    await values(["const __a = 1; let ___b = 2; const _c = 3", "___b++; [__a, ___b, _c]"], own),
    [undefined, [1, 3, 3]],
  );
  const factory = "const React = { createElement: (...parts: any[]) => parts }; const Part = 'part' as any";
  const cells = [factory, "/** @jsx */\n<Part a={1} {...{ b: Part }}>text</Part>", "/** @jsx */\n<div/>"];
  assert.deepEqual(await values(cells, own), [
    undefined,
    ["part", { a: 1, b: "part" }, "text"],
    ["div", null],
  ]);
});

test("what only a module can say is refused with what to do", () => {
  const said = (source: string): string =>
    session.compiler
      .compile(source)
      .diagnostics.map(({ message }) => message)
      .join();
  assert.match(said("export default 5"), /no default export: give the value a name/);
  assert.match(said("export * from 'fs'"), /exports nothing: import the names/);
  assert.match(said("export default function () {}"), /Give this a name/);
  assert.match(said("1 + import.meta.url.length"), /no import\.meta/);
  assert.equal(said("const meta = 1; export { meta }; export default class Named {}"), "");
});

test("cells may call their own values what the language calls its own", async () => {
  const { run } = createSession();
  await run("const Object = 5;\nconst __proto__ = 6;");
  assert.equal(await run("Object + __proto__"), 11);
  assert.deepEqual(await run("({ a: 1 })"), { a: 1 });
});

test("a function with a loop works as text, where the kernel's own names are not", async () => {
  const { run } = createSession();
  await run("function sum(to: number) { let s = 0; for (let i = 0; i <= to; i++) s += i; return s; }");
  const text = await run("`(${sum.toString()})(1000)`");
  assert.equal(runInNewContext(String(text)), 500500);
});
