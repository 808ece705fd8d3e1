import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { dataCommand } from "../../src/cli/data";
import { generateCsv, loadPhraseBank } from "../../src/data";
import { fixture, inputError } from "./fixtures";

/** Runs `lr-lab data ...` and returns what it printed on stdout. */
async function data(t: TestContext, ...args: string[]): Promise<string> {
  const log = t.mock.method(console, "log", () => undefined);
  try {
    await dataCommand().parseAsync(args, { from: "user" });
  } finally {
    log.mock.restore();
  }
  return log.mock.calls.map((call) => (call.arguments as unknown[]).join(" ")).join("\n");
}

describe("lr-lab data check", () => {
  test("reports columns, splits, intents, slices and warnings with rows", async (t) => {
    const report = await data(t, "check", fixture("support.csv"));
    assert.match(report, /support\.csv: 6 messages, 2 intents/);
    assert.match(report, /delimiter +comma/);
    assert.match(report, /columns +text, intent, split, id, cleanIntent from "clean_intent"/);
    assert.match(report, /not used +"agent"/);
    assert.match(
      report,
      /train +validation +test +total\n +messages +2 +2 +2 +6\n +wrong labels +1 +0 +0 +1/,
    );
    assert.match(report, /"short" +1 +1 +2 +4/);
    assert.match(report, /No warnings\./);
    assert.match(
      await data(t, "check", fixture("across-splits.csv")),
      /duplicate-across-splits: .*\n +lines 2, 8 and 9/,
    );
  });

  test("--json is one document", async (t) => {
    const file = fixture("label-column.csv");
    const document = JSON.parse(await data(t, "check", file, "--json")) as Record<string, unknown>;
    assert.equal(document.ok, true);
    assert.deepEqual(document.used, { text: "text", intent: "label", split: "split" });
    assert.equal((document.warnings as { check: string }[])[0].check, "intent-column");
  });

  test("bad input is an InputError (exit code 2); --json still prints a document", async (t) => {
    await assert.rejects(data(t, "check", fixture("empty-text.csv")), inputError("lines 8 and 9"));
    const log = t.mock.method(console, "log", () => undefined);
    const run = dataCommand().parseAsync(["check", fixture("empty-text.csv"), "--json"], { from: "user" });
    await assert.rejects(run, inputError("empty text"));
    const printed = JSON.parse(String((log.mock.calls[0].arguments as unknown[])[0])) as Record<
      string,
      unknown
    >;
    assert.equal(printed.ok, false);
    assert.match(String(printed.error), /empty text/);
  });

  test("columns can be named; control characters never reach the terminal", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "hostile.csv");
    const evil = "\u001b]0;owned\u0007\u202e";
    const rows = ["train", "dev", "test"].flatMap((split) => [
      `m ${split},a${evil},${split},s${evil}`,
      `n ${split},b,${split},`,
    ]);
    writeFileSync(file, `message,topic${evil},set,channel\n${rows.join("\n")}\nx,B,train,\n`);
    const args = ["--text", "message", "--intent", `topic${evil}`, "--split", "set", "--slice", "channel"];
    const report = await data(t, "check", file, ...args);
    assert.doesNotMatch(report.replace(/\n/g, ""), /[\p{Cc}\p{Cf}]/u);
    assert.match(report, /a\\u\{1b\}\]0;owned\\u\{7\}\\u\{202e\}/);
    assert.match(report, /label-variants/);
  });
});

describe("lr-lab, as a process", () => {
  const root = join(__dirname, "..", "..", "..");
  const lrLab = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(root, "bin", "lr-lab.js"), ...args], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });

  test("data generate writes what the generator makes, to stdout or to a file", (t) => {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const expected = generateCsv(loadPhraseBank(join(root, "data", "phrases")), 5);
    const printed = lrLab("data", "generate", "--seed", "5");
    assert.equal(printed.status, 0, printed.stderr);
    assert.ok(printed.stdout === expected, "stdout is the CSV and nothing else");
    const file = join(folder, "out.csv");
    const written = lrLab("data", "generate", "--seed", "5", "--out", file);
    assert.equal(written.status, 0, written.stderr);
    assert.ok(readFileSync(file, "utf8") === expected, "the file is the CSV");
    assert.equal(lrLab("data", "generate", "--seed", "1.5").status, 2);
  });

  test("data check exits 0 with warnings and 2 on bad input, with the reason on stderr", () => {
    assert.equal(lrLab("data", "check", fixture("across-splits.csv")).status, 0);
    const bad = lrLab("data", "check", fixture("too-few.csv"));
    assert.equal(bad.status, 2);
    assert.match(bad.stderr, /^lr-lab: .*too-few\.csv: 1 intent with too few distinct messages/);
    assert.equal(bad.stdout, "");
  });
});
