// `lr-lab tune` as a person runs it: on a small file of their own, in a process of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { smallCsv } from "./small-csv";

let folder: string;
let csv: string;

/** Six intents of the shipped data under another name of the column, with splits as people write them. */
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lr-lab-tune-"));
  csv = join(folder, "mine.csv");
  writeFileSync(csv, await smallCsv(({ split }) => (split === "validation" ? { split: "dev" } : {})));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function lrLab(home: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, LR_LAB_HOME: join(folder, home) };
  return spawnSync(process.execPath, [resolve("bin/lr-lab.js"), "tune", ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
    timeout: 120_000,
  });
}
const small = ["--intent", "topic", "--model", "linear", "--seeds", "5", "--budget", "40", "--threads", "2"];

interface Document {
  readonly ok: boolean;
  readonly selected: { readonly schedule: object; readonly model: { readonly kind: string } };
  readonly baseline: object;
  readonly candidate: object;
  readonly verdict: { readonly outcome: string; readonly criteria: { readonly name: string }[] };
  readonly test: { readonly accuracy: number; readonly macroF1: number };
  readonly validation: { readonly accuracy: number; readonly macroF1: number };
  readonly cost: { readonly runs: number; readonly steps: number; readonly seconds: number };
  readonly runs: string[];
}

describe("lr-lab tune", () => {
  test("finds a setting, judges it, keeps runs and the opening; again it is the same, another plan is refused", () => {
    const { status, stdout, stderr } = lrLab("one", "mine.csv", ...small, "--json");
    assert.equal(status, 0, stderr);
    const found = JSON.parse(stdout) as Document;
    assert.equal(found.ok, true);
    assert.ok(["approve", "reject", "undecided"].includes(found.verdict.outcome));
    assert.deepEqual(found.selected, found.verdict.outcome === "approve" ? found.candidate : found.baseline);
    assert.equal(found.selected.model.kind, "linear");
    for (const scores of [found.test, found.validation]) {
      for (const score of [scores.accuracy, scores.macroF1]) assert.ok(score > 0.3 && score < 1, `${score}`);
    }
    assert.ok(found.cost.runs <= 40, `${found.cost.runs} runs of a budget of 40`);
    assert.equal(new Set(found.runs).size, found.cost.runs);
    assert.match(stderr, /at most \d+ runs/);
    assert.match(stderr, /sealed/);
    assert.doesNotMatch(stderr, /Warning/);

    // Every run is in the store, under its id.
    const kept = readdirSync(join(folder, "one", "runs"), { recursive: true }).map(String);
    for (const id of found.runs)
      assert.ok(
        kept.some((file) => file.endsWith(`${id}.run`)),
        id,
      );
    const openings = join(folder, "one", "openings");
    const ledger = (): string[] => readdirSync(join(openings, readdirSync(openings)[0]));
    assert.deepEqual(ledger(), ["0001.json"]);

    const again = lrLab("one", "mine.csv", ...small, "--json");
    assert.equal(again.status, 0, again.stderr);
    const seconds = (text: string): string => text.replace(/"seconds": [\d.e-]+/, "");
    assert.equal(seconds(again.stdout), seconds(stdout), "the same, but for what the clock says");
    assert.deepEqual(ledger(), ["0001.json"]);

    const other = lrLab("one", "mine.csv", ...small, "--optimizer", "sgd", "--json");
    assert.equal(other.status, 2, other.stderr);
    assert.match(other.stderr, /to know: this test split was opened on/, "said before the search");
    assert.doesNotMatch(stderr, /to know: this test split/);
    assert.match((JSON.parse(other.stdout) as { error: string }).error, /was opened on .*--reopen --why/);
    const reopened = lrLab(
      "one",
      "mine.csv",
      ...small,
      "--optimizer",
      "sgd",
      "--reopen",
      "--why",
      "SGD is cheaper",
    );
    assert.equal(reopened.status, 0, reopened.stderr);
    assert.match(reopened.stdout, /opened for 1 other plan before/);
    assert.match(
      readFileSync(join(openings, readdirSync(openings)[0], "0002.json"), "utf8"),
      /SGD is cheaper/,
    );
  });

  test("words for a person: the plan first, then the search, the verdict and its cost", () => {
    const { status, stdout, stderr } = lrLab("words", "mine.csv", ...small);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /mine: 680 messages, 6 intents\. The plan, at most \d+ runs of \d+\s+steps/);
    assert.match(stdout, /^schedule\s+peaks\s+best\s+macro-F1/);
    assert.match(stdout, /Before the test split is opened/);
    assert.match(stdout, /^(approve|reject|undecided) — /m);
    assert.match(stdout, /^Ship .* accuracy and/m);
    assert.doesNotMatch(stdout, /undefined|NaN|\*\*/);
  });

  test("--dry-run says the plan, trains nothing and opens nothing", () => {
    const { status, stdout } = lrLab("dry", "mine.csv", ...small, "--dry-run", "--json");
    assert.equal(status, 0);
    const document = JSON.parse(stdout) as { dryRun: boolean; test: null; plan: { runs: number } };
    assert.deepEqual([document.dryRun, document.test], [true, null]);
    assert.ok(document.plan.runs <= 40);
    assert.equal(existsSync(join(folder, "dry")), false);
  });

  for (const [name, args, ...parts] of [
    ["two seeds", ["mine.csv", "--intent", "topic", "--seeds", "2"], /from 5 to 100, found 2/],
    [
      "a budget that holds nothing",
      ["mine.csv", "--intent", "topic", "--budget", "10"],
      /at least \d+ runs, found 10/,
    ],
    ["a file that is not there", ["none.csv"], /none\.csv/],
    ["a column that is not there", ["mine.csv", "--intent", "nope"], /nope/],
    ["--reopen without a reason", ["mine.csv", "--intent", "topic", "--reopen"], /--why/],
    ["--why alone", ["mine.csv", "--intent", "topic", "--why", "x"], /goes with --reopen/],
    ["an optimizer that is none", ["mine.csv", "--optimizer", "magic"], /sgd, momentum/],
    ["half a run", ["mine.csv", "--budget", "1.5"], /whole number/],
  ] as [string, string[], ...RegExp[]][]) {
    test(`refuses ${name}, with words and exit code 2`, () => {
      const { status, stdout, stderr } = lrLab("bad", ...args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      for (const part of parts) assert.match(stderr, part);
      assert.equal(existsSync(join(folder, "bad")), false, "nothing is written");
    });
  }

  test("refuses a test split that is too small, before a run is trained", () => {
    const lines = readFileSync(csv, "utf8").trimEnd().split("\n");
    let left = 60;
    const fewer = lines.filter((line) => !line.endsWith(",test") || left-- > 0);
    writeFileSync(join(folder, "few.csv"), fewer.join("\n") + "\n");
    const { status, stderr } = lrLab("few", "few.csv", "--intent", "topic");
    assert.equal(status, 2);
    assert.match(stderr, /60 messages/);
    assert.doesNotMatch(stderr, /walk over the range: at most/);
  });
});
