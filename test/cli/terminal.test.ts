import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exercisesText } from "../../src/cli/exercises";
import { findingsTable, wrap } from "../../src/cli/findings-table";
import { printable, redraw } from "../../src/cli/progress";
import { RunBoard } from "../../src/cli/run-board";
import { screenOf } from "./screen";

const rows = [
  {
    recipe: "02-upward-adjustment",
    chosen: "0.3 (undecided)",
    evidence:
      "Upward adjustment: 10 times the baseline reaches macro-F1 0.87 ± 0.01 instead of 0.79 on validation, 5 seeds",
    page: "reports/02-upward-adjustment.html",
  },
  { recipe: "a", chosen: "b", evidence: "c\u001b[2J\nd", page: "e" },
];

describe("the findings table", () => {
  test("fits 80 columns, loses no word and lets no control character through", () => {
    const table = findingsTable(rows, 80);
    const lines = table.split("\n");
    assert.ok(
      lines.every((line) => line.length <= 80),
      table,
    );
    for (const word of rows[0].evidence.split(" ")) assert.ok(table.includes(word), word);
    assert.match(table, /^a +b +c d +e$/m);
    assert.doesNotMatch(table, /[^\n\u0020-\uffff]/);
  });

  test("uses no more room than it needs, one line a row where there is room", () => {
    const lines = findingsTable(rows, 400).split("\n");
    assert.equal(lines.length, 4);
    assert.equal(lines[2].split(/ {2,}/).length, 4);
  });

  test("long words are broken after a slash or hyphen", () => {
    assert.deepEqual(wrap("reports/02-upward.html", 12), ["reports/02-", "upward.html"]);
    assert.deepEqual(wrap("aaaaaaaa bb", 4), ["aaaa", "aaaa", "bb"]);
    assert.deepEqual(wrap("", 4), [""]);
  });
});

describe("progress", () => {
  const step = (cell: number, heading: string) => ({ path: "a.ipynb", cell, cells: 9, heading });

  test("plain lines, one for each section of each notebook, when nobody watches", () => {
    let text = "";
    let now = 0;
    const board = new RunBoard({ write: (chunk) => (text += chunk) }, 2, () => now);
    board.start("a");
    board.start("b");
    board.update("a", step(1, "One"));
    now = 2400;
    board.update("a", step(2, "One"));
    board.update("b", step(1, ""));
    board.update("a", step(3, "Two\u001b[31m"));
    board.end("a", "failed", ["lr-lab: a.ipynb cell 3"]);
    board.end("b", "done");
    assert.equal(
      text,
      "a: starting the kernel\nb: starting the kernel\na: cell 1/9 (0 s) One\nb: cell 1/9 (2 s)\n" +
        "a: cell 3/9 (2 s) Two\na: failed (2 s)\nlr-lab: a.ipynb cell 3\nb: done (2 s)\n",
    );
  });

  test("a terminal that does not know its width is taken as 80 wide", () => {
    const chunks: string[] = [];
    redraw({ isTTY: true, columns: 0, write: (chunk) => chunks.push(chunk) }, "x".repeat(100));
    assert.deepEqual(chunks, [`\r\u001b[2K${"x".repeat(79)}`]);
  });

  test("on a terminal one line for each that runs, cut to its width, below what is said for good", () => {
    let text = "";
    const board = new RunBoard({ isTTY: true, columns: 30, write: (chunk) => (text += chunk) }, 3, () => 0);
    board.start("a");
    board.start("b");
    board.update("a", step(1, "A heading that is much too long for this terminal"));
    assert.deepEqual(screenOf(text), [
      "a: cell 1/9 (0 s) A heading t",
      "b: starting the kernel (0 s)",
      "1 more to come",
    ]);
    board.end("a", "failed", ["lr-lab: because"]);
    board.start("c");
    board.update("b", step(2, "Two"));
    assert.deepEqual(screenOf(text), [
      "a: failed (0 s)",
      "lr-lab: because",
      "b: cell 2/9 (0 s) Two",
      "c: starting the kernel (0 s)",
    ]);
    board.end("c", "done");
    board.end("b", "done");
    assert.deepEqual(screenOf(text), [
      "a: failed (0 s)",
      "lr-lab: because",
      "c: done (0 s)",
      "b: done (0 s)",
    ]);
  });

  test("printable text has no control characters", () => {
    assert.equal(printable("a\u001b]0;title\u0007b\r\nc\u009b1md"), "ab cd");
  });
});

describe("the exercises of a run", () => {
  const passed = { kind: "check", title: "Twice the rate", passed: true } as const;
  const open = {
    kind: "check",
    title: "The gate's \u001b[31mmargin",
    passed: false,
    failed: "the margin is in points of macro-F1 and not a share of it",
    hint: "compare the margin with the figures in the table above, which are in points",
  } as const;

  test("are counted; one that is not solved says what does not hold yet and where to look", () => {
    const text = exercisesText(
      [
        { notebook: "notebooks/01-baseline.ipynb", checks: [passed, open] },
        { notebook: "notebooks/02.ipynb", checks: [] },
      ],
      60,
    );
    assert.deepEqual(text.split("\n"), [
      "1 of 2 exercises solved.",
      "  01-baseline: The gate's margin",
      "    not yet: the margin is in points of macro-F1 and not a",
      "    share of it",
      "    hint: compare the margin with the figures in the table",
      "    above, which are in points",
    ]);
  });

  test("that are all solved are one line, and none is no line", () => {
    assert.equal(exercisesText([{ notebook: "a.ipynb", checks: [passed] }], 80), "1 of 1 exercise solved.");
    assert.equal(exercisesText([{ notebook: "a.ipynb", checks: [] }], 80), "");
  });
});
