import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "./session";

/** The messages of the last cell; the cells before it must pass. */
function messages(...cells: string[]): string[] {
  const { check } = createSession();
  const last = cells.pop() ?? "";
  for (const cell of cells) assert.deepEqual(check(cell), [], cell);
  return check(last).map(({ message }) => message);
}

test("a variable keeps its type when a type that it mentions is declared anew", () => {
  const cells = ["interface Row { a: number }", "const row: Row = { a: 1 }", "interface Row { b: string }"];
  assert.deepEqual(messages(...cells, "row.a.toFixed(); const other: Row = { b: 'x' }"), []);
  assert.deepEqual(messages(...cells, "row.b"), ["Property 'b' does not exist on type 'Row'."]);
});

test("a class declared anew does not change the instances of the old one", () => {
  const cells = ["class A { x = 1 }\nconst a = new A()", "class A { y = 2 }"];
  assert.deepEqual(messages(...cells, "a.x + new A().y"), []);
  assert.equal(messages(...cells, "const b: A = a").length, 1);
});

test("a type and a value of one name live side by side, whichever came first", () => {
  assert.deepEqual(messages("const X = 1", "interface X { a: number }", "const x: X = { a: X }"), []);
  assert.deepEqual(messages("interface X { a: number }", "const X = 1", "const x: X = { a: X }"), []);
  assert.deepEqual(
    messages("class X { a = 1 }", "interface X { b: number }", "const x: X = { b: new X().a }"),
    [],
  );
  assert.deepEqual(messages("class X { a = 1 }", "const X = 5", "const x: X = { a: X }"), []);
  assert.deepEqual(
    messages("class X { a = 1 }", "const X = 5", "class X { c = 2 }", "const x: X = new X(); x.c"),
    [],
  );
  assert.deepEqual(
    messages("import { Stats } from 'fs'", "const Stats = 5", "let s: Stats | undefined; Stats.toFixed()"),
    [],
  );
});

test("types stay what they were when a new package makes the checker new", () => {
  const cells = [
    "interface Row { a: number }\nfunction f(): Row { return { a: 1 } }",
    "const row = f()",
    "interface Row { b: string }\nfunction f() { return 'text' }\nconst a = 1",
    "import { constant } from 'lr-lab'",
  ];
  assert.deepEqual(messages(...cells, "row.a.toFixed(); f().length; const other: Row = { b: f() }"), []);
  assert.equal(messages(...cells, "row.b").length, 1);
});

test("types come through functions, generics and inference exactly", () => {
  const cells = [
    "const make = <T,>(value: T) => ({ value, list: [value] as const })",
    "const made = make('x' as const)",
  ];
  assert.deepEqual(
    messages(
      ...cells,
      "const exact: { readonly value: 'x' } = made; const [only] = made.list; only satisfies 'x'",
    ),
    [],
  );
  assert.deepEqual(messages(...cells, "const wrong: 'y' = made.value"), [
    `Type '"x"' is not assignable to type '"y"'.`,
  ]);
  // What no declaration file could name.
  const unnamed = [
    "function f() { class Hidden { private p = 1; q = 2 } return new Hidden() }",
    "const hidden = f()",
  ];
  assert.deepEqual(messages(...unnamed, "hidden.q"), []);
  assert.deepEqual(messages("const key = Symbol(); const o = { [key]: 1 }", "o[key].toFixed()"), []);
});

test("a constant of an earlier cell cannot be assigned to", () => {
  assert.deepEqual(messages("const a = 1", "a = 2"), ["Cannot assign to 'a' because it is a constant."]);
  assert.deepEqual(messages("import { sep } from 'path'", "sep = 'x'"), [
    "Cannot assign to 'sep' because it is an import.",
  ]);
});

test("a type error has its place, its line and its message once", () => {
  const { check } = createSession();
  check("const earlier: { deep: { a: string } } = { deep: { a: 'x' } }");
  const source = "const fine = 1;\n  const wrong: { deep: { a: number } } = earlier;";
  assert.deepEqual(check(source), [
    {
      message: [
        "Type '{ deep: { a: string; }; }' is not assignable to type '{ deep: { a: number; }; }'.",
        "  The types of 'deep.a' are incompatible between these types.",
        "    Type 'string' is not assignable to type 'number'.",
      ].join("\n"),
      code: 2322,
      start: { line: 1, column: 8 },
      end: { line: 1, column: 13 },
      text: "  const wrong: { deep: { a: number } } = earlier;",
    },
  ]);
});

test("offsets are UTF-16 units, lines may end with CR LF", () => {
  const { check } = createSession();
  const [found] = check("const a = 1;\r\n/* 😀 */ const b: string = a;\r\n");
  assert.deepEqual(found?.start, { line: 1, column: 15 });
  assert.equal(found?.text, "/* 😀 */ const b: string = a;");
});

test("syntax errors are told alone, and nothing is remembered of a cell with errors", () => {
  const { check } = createSession();
  assert.deepEqual(
    check("const a: number = 'x' +").map(({ code }) => code),
    [1109],
  );
  assert.deepEqual(
    check("const unseen: number = 'x'").map(({ code }) => code),
    [2322],
  );
  assert.deepEqual(
    check("unseen").map(({ code }) => code),
    [2304],
  );
  assert.deepEqual(
    check("return 5").map(({ code }) => code),
    [1108],
  );
});

test("unused expressions and names are nobody's business, and checks are as loose as stock's", () => {
  assert.deepEqual(
    messages("1; 'a'; const unused = 1; function loose(x) { return x } let n: number = null"),
    [],
  );
});
