import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contentHash, datasetFromCsv, loadDataset } from "../../src/data";
import { checksAndRows, fixture, inputError } from "./fixtures";

const load = (name: string, options = {}): ReturnType<typeof loadDataset> =>
  loadDataset(fixture(name), options);
const warningsOf = async (name: string): Promise<[string, readonly number[]][]> =>
  checksAndRows((await load(name)).warnings);

describe("loadDataset", () => {
  test("reads the project's columns", async () => {
    const dataset = await load("support.csv");
    assert.equal(dataset.kind, "dataset");
    assert.equal(dataset.name, "support");
    assert.deepEqual(dataset.intents, ["order_status", "refund"]);
    assert.deepEqual(dataset.messages.slice(0, 3), [
      {
        id: "007",
        text: "where's my order #0042?",
        intent: "order_status",
        split: "train",
        slices: ["digits", "short"],
        cleanIntent: "order_status",
        family: "os-1",
        noise: ["no_caps", "typo"],
      },
      {
        id: "008",
        text: "I don't want a refund",
        intent: "refund",
        split: "train",
        slices: ["negation"],
        cleanIntent: "exchange",
        family: "rf-1",
        noise: [],
      },
      {
        id: "009",
        text: "any news?",
        intent: "order_status",
        split: "validation",
        slices: ["short"],
        family: "os-2",
        noise: [],
      },
    ]);
    assert.deepEqual(dataset.messages[5].slices, ["short"]);
    assert.deepEqual(dataset.warnings, []);
    assert.equal(dataset.hash, contentHash(dataset.messages));
  });

  test("columns can be named; a person's slice columns put their name before the slice", async () => {
    const csv =
      "n,message,topic,set,channel,vip\n1,where is it,a,train,mail,yes\n2,send back,b,dev,chat,\n3,x,a,test,,yes\n";
    const dataset = datasetFromCsv(csv, {
      file: "/some/folder/mine.v2.csv",
      text: "message",
      intent: "topic",
      split: "set",
      slice: ["channel", "vip"],
      id: "n",
    });
    assert.equal(dataset.name, "mine.v2");
    assert.deepEqual(
      dataset.messages.map(({ id, slices }) => [id, slices]),
      [
        ["1", ["channel=mail", "vip=yes"]],
        ["2", ["channel=chat"]],
        ["3", ["vip=yes"]],
      ],
    );
    assert.ok(dataset.warnings.every(({ message }) => message.startsWith("mine.v2.csv: ")));
  });

  test("without an id column a message is called by its line", async () => {
    const { messages } = await load("clean.csv");
    assert.deepEqual(
      messages.map(({ id }) => id),
      ["row-2", "row-3", "row-4", "row-5", "row-6", "row-7"],
    );
  });

  test("splits are read as people write them", async () => {
    const { messages } = await load("split-spellings.csv");
    assert.deepEqual(
      messages.map(({ split }) => split),
      ["train", "train", "validation", "validation", "validation", "validation", "test", "test"],
    );
  });

  test("a byte order mark, semicolons, tabs and CRLF give the same data", async () => {
    const { hash } = await load("clean.csv");
    for (const name of ["bom.csv", "semicolon.csv", "tab.csv"])
      assert.equal((await load(name)).hash, hash, name);
  });

  test("the hash knows the rows' order and every member, but not the file's name or other columns", () => {
    const rows = ["1,one,a,train", "2,two,b,dev", "3,three,a,test"];
    const hash = (lines: string[], head = "id,text,intent,split", options = {}): string =>
      datasetFromCsv([head, ...lines].join("\n"), options).hash;
    const reversed = [...rows].reverse();
    assert.notEqual(
      hash(reversed),
      hash(rows),
      "training visits rows by position: another order, another run",
    );
    assert.notEqual(hash([rows[0].replace("one", "One"), ...rows.slice(1)]), hash(rows));
    const more = rows.map((row) => `${row},z`);
    assert.equal(hash(more, "id,text,intent,split,agent", { file: "b.csv", name: "other" }), hash(rows));
  });
});

describe("bad input is an InputError that names file, line, column and remedy", () => {
  const cases: [file: string, parts: (string | RegExp)[]][] = [
    ["no-text-column.csv", ['no column "text"', '"message" and "intent"', 'option "text"']],
    ["no-intent-column.csv", ['no column "intent"', '"text" and "topic"', 'option "intent"']],
    ["two-label-columns.csv", ["label, category", 'option "intent"']],
    ["empty-text.csv", ["lines 8 and 9", 'column "text"', "empty text"]],
    ["empty-label.csv", ["line 8", 'column "intent"', "empty label"]],
    ["bad-split.csv", ["lines 8 and 9", 'column "split"', '"holdout" and ""', "validation, dev, test"]],
    ["empty-and-bad.csv", [/line 8.*empty text.*\n.*line 9.*empty label.*\n.*line 10.*not a split/]],
    ["no-train.csv", ["no training rows", "test and validation"]],
    ["one-intent.csv", ['column "intent"', "all 2 rows", '"order_status"', "at least two"]],
    ["no-rows.csv", ["no rows below the header"]],
    ["duplicate-ids.csv", ["lines 2 and 4", "the same id", "line 5", "empty id"]],
    ["too-few.csv", ['"return_item" has 4', "5 are needed", "add messages", "near-duplicates count once"]],
  ];
  for (const [name, parts] of cases) {
    test(name, () => assert.rejects(load(name), inputError(name, ...parts)));
  }

  test("a column that was named must be there, and text and intent must differ", async () => {
    for (const option of ["text", "intent", "split", "slice", "id"]) {
      await assert.rejects(
        load("clean.csv", { [option]: "nope" }),
        inputError('no column "nope"', `option "${option}"`, '"text", "intent" and "split"'),
      );
    }
    await assert.rejects(load("clean.csv", { text: "intent" }), inputError("cannot be both text and intent"));
  });

  test("bad options are named", async () => {
    await assert.rejects(load("too-few.csv", { minPerIntent: 2 }), inputError("minPerIntent", "at least 3"));
    await assert.rejects(load("too-few.csv", { minPerIntent: 3, seed: -1 }), inputError("seed"));
    assert.equal((await load("too-few.csv", { minPerIntent: 4 })).messages.length, 10);
  });

  test("terminal escapes and long cells of the file are not repeated as they are", () => {
    const csv = `text,intent,split\nx,a,\u001b[31m${"z".repeat(500)}\n`;
    assert.throws(() => datasetFromCsv(csv), inputError("\\u{1b}[31mzz", "…"));
    assert.throws(
      () => datasetFromCsv(csv),
      (error: Error) => !error.message.includes("\u001b") && error.message.length < 300,
    );
  });
});

describe("warnings name the rows", () => {
  const cases: [file: string, expected: [string, number[]][]][] = [
    ["clean.csv", []],
    ["label-column.csv", [["intent-column", []]]],
    ["semicolon.csv", [["delimiter", []]]],
    ["unnamed-column.csv", [["unnamed-column", [1]]]],
    ["across-splits.csv", [["duplicate-across-splits", [2, 8, 9]]]],
    ["conflicting-labels.csv", [["conflicting-labels", [2, 8]]]],
    ["label-variants.csv", [["label-variants", [2, 4, 6, 8, 9, 10, 11, 12, 13]]]],
    // "Unsubscribe" with another case is the same text here, but not to the check across splits.
    ["near-constant.csv", [["near-constant-intent", [8, 9, 10, 12]]]],
    [
      "missing-intents.csv",
      [
        ["unseen-intent", [9]],
        ["intent-missing-in-split", [8, 9]],
        ["intent-missing-in-split", [8]],
      ],
    ],
  ];
  for (const [name, expected] of cases) {
    test(name, async () => assert.deepEqual(await warningsOf(name), expected));
  }

  test("very long messages, and many rows: the first 20 and the count", () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i} ${"long ".repeat(1001)},a,train`);
    const csv = `text,intent,split\nx,b,train\nx2,b,dev\nx3,b,test\ny,a,dev\nz,a,test\n${rows.join("\n")}\n`;
    const [long] = datasetFromCsv(csv).warnings;
    assert.equal(long.check, "very-long-message");
    assert.equal(long.count, 30);
    assert.deepEqual(
      long.rows,
      Array.from({ length: 20 }, (_, i) => i + 7),
    );
  });

  test("a warning names file and column and says what to do", async () => {
    const [warning] = (await load("across-splits.csv")).warnings;
    assert.match(
      warning.message,
      /^across-splits\.csv: column "text": 1 text in more than one split.*keep each/,
    );
  });
});
