// From a run in the store to an exported folder, and from there to labelled texts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import { exportCommand } from "../../src/cli/export";
import { predictCommand } from "../../src/cli/predict";
import { predictedCsv, predictionColumns } from "../../src/cli/predicted-csv";
import { datasetFromCsv, loadDataset, parseCsv } from "../../src/data";
import { InputError, WorkError } from "../../src/errors";
import { buildFeatures, DEFAULT_FEATURES, type Features, type FeatureSpec } from "../../src/features";
import { scheduleSnippets, warmup, cosine } from "../../src/schedules";
import { predict, predictTexts, runSpec, train, type TrainedRun } from "../../src/training";
import { openStore } from "../../src/tuning";
import { readModel } from "../../src/cli/read-model";
import { ROOT, smallDataset } from "../training/helpers";

const FEATURES: FeatureSpec = {
  ...DEFAULT_FEATURES,
  columns: { kind: "vocabulary", maxSize: 300, minCount: 2 },
};
const EVIL = "\u001b]0;owned\u0007\u202e";

let folder: string;
let csv: string;
let features: Features;
let run: TrainedRun;
let exported: string;
const home = process.env.LR_LAB_HOME;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lr-lab-"));
  process.env.LR_LAB_HOME = join(folder, "store");
  csv = join(folder, "messages.csv");
  const cell = (text: string): string => `"${text.replace(/"/g, '""')}"`;
  const rows = smallDataset().messages.map(({ text, intent, split }) =>
    [text, intent, split].map(cell).join(","),
  );
  // An intent that tries to steer the terminal.
  for (const split of [...Array<string>(12).fill("train"), "validation", "test"]) {
    rows.push(`beep ${rows.length},=a${EVIL},${split}`);
  }
  writeFileSync(csv, `text,intent,split\n${rows.join("\n")}\n`);
  features = buildFeatures(await loadDataset(csv), FEATURES);
  const schedule = warmup(cosine({ peak: 1, steps: 20 }), { steps: 4 });
  run = await train(
    await runSpec(features, { schedule, epochs: 8, model: { kind: "mlp", hidden: 8 } }),
    features,
  );
  await (await openStore(process.env.LR_LAB_HOME)).put(run);
  writeFileSync(join(folder, "features.json"), JSON.stringify({ columns: FEATURES.columns }));
  writeFileSync(
    join(folder, "sweep.json"),
    JSON.stringify({ base: {}, features: { columns: FEATURES.columns } }),
  );
  exported = join(folder, "exported");
});

after(() => {
  rmSync(folder, { recursive: true });
  if (home === undefined) delete process.env.LR_LAB_HOME;
  else process.env.LR_LAB_HOME = home;
});

/** Runs a command and returns what it printed on stdout and stderr. */
async function said(t: TestContext, command: "predict" | "export", ...args: string[]) {
  const log = t.mock.method(console, "log", () => undefined);
  const error = t.mock.method(console, "error", () => undefined);
  try {
    const made = command === "predict" ? predictCommand() : exportCommand();
    await made.exitOverride().parseAsync(args, { from: "user" });
  } finally {
    log.mock.restore();
    error.mock.restore();
  }
  const text = (calls: readonly { arguments: unknown[] }[]): string =>
    calls.map((call) => `${call.arguments.join(" ")}\n`).join("");
  return { out: text(log.mock.calls), error: text(error.mock.calls) };
}

const exportIt = (t: TestContext, out: string, ...more: string[]) =>
  said(
    t,
    "export",
    run.record.id.slice(0, 10),
    "--out",
    out,
    "--data",
    csv,
    "--features",
    join(folder, "features.json"),
    ...more,
  );

function refusal(kind: typeof InputError | typeof WorkError, ...words: string[]) {
  return (error: unknown) => error instanceof kind && words.every((word) => error.message.includes(word));
}

describe("lr-lab export", () => {
  test("writes the model, its record, the LayersModel and the schedule's snippets", async (t) => {
    const { out } = await exportIt(t, exported);
    assert.match(out, /exported: 10 files\n.*README\.md says how to use each/);
    const files = readdirSync(exported, { recursive: true, encoding: "utf8" }).sort();
    assert.deepEqual(
      files
        .filter((file) => !["model", "tfjs", "schedule"].includes(file))
        .map((file) => file.replace(/\\/g, "/")),
      [
        "README.md",
        "model/model.json",
        "model/weights.bin",
        "record.json",
        "schedule/schedule.tfjs.js",
        "schedule/schedule_keras.py",
        "schedule/schedule_optax.py",
        "schedule/schedule_pytorch.py",
        "tfjs/model.json",
        "tfjs/weights.bin",
      ],
    );
    const read = (name: string): string => readFileSync(join(exported, name), "utf8");
    assert.deepEqual(JSON.parse(read("record.json")), JSON.parse(JSON.stringify(run.record)));
    assert.equal(read("schedule/schedule_optax.py"), scheduleSnippets(run.record.spec.schedule).optax);
    assert.ok(read("README.md").includes(run.record.id));
    assert.doesNotMatch(read("README.md").replace(/\n/g, ""), /[\p{Cc}\p{Cf}]|=a/u);
    assert.deepEqual(readModel(join(exported, "model")).weights, run.weights);
    const left = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
    assert.deepEqual(left, []);
  });

  test("two exports are the same bytes; a sweep file may name the features; --json is one document", async (t) => {
    const again = join(folder, "again");
    const args = [
      run.record.id,
      "--out",
      again,
      "--data",
      csv,
      "--features",
      join(folder, "sweep.json"),
      "--json",
    ];
    const { out } = await said(t, "export", ...args);
    const document = JSON.parse(out) as { ok: boolean; run: string; files: string[] };
    assert.deepEqual([document.ok, document.run, document.files.length], [true, run.record.id, 10]);
    for (const name of document.files) {
      assert.ok(readFileSync(join(again, name)).equals(readFileSync(join(exported, name))), name);
    }
  });

  test("other data, other features, an unknown run and a folder in use are refused; nothing is written", async (t) => {
    const out = join(folder, "refused");
    const id = run.record.id;
    const refused = (words: string[], ...args: string[]) =>
      assert.rejects(said(t, "export", ...args), refusal(InputError, ...words));
    const shipped = join(ROOT, "data", "support-intents.csv");
    await refused(["trained on data", "--data"], id, "--out", out, "--data", shipped);
    await refused(["trained on features", "--features"], id, "--out", out, "--data", csv);
    await refused(["none in"], "0123456789", "--out", out, "--data", csv);
    await refused(["exists and is not empty"], id, "--out", exported);
    await refused(["exists and is not a folder"], id, "--out", csv);
    writeFileSync(join(folder, "bad.json"), '{"word": [2, 1]}');
    await refused(
      ["features.word must be"],
      id,
      "--out",
      out,
      "--data",
      csv,
      "--features",
      join(folder, "bad.json"),
    );
    assert.ok(!existsSync(out));
  });

  test("a record that training again does not give is an error of the work, with the place", async (t) => {
    const { LR_LAB_HOME } = process.env;
    process.env.LR_LAB_HOME = join(folder, "wrong-store");
    try {
      const loss = run.record.curve.loss.map((value, i) => (i === 3 ? value * 2 : value));
      const record = { ...run.record, curve: { ...run.record.curve, loss } };
      await (await openStore(process.env.LR_LAB_HOME)).put({ record, seconds: 1 });
      const out = join(folder, "wrong");
      await assert.rejects(exportIt(t, out), refusal(WorkError, "curve.loss[3] is", "Nothing was written"));
      assert.ok(!existsSync(out));
    } finally {
      process.env.LR_LAB_HOME = LR_LAB_HOME;
    }
  });
});

describe("lr-lab predict", () => {
  test("one text: label, probability and the top 3, as the run predicts", async (t) => {
    const { test: rows } = features.splits;
    const texts = datasetFromCsv(readFileSync(csv, "utf8")).messages.filter(({ split }) => split === "test");
    const { labels, probabilities, classes } = predict(run.weights, rows.x);
    const row = 7;
    const { out } = await said(t, "predict", exported, texts[row].text, "--json");
    const document = JSON.parse(out) as {
      intent: string;
      probability: number;
      top: unknown[];
      known: boolean;
    };
    assert.equal(document.intent, features.labels[labels[row]]);
    assert.equal(document.probability, probabilities[row * classes + labels[row]]);
    assert.deepEqual([document.top.length, document.known], [3, true]);
    const words = (await said(t, "predict", join(exported, "model"), texts[row].text)).out;
    assert.match(
      words,
      new RegExp(
        `^intent +${document.intent}\nprobability +0\\.\\d{3}\ntop 3 +0\\.\\d{3}  ${document.intent}\n`,
      ),
    );
    assert.doesNotMatch(words, /note/);
  });

  test("a text that the model knows nothing of is said to be so; a long one is a text", async (t) => {
    assert.match((await said(t, "predict", exported, "zzz qqq")).out, /note +the model knows no word of it/);
    assert.match((await said(t, "predict", exported, "order ".repeat(5000))).out, /^intent/);
    assert.match((await said(t, "predict", exported, "a\u0000b.csv x")).out, /^intent/);
  });

  test("a label cannot steer the terminal", async (t) => {
    const { out } = await said(t, "predict", exported, "beep beep");
    assert.match(out, /=a\\u\{1b\}\]0;owned\\u\{7\}/);
    assert.doesNotMatch(out.replace(/\n/g, ""), /[\p{Cc}\p{Cf}]/u);
  });

  test("a CSV gets two columns more; every cell of it survives, whatever is in it", async (t) => {
    const file = join(folder, "ask.csv");
    const out = join(folder, "deep", "answers.csv");
    const cells = [
      ["1", 'say "hi"; cancel my order', "=1+1"],
      ["2", "two\nlines, and a comma", `@x${EVIL}`],
      ["3", "zzz", ""],
    ];
    const quoted = cells.map((row) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(";"));
    writeFileSync(file, `id;message;intent\r\n${quoted.join("\r\n")}\r\n`);
    const { error } = await said(t, "predict", exported, file, "--text", "message", "--out", out);
    assert.match(error, /3 messages labelled, columns predicted_intent and probability/);
    assert.match(error, /line 5: the model knows no word of it/);
    const table = parseCsv(readFileSync(out, "utf8"), { file: out });
    assert.deepEqual(table.columns, ["id", "message", "intent", "predicted_intent", "probability"]);
    const expected = predictTexts(
      readModel(exported),
      cells.map(([, text]) => text),
    );
    table.rows.forEach(({ cells: found }, i) => {
      assert.deepEqual(found.slice(0, 3), cells[i]);
      assert.deepEqual(found.slice(3), [expected[i].intent, expected[i].probability.toFixed(6)]);
    });
    const printed = await said(t, "predict", exported, file, "--text", "message");
    assert.equal(printed.out, readFileSync(out, "utf8"));
    const json = JSON.parse(
      (await said(t, "predict", exported, file, "--text", "message", "--json")).out,
    ) as {
      predictions: { line: number; known: boolean }[];
    };
    assert.deepEqual(
      json.predictions.map(({ line, known }) => [line, known]),
      [
        [2, true],
        [3, true],
        [5, false],
      ],
    );
  });

  test("what cannot be used is refused with its name", async (t) => {
    const refused = (words: string[], ...args: string[]) =>
      assert.rejects(said(t, "predict", ...args), refusal(InputError, ...words));
    await refused(
      ["nowhere", "no such file; name a folder that lr-lab export wrote"],
      join(folder, "nowhere"),
      "hi",
    );
    await refused(
      ["tfjs", "not a model of lr-lab, but a model of TensorFlow.js"],
      join(exported, "tfjs"),
      "hi",
    );
    await refused(["missing.csv", "no such file"], exported, "missing.csv");
    await refused(['no column "body"', '"text"', "--text"], exported, csv, "--text", "body");
    await refused(["is the CSV that is read"], exported, csv, "--out", csv);
    await refused(["are for a CSV"], exported, "where is it?", "--out", join(folder, "x.csv"));
    const damaged = join(folder, "damaged");
    cpSync(join(exported, "model"), damaged, { recursive: true });
    const bytes = readFileSync(join(damaged, "weights.bin"));
    bytes[100] ^= 1;
    writeFileSync(join(damaged, "weights.bin"), bytes);
    await refused(["weights.bin: damaged (its SHA-256 is another)"], damaged, "hi");
  });

  test("as a process: a CSV through standard input, and exit code 2 for what cannot be read", () => {
    const lrLab = (input: string, ...args: string[]) =>
      spawnSync(process.execPath, [join(ROOT, "bin", "lr-lab.js"), "predict", ...args], {
        input,
        encoding: "utf8",
      });
    const done = lrLab("text\nI want to cancel my order\n", exported, "-");
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /^text,intent,probability\nI want to cancel my order,\w+,0\.\d{6}\n$/);
    assert.equal(lrLab("text\nhi\n", exported).stdout.split("\n").length, 3);
    const bad = lrLab("\xff", folder, "hi");
    assert.deepEqual([bad.status, bad.stdout], [2, ""]);
  });
});

test("columns of predictions never take a name that is there", () => {
  assert.deepEqual(predictionColumns(["text"]), ["intent", "probability"]);
  const taken = ["intent", "predicted_intent", "probability"];
  assert.deepEqual(predictionColumns(taken), ["predicted_intent_2", "predicted_probability"]);
  const table = parseCsv('text\tintent\n"a\tb"\t\n', { file: "x" });
  const prediction = { intent: 'q"\t', probability: 1, ranking: [], known: true };
  assert.equal(
    predictedCsv(table, [prediction]),
    'text\tintent\tpredicted_intent\tprobability\n"a\tb"\t\t"q""\t"\t1.000000\n',
  );
});
