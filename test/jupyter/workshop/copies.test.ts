import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { InputError } from "../../../src/errors";
import {
  exercisesOf,
  formatNotebook,
  markOf,
  parseNotebook,
  proofCopy,
  proofsOf,
  readNotebook,
  workshopCopy,
  writeNotebook,
  type Copy,
  type Notebook,
} from "../../../src/jupyter";
import { startCli, temporaryFolder } from "../helpers";
import { cell, CHECKS, notebook, source } from "./notebooks";

const ids = ({ cells }: Notebook) => cells.map(({ id }) => id);
const copyOf = (copy: Copy, of = source()) => workshopCopy(of, "notebooks/02-rates.ipynb", copy);

describe("the copies of a notebook", () => {
  test("each has its cells, in their order and with their ids", () => {
    const all = ids(source());
    const without = (...left: string[]) => all.filter((id) => !left.includes(id));
    assert.deepEqual(ids(copyOf("learner")), without("twice-solution", "twice-notes", "rates-solution"));
    assert.deepEqual(ids(copyOf("instructor")), without("twice", "rates"));
    assert.deepEqual(ids(copyOf("clean")), ["title", "imports", "set", "rates-solution", "use"]);
  });

  test("outputs are gone, the rest of a cell stays, and the source is left as it was", () => {
    const before = JSON.stringify(source());
    const of = source();
    const { cells } = copyOf("learner", of);
    assert.equal(JSON.stringify(of), before);
    for (const made of cells) {
      const { source, metadata } = of.cells.find(({ id }) => id === made.id)!;
      assert.deepEqual({ source: made.source, metadata: made.metadata }, { source, metadata });
      if (made.cell_type === "code") assert.deepEqual([made.outputs, made.execution_count], [[], null]);
    }
  });

  test("it says what it is and what it was made from; outputs do not change the source's hash, words do", () => {
    const mark = markOf(copyOf("learner"))!;
    assert.deepEqual([mark.copy, mark.source.notebook], ["learner", "02-rates.ipynb"]);
    const run = source();
    for (const made of run.cells) if (made.cell_type === "code") made.outputs = [];
    assert.equal(markOf(copyOf("clean", run))!.source.hash, mark.source.hash);
    run.cells[0].source += "!";
    assert.notEqual(markOf(copyOf("clean", run))!.source.hash, mark.source.hash);
    assert.notEqual(mark.cells, mark.source.hash);
  });

  test("a copy is no source", () => {
    assert.throws(() => copyOf("clean", copyOf("learner")), /itself the learner copy of 02-rates\.ipynb/);
  });

  test("a name that only a cell left out declares is refused, with what to do", () => {
    const of = source();
    of.cells.find(({ id }) => id === "rates-solution")!.metadata.tags = ["solution"];
    assert.throws(
      () => copyOf("clean", of),
      /02-rates\.ipynb: cell 13 \(use\) uses high, and the clean copy is without rates, which declares it: tag the solution of that exercise "keep"/,
    );
    assert.doesNotThrow(() => copyOf("learner", of), "the learner's starting point declares it");
    const own = source();
    own.cells.push(cell("own", "", "[1].map((mine) => mine * start);\nconst o = { mine: 1 };\no.mine;"));
    assert.doesNotThrow(() => copyOf("clean", own), "its own parameter, a key, a property");
    own.cells.push(cell("uses", "", "const p = { mine };"));
    assert.throws(() => copyOf("clean", own), /\(uses\) uses mine/);
  });
});

describe("tags that do not pair", () => {
  const start = cell("start", "", "const start = 1;");
  const exercise = cell("e", "exercise", "const mine = start;");
  const solution = cell("s", "solution", "const mine = 2 * start;");
  const check = cell("c", "check", CHECKS);
  const wrong: [string, Notebook, RegExp][] = [
    [
      "no solution",
      notebook(start, exercise, check),
      /cell 2 \(e\) has no solution: add a cell tagged solution/,
    ],
    ["no check", notebook(start, exercise, solution), /cell 2 \(e\) has no check: add a cell tagged check/],
    ["nothing", notebook(start, exercise), /has no solution and no check: add/],
    [
      "two exercises, one check",
      notebook(
        start,
        exercise,
        solution,
        cell("e2", "exercise", "const other = 1;"),
        cell("s2", "solution", "const other = 2;"),
        check,
      ),
      /cell 2 \(e\) has no check before the next exercise e2 begins: add a cell tagged check/,
    ],
    [
      "the words of the next",
      notebook(start, exercise, solution, cell("t2", "exercise", "# Next"), check),
      /before the next exercise t2/,
    ],
    ["a check alone", notebook(start, check), /cell 2 \(c\) is a check and no exercise stands before it/],
    ["a solution alone", notebook(start, solution), /cell 2 \(s\) is a solution and no exercise/],
    [
      "two solutions",
      notebook(start, exercise, solution, solution, check),
      /cell 4 \(s\) is a second solution of e/,
    ],
    [
      "code between",
      notebook(start, exercise, start, solution, check),
      /cell 3 \(start\) stands between the exercise e and its check/,
    ],
    [
      "other names",
      notebook(start, exercise, cell("s", "solution", "const yours = 2, more = 1;"), check),
      /\(s\) does not declare mine and declares yours, more beyond it: .* here mine/,
    ],
    [
      "nothing to look at",
      notebook(start, cell("e", "exercise", "start + 1;"), solution, check),
      /\(e\) declares nothing/,
    ],
    [
      "a check of something else",
      notebook(start, exercise, solution, cell("c", "check", `check("x", [start]);`)),
      /\(c\) looks at none of the names of its exercise: mine/,
    ],
    [
      "two calls",
      notebook(start, exercise, solution, cell("c", "check", CHECKS + CHECKS)),
      /\(c\) calls check 2 times/,
    ],
    [
      "two roles",
      notebook(cell("x", "exercise solution", "const a = 1;")),
      /cell 1 \(x\) is tagged exercise and solution/,
    ],
    [
      "a role on the wrong kind",
      notebook(cell("x", "predict", "const a = 1;")),
      /\(x\) is tagged predict and is a code cell: make it markdown/,
    ],
    [
      "keep alone",
      notebook(cell("x", "keep", "const a = 1;")),
      /\(x\) is tagged keep, which only a solution can be/,
    ],
  ];
  for (const [name, of, message] of wrong) {
    test(name, () => {
      assert.throws(
        () => exercisesOf(of, "n.ipynb"),
        (error) =>
          error instanceof InputError &&
          error.message.startsWith("n.ipynb: cell ") &&
          message.test(error.message),
      );
    });
  }
});

describe("the proof", () => {
  test("has the cells of the source, and every check once more right after its exercise", () => {
    const proof = ids(proofCopy(source(), "n.ipynb"));
    const expected = ids(source()).flatMap((id) =>
      id === "twice" || id === "rates" ? [id, `${id}-check-before`] : [id],
    );
    assert.deepEqual(proof, expected);
    const instructor = ids(workshopCopy(source(), "n.ipynb", "instructor"));
    assert.deepEqual(
      proof.filter((id) => instructor.includes(id)),
      instructor,
      "the instructor's cells in their order",
    );
  });

  test("only not yet before and passed after prove an exercise", () => {
    const answers = [true, false, undefined];
    for (const before of answers) {
      for (const after of answers) {
        const { cells, ...rest } = proofCopy(source(), "n.ipynb");
        const executed = cells.map((made) => {
          const passed =
            made.id === "twice-check" ? after : made.id === "twice-check-before" ? before : undefined;
          if (made.cell_type !== "code" || passed === undefined) return made;
          const data = { "application/vnd.lr-lab.check+json": { kind: "check", title: "Twice", passed } };
          return { ...made, outputs: [{ output_type: "display_data" as const, data, metadata: {} }] };
        });
        const [twice, rates] = proofsOf({ cells: executed, ...rest });
        assert.equal(twice.exercise, "twice");
        assert.equal(twice.proven, before === false && after === true);
        assert.deepEqual(
          [rates.before, rates.after, rates.proven, rates.title],
          ["nothing", "nothing", false, "rates-check"],
        );
      }
    }
  });
});

/** A folder like the project's: notebooks beside data. */
function workspace(t: TestContext, of: Notebook = source()) {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "notebooks"));
  mkdirSync(join(cwd, "data"));
  writeFileSync(join(cwd, "data", "messages.csv"), "text,intent\nhello,greeting\n");
  writeNotebook(join(cwd, "notebooks", "02-rates.ipynb"), of);
  const temporary = temporaryFolder(t);
  const run = (...args: string[]) => startCli(["workshop", ...args], { cwd, temporary }).result;
  return { cwd, temporary, run };
}

describe("lr-lab workshop", () => {
  test("writes a folder a kind that takes its data along, the same bytes every time", async (t) => {
    const { cwd, run } = workspace(t);
    const { code, stderr, stdout } = await run("notebooks");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /workshop[\\/]learner: 02-rates\.ipynb/);
    for (const kind of ["learner", "instructor", "clean"]) {
      const folder = join(cwd, "workshop", kind);
      assert.deepEqual(readdirSync(folder).sort(), ["02-rates.ipynb", "data"]);
      assert.deepEqual(readdirSync(join(folder, "data")), ["messages.csv"]);
      const file = join(folder, "02-rates.ipynb");
      const text = readFileSync(file, "utf8");
      assert.equal(text, formatNotebook(parseNotebook(JSON.parse(text), file)), "as Jupyter writes");
      const set = readNotebook(file).cells.find(({ id }) => id === "set")!;
      assert.equal(set.source, `const data = "data/messages.csv"; // messages\nconst start = 0.5;`);
    }
    const first = readFileSync(join(cwd, "workshop", "learner", "02-rates.ipynb"), "utf8");
    assert.equal((await run("notebooks", "--copy", "learner")).code, 0, "over an untouched copy");
    assert.equal(readFileSync(join(cwd, "workshop", "learner", "02-rates.ipynb"), "utf8"), first);
  });

  test("does not write over a copy that somebody has worked in, nor over the source", async (t) => {
    const { cwd, run } = workspace(t);
    await run("notebooks", "--copy", "learner");
    const file = join(cwd, "workshop", "learner", "02-rates.ipynb");
    const mine = readNotebook(file);
    mine.cells[3].source += "\nmy guess: three";
    writeNotebook(file, mine);
    const refused = await run("notebooks");
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /02-rates\.ipynb: somebody has worked in it; name another --out, or --force/,
    );
    assert.deepEqual(readdirSync(join(cwd, "workshop")), ["learner"], "nothing else was written");
    mkdirSync(join(cwd, "learner"));
    writeNotebook(join(cwd, "learner", "02-rates.ipynb"), source());
    assert.match((await run("notebooks", "--out", ".")).stderr, /it is not a copy made by lr-lab workshop/);
    assert.match((await run("learner", "--out", ".", "--force")).stderr, /is itself a source/);
    assert.equal((await run("notebooks", "--force")).code, 0);
    assert.doesNotMatch(readFileSync(file, "utf8"), /my guess/);
  });

  test("a source that does not pair is refused before anything is written", async (t) => {
    const { cwd, run } = workspace(t, notebook(cell("e", "exercise", "const mine = 1;")));
    const { code, stderr } = await run("notebooks");
    assert.equal(code, 2);
    assert.match(stderr, /02-rates\.ipynb: cell 1 \(e\) has no solution and no check/);
    assert.deepEqual(readdirSync(cwd).sort(), ["data", "notebooks"]);
  });

  test("--prove asks every check twice in a real kernel, and fails where an exercise proves nothing", async (t) => {
    const of = source();
    of.cells.find(({ id }) => id === "twice")!.source = "const mine = 2 * start;";
    const { cwd, temporary, run } = workspace(t, of);
    const { code, stdout, stderr } = await run("notebooks", "--prove", "--json");
    assert.equal(code, 1, stderr);
    const { notebooks } = JSON.parse(stdout) as { notebooks: { failure: unknown; exercises: object[] }[] };
    assert.equal(notebooks[0].failure, null);
    assert.deepEqual(notebooks[0].exercises, [
      {
        exercise: "twice",
        check: "twice-check",
        title: "Twice",
        before: "passed",
        after: "passed",
        proven: false,
      },
      {
        exercise: "rates",
        check: "rates-check",
        title: "Apart",
        before: "not yet",
        after: "passed",
        proven: true,
      },
    ]);
    assert.deepEqual(readdirSync(cwd).sort(), ["data", "notebooks"], "nothing is written");
    assert.deepEqual(readdirSync(temporary), []);
  });
});
