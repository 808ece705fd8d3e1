import assert from "node:assert/strict";
import { before, test } from "node:test";
import { typescript } from "../../../src/jupyter/cells/typescript";
import { createSession, type Session } from "./session";

let read = 0;
let session: Session;

before(() => {
  const { sys } = typescript();
  const readFile = sys.readFile.bind(sys);
  sys.readFile = (...asked) => {
    read++;
    return readFile(...asked);
  };
  session = createSession();
  assert.ok(read > 100, "the libraries were read through this");
});

/** How many files a step reads. */
function cost(step: () => void): { read: number } {
  const earlier = read;
  step();
  return { read: read - earlier };
}

test("a cell, a completion and a hover read nothing from disk", () => {
  const { compiler, check } = session;
  assert.equal(
    cost(() => assert.deepEqual(check("import * as path from 'node:path'; const a = path.sep"), [])).read,
    0,
  );
  for (const source of ["1 + 1", "a.length", "const b = [a]", "interface I { x: 1 }", "const wrong: I = 5"]) {
    assert.equal(cost(() => check(source)).read, 0, source);
  }
  assert.equal(cost(() => compiler.complete("a.len", 5)).read, 0);
  assert.equal(cost(() => compiler.isComplete("a.")).read, 0);
});

test("a package is read when it is first imported, and not again", () => {
  const { check } = session;
  const first = cost(() => assert.deepEqual(check("import { constant } from 'lr-lab'"), []));
  assert.ok(first.read > 10);
  assert.equal(cost(() => assert.deepEqual(check("import { constant, warmup } from 'lr-lab'"), [])).read, 0);
  assert.equal(
    cost(() => assert.deepEqual(check("warmup(constant({ peak: 1 }), { steps: 2 })(1).toFixed()"), [])).read,
    0,
  );
  assert.equal(cost(() => assert.deepEqual(check("1"), [])).read, 0);
});

test("a second notebook of the process reads no library again", () => {
  assert.ok(cost(() => createSession()).read < 5);
});

test("a thousand cells, each with names of its own and of earlier ones, across new checkers", () => {
  const { check, run } = session;
  const reading = cost(() => {
    for (let i = 0; i < 1000; i++) {
      const earlier = i === 0 ? "0" : `cell${i - 1}.value + other${i >> 1}`;
      const wrong = check(
        `const other${i} = ${i}; const cell${i} = { value: ${earlier}, text: 'x', f: (n: number) => n + ${i} };`,
      );
      if (wrong.length > 0) assert.fail(wrong[0]?.message);
    }
  });
  assert.equal(reading.read, 0);
  assert.deepEqual(check("const far: number = cell0.f(1) + cell999.value"), []);
  assert.deepEqual(
    check("const far: string = cell999.f(1)").map(({ code }) => code),
    [2322],
  );
  return run("1").then((value) => assert.equal(value, 1));
});
