// `lr-lab tune --out` and `lr-lab verify` as a person runs them, each in a process of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { smallCsv } from "./small-csv";

let folder: string;
const HOSTILE = `<script>alert(1)</script> [x](javascript:alert(1)) | mail me at eve@example.com`;

function lrLab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [resolve("bin/lr-lab.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LR_LAB_HOME: join(folder, "store") },
    timeout: 120_000,
  });
}
const small = ["--intent", "topic", "--model", "linear", "--seeds", "5", "--budget", "40", "--threads", "2"];
const at = (...path: string[]): string => join(folder, ...path);
const read = (...path: string[]): string => readFileSync(at(...path), "utf8");

/** Six intents of the shipped data; every test message carries what must not reach a page. */
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lr-lab-verify-"));
  const hostile = await smallCsv(({ split, text }) =>
    split === "test" ? { text: `${HOSTILE} ${text}` } : {},
  );
  writeFileSync(at("mine.csv"), hostile);
  const { status, stderr } = lrLab("tune", "mine.csv", ...small, "--out", "report");
  assert.equal(status, 0, stderr);
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("lr-lab tune --out", () => {
  test("writes a page, Markdown and its pictures; nothing hostile or personal reaches them", () => {
    assert.deepEqual(readdirSync(at("report")).sort(), ["charts", "write-up.html", "write-up.md"]);
    const [page, markdown] = [read("report", "write-up.html"), read("report", "write-up.md")];
    for (const [, name] of markdown.matchAll(/\]\((charts\/[^)]+)\)/g))
      assert.ok(existsSync(at("report", name)), name);
    for (const text of [page, markdown]) {
      assert.ok(!text.includes("alert(1)</script>"));
      assert.ok(!text.includes("eve@example.com"));
      assert.ok(!/href="javascript:|\]\(javascript:/.test(text));
      assert.ok(!text.includes(folder), "no path of this machine");
    }
    assert.ok(markdown.includes("npx lr-lab tune mine.csv --intent topic --model linear"));
  });

  test("again, from the store, it writes the same bytes; it overwrites nothing", () => {
    const again = lrLab("tune", "mine.csv", ...small, "--out", "again");
    assert.equal(again.status, 0, again.stderr);
    for (const name of readdirSync(at("report"), { recursive: true }).map(String)) {
      if (name.includes(".")) assert.equal(read("again", name), read("report", name), name);
    }
    const over = lrLab("tune", "mine.csv", ...small, "--out", "report");
    assert.equal(over.status, 2);
    assert.match(over.stderr, /report: exists and is not empty/);
  });
});

describe("lr-lab verify", () => {
  for (const name of ["write-up.md", "write-up.html"]) {
    test(`${name}: all numbers hold, and runs trained again are the same`, () => {
      const { status, stdout, stderr } = lrLab("verify", join("report", name), "--rerun", "2");
      assert.equal(status, 0, stderr);
      assert.match(stdout, /\d+ numbers computed again from \d+ runs in the store: all hold/);
      assert.match(stdout, /2 runs trained again from their specs: the same to the bit/);
      assert.match(stdout, /to the letter/);
    });
  }

  test("a changed number ends with 1 and its line, in Markdown, in HTML and as JSON", () => {
    mkdirSync(at("bad"));
    for (const [name, pattern] of [
      ["write-up.md", /\[\d+\.\d%\](?=\(#s2\) of the messages)/],
      ["write-up.html", /(?<=<a href="#s2">)\d+\.\d%(?=<\/a> of the messages)/],
    ] as const) {
      const text = read("report", name);
      const bad = text.replace(pattern, name.endsWith("md") ? "[99.9%]" : "99.9%");
      assert.notEqual(bad, text);
      writeFileSync(at("bad", name), bad);
      const line = text.slice(0, text.search(pattern)).split("\n").length;
      const { status, stderr } = lrLab("verify", join("bad", name), "--rerun", "0");
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`${name}: line ${line}, column \\d+: shows 99\\.9%; the runs give `));
      const { stdout } = lrLab("verify", join("bad", name), "--rerun", "0", "--json");
      const said = JSON.parse(stdout) as { ok: boolean; wrong: { line: number }[] };
      assert.deepEqual([said.ok, said.wrong[0].line], [false, line]);
    }
  });

  test("a chart that was changed is told: its data in the page, its picture beside the Markdown", () => {
    const page = read("report", "write-up.html");
    writeFileSync(at("bad", "chart.html"), page.replace(/"mean":-?0\.\d+/, '"mean":0.9'));
    const inPage = lrLab("verify", join("bad", "chart.html"), "--rerun", "0");
    assert.equal(inPage.status, 1);
    assert.match(inPage.stderr, /data of the document|markup/);
    const edited = lrLab("verify", join("bad", "chart.html"), "--rerun", "0", "--edited");
    assert.equal(edited.status, 2);
    assert.match(edited.stderr, /--edited is for Markdown/);
    mkdirSync(at("bad", "charts"));
    writeFileSync(at("bad", "copy.md"), read("report", "write-up.md"));
    for (const name of readdirSync(at("report", "charts"))) {
      const svg = read("report", "charts", name);
      writeFileSync(at("bad", "charts", name), name === "rates.svg" ? svg.replace("<text", "<text ") : svg);
    }
    const beside = lrLab("verify", join("bad", "copy.md"), "--rerun", "0");
    assert.equal(beside.status, 1);
    assert.match(beside.stderr, /charts\/rates\.svg is not the picture/);
  });

  test("edited words are refused unless allowed; without the data or the file it says what to do", () => {
    const text = read("report", "write-up.md").replace(
      "## The question\n",
      "## The question\n\nWe saved 40 hours.\n",
    );
    writeFileSync(at("report", "edited.md"), text);
    const strict = lrLab("verify", join("report", "edited.md"), "--rerun", "0");
    assert.equal(strict.status, 1);
    assert.match(strict.stderr, /40 names no source \(--edited allows it\)/);
    const allowed = lrLab("verify", join("report", "edited.md"), "--rerun", "0", "--edited");
    assert.equal(allowed.status, 0, allowed.stderr);
    assert.match(allowed.stdout, /1 line of the author's own, not vouched for/);
    assert.match(allowed.stdout, /1 number of the author's own, not checked/);
    // The same messages under another name are the same data.
    writeFileSync(at("copy of mine.csv"), read("mine.csv"));
    const renamed = lrLab(
      "verify",
      join("report", "write-up.md"),
      "--rerun",
      "0",
      "--data",
      "copy of mine.csv",
    );
    assert.equal(renamed.status, 0, renamed.stderr);

    const other = lrLab(
      "verify",
      join("report", "write-up.md"),
      "--data",
      resolve("data", "support-intents.csv"),
    );
    assert.equal(other.status, 2);
    assert.match(other.stderr, /other messages or other splits|column/);
    const none = lrLab("verify", "mine.csv");
    assert.equal(none.status, 2);
    assert.match(none.stderr, /mine\.csv: is no write-up/);
  });
});
