// Errors of cells in the project's kernel: said once, with the lines that were typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { printed, resultOf, startSession, type Ran } from "./session";

function errorsOf({ messages }: Ran): { ename: unknown; evalue: unknown; text: string }[] {
  return messages
    .filter(({ type }) => type === "error")
    .map(({ content }) => ({
      ename: content.ename,
      evalue: content.evalue,
      text: stripVTControlCharacters((content.traceback as string[]).join("\n")),
    }));
}

test("a thrown error shows the cell's own lines, once, and nothing of the machinery", async (t) => {
  const { run } = await startSession(t);
  await run(
    `interface Point {\n  x: number;\n}\n\nfunction norm(point: Point): number {\n  return point.x.valueOf();\n}`,
  );
  const failed = await run(`const nothing = undefined as unknown as Point;\nnorm(nothing)`);
  assert.equal(failed.status, "error");
  const [error, ...more] = errorsOf(failed);
  assert.equal(more.length, 0);
  assert.equal(error.ename, "TypeError");
  assert.equal(error.evalue, "Cannot read properties of undefined (reading 'x')");
  assert.equal(
    error.text,
    [
      "TypeError: Cannot read properties of undefined (reading 'x')",
      "cell [1], line 6, column 16, in norm",
      "  4 | ",
      "  5 | function norm(point: Point): number {",
      "> 6 |   return point.x.valueOf();",
      "    |                ^",
      "  7 | }",
      "cell [2], line 2, column 1",
      "> 2 | norm(nothing)",
      "    | ^",
    ].join("\n"),
  );
  assert.equal(printed(failed), "");
  assert.deepEqual(
    [failed.reply.ename, failed.reply.evalue],
    [error.ename, error.evalue],
    "the reply says the same as the message",
  );
});

test("causes, thrown texts and rejections that nobody awaited are told", async (t) => {
  const { run } = await startSession(t);
  const [caused] = errorsOf(await run(`throw new Error("outer", { cause: new RangeError("inner") })`));
  assert.match(caused.text, /^Error: outer\n[^]*Caused by:\nRangeError: inner/);
  const [text] = errorsOf(await run(`throw "only a text"`));
  assert.deepEqual([text.ename, text.evalue], ["Thrown", "only a text"]);
  const rejected = await run(`Promise.reject(new SyntaxError("nobody waited"));\n"shown?"`);
  assert.equal(rejected.status, "error");
  assert.deepEqual(
    errorsOf(rejected).map(({ ename }) => ename),
    ["SyntaxError"],
  );
});

test("a type error has its line and a caret, and nothing of the cell runs", async (t) => {
  const { run } = await startSession(t);
  const failed = await run(`console.log("not printed");\nconst rate: number = "fast";`);
  assert.equal(failed.status, "error");
  assert.equal(printed(failed), "");
  const [error] = errorsOf(failed);
  assert.equal(error.ename, "TypeScriptError");
  assert.equal(
    error.text,
    [
      "TypeScriptError: 2:7 - Type 'string' is not assignable to type 'number'.",
      "cell [1], line 2, column 7 (TS2322)",
      `  2 | const rate: number = "fast";`,
      `    |       ^^^^`,
    ].join("\n"),
  );
});

test("values that a cell made before it failed stay", async (t) => {
  const { run } = await startSession(t);
  await run(`const before = 1;\nif (before) throw new Error("half way");\nconst after = 2;`);
  assert.deepEqual(resultOf(await run("before")), { "text/plain": "1" });
  await run(`const before = 10;\nconst second = 20;`);
  await run(`throw new Error("at once");\nconst before = 30;`);
  assert.deepEqual(resultOf(await run("before + second")), { "text/plain": "30" });
  const [unknown] = errorsOf(await run("after"));
  assert.match(String(unknown.evalue), /Cannot find name 'after'/);
});

test("after an error the cells that were already sent are skipped, those sent later run", async (t) => {
  const { run } = await startSession(t);
  const together = await Promise.all([
    run(`throw new Error("first")`),
    run("console.log(2)"),
    run("console.log(3)"),
  ]);
  assert.deepEqual(
    together.map(({ status }) => status),
    ["error", "aborted", "aborted"],
  );
  assert.equal((await run("console.log(4)")).status, "ok");
  const goingOn = await Promise.all([
    run(`throw new Error("first")`, { stop_on_error: false }),
    run(`console.log("second")`),
  ]);
  assert.deepEqual(
    goingOn.map(({ status }) => status),
    ["error", "ok"],
  );
});

test("process.exit in a cell is an error of the cell", async (t) => {
  const { run } = await startSession(t);
  const [error] = errorsOf(await run("process.exit(3)"));
  assert.match(String(error.evalue), /restart it instead/);
  assert.equal((await run("1")).status, "ok");
});
