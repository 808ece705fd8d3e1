import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findingsTable, wrap } from "../../src/cli/findings-table";
import { printable, ProgressLine, redraw } from "../../src/cli/progress";

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

  test("plain lines, one for each section, when nobody watches", () => {
    let text = "";
    let now = 0;
    const line = new ProgressLine({ write: (chunk) => (text += chunk) }, () => now);
    line.start("a");
    line.update(step(1, "One"));
    now = 2400;
    line.update(step(2, "One"));
    line.update(step(3, "Two\u001b[31m"));
    line.end("done");
    assert.equal(
      text,
      "a: starting the kernel\na: cell 1/9 (0 s) One\na: cell 3/9 (2 s) Two\na: done (2 s)\n",
    );
  });

  test("a terminal that does not know its width is taken as 80 wide", () => {
    const chunks: string[] = [];
    redraw({ isTTY: true, columns: 0, write: (chunk) => chunks.push(chunk) }, "x".repeat(100));
    assert.deepEqual(chunks, [`\r\u001b[2K${"x".repeat(79)}`]);
  });

  test("one line that is redrawn and never wraps on a terminal", () => {
    const chunks: string[] = [];
    const line = new ProgressLine(
      { isTTY: true, columns: 30, write: (chunk) => chunks.push(chunk) },
      () => 0,
    );
    line.start("a");
    line.update(step(1, "A heading that is much too long for this terminal"));
    line.end("failed");
    assert.deepEqual(chunks, [
      "\r\u001b[2Ka: starting the kernel (0 s)",
      "\r\u001b[2Ka: cell 1/9 (0 s) A heading t",
      "\r\u001b[2K",
      "a: failed (0 s)\n",
    ]);
  });

  test("printable text has no control characters", () => {
    assert.equal(printable("a\u001b]0;title\u0007b\r\nc\u009b1md"), "ab cd");
  });
});
