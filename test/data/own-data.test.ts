import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  csvColumns,
  datasetCsv,
  datasetFromCsv,
  loadDataset,
  mend,
  messyCopy,
  repeatedMessages,
  type Dataset,
} from "../../src/data";
import { MESS } from "../../src/data/messy-copy";
import { InputError } from "../../src/errors";

const shipped = join("data", "support-intents.csv");
const read = { text: "message", intent: "topic", split: "set", slice: "channel" };
const whole = loadDataset(shipped);
const mess = whole.then((data) => datasetFromCsv(messyCopy(data), read));
const counts = ({ warnings }: Dataset): Record<string, number> =>
  Object.fromEntries(warnings.map(({ check, count }) => [check, count]));

describe("a data set as CSV", () => {
  test("is read as the same messages: the hash says so", async () => {
    const data = await whole;
    assert.equal(datasetFromCsv(datasetCsv(data)).hash, data.hash);
    const odd = datasetFromCsv(
      'text,intent,split,slices\n"a, ""b""\nc",x,train,p;q\n d ;e,y,train,\nf,x,dev,\ng,y,test,q\n',
    );
    assert.equal(datasetFromCsv(datasetCsv(odd)).hash, odd.hash);
    assert.equal(datasetCsv(odd).split("\n")[0], "id,text,intent,split,slices");
  });

  test("keeps the splits that were made", () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `message number ${i * 7919} of many,${i % 2 ? "x" : "y"}`,
    );
    const made = datasetFromCsv(`text,intent\n${rows.join("\n")}\n`);
    const again = datasetFromCsv(datasetCsv(made));
    assert.deepEqual(
      again.messages.map(({ split }) => split),
      made.messages.map(({ split }) => split),
    );
    assert.deepEqual(again.warnings, []);
  });
});

test("columns say what they could be", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-columns-"));
  try {
    const file = join(folder, "export.csv");
    const rows = Array.from(
      { length: 20 },
      (_, i) =>
        `${i};Wo ist Bestellung ${i}?;${i % 2 ? "Lieferung" : "Storno"};${i % 3 ? "TRAIN" : "dev"};;${i % 2}`,
    );
    writeFileSync(file, `Nr;Nachricht;Thema;Teil;leer;Ziffer\n${rows.join("\n")}\n`);
    const found = await csvColumns(file);
    assert.deepEqual(
      found.map(({ column, couldBe }) => [column, couldBe]),
      [
        ["Nr", null],
        ["Nachricht", "text"],
        ["Thema", "intent"],
        ["Teil", "split"],
        ["leer", null],
        ["Ziffer", "intent"],
      ],
    );
    assert.deepEqual(found[3], {
      ...{ column: "Teil", filled: 20, different: 2, couldBe: "split" },
      examples: ['"TRAIN"', '"dev"'],
    });
    await assert.rejects(csvColumns(join(folder, "none.csv")), /no such file or folder/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("a messy copy", () => {
  test("has the faults that it is said to have, and no others", async () => {
    const found = await mess;
    assert.deepEqual(Object.keys(counts(found)), [
      "delimiter",
      "made-splits",
      "duplicate-across-splits",
      "conflicting-labels",
      "intent-missing-in-split",
      "label-variants",
      "very-long-message",
    ]);
    const { messages } = found;
    const inTest = new Set(messages.filter(({ split }) => split === "test").map(({ text }) => text));
    const leaks = messages.filter(({ split, text }) => split !== "test" && inTest.has(text)).length;
    assert.equal(leaks, MESS.leaks);
    assert.equal(counts(found)["conflicting-labels"], 2 * MESS.conflicts);
    assert.equal(counts(found)["intent-missing-in-split"], MESS.variants + MESS.rareRows);
    assert.equal(messages.filter(({ intent }) => /^[A-Z]/.test(intent)).length, MESS.variants);
    assert.equal(inTest.size, MESS.test);
  });

  test("is the same text every time", async () => {
    const data = await whole;
    assert.equal(messyCopy(data), messyCopy(data));
    assert.notEqual(messyCopy(data), messyCopy(data, 2));
  });
});

describe("mending", () => {
  test("takes away the three faults, and nothing from the test split", async () => {
    const before = await mess;
    const mended = mend(before, { leaks: "from-training", conflicts: "drop", variants: "fold" });
    assert.deepEqual(Object.keys(counts(mended.dataset)), ["intent-missing-in-split", "very-long-message"]);
    assert.equal(mended.relabelled, MESS.variants);
    const tests = (data: Dataset): string[] =>
      data.messages.filter(({ split }) => split === "test").map(({ text, intent }) => `${intent}: ${text}`);
    assert.deepEqual(tests(mended.dataset), tests(before));
    const taken = [mended.leaks, mended.conflicts].flatMap((lost) => Object.values(lost));
    const all = taken.reduce((sum, n) => sum + n, 0);
    assert.equal(all, MESS.leaks + 2 * MESS.conflicts);
    assert.equal(before.messages.length - mended.dataset.messages.length, all);
  });

  test("by default keeps every message as it is", async () => {
    const before = await mess;
    const { dataset, ...took } = mend(before);
    assert.equal(dataset.hash, before.hash);
    const none = { train: 0, validation: 0, test: 0 };
    assert.deepEqual(took, { kind: "mended", leaks: none, conflicts: none, relabelled: 0 });
  });

  const small = datasetFromCsv(
    [
      "text,intent,split",
      ...["here, Refund,train", "there,refund,train", "there,refund,dev", " there ,refund,test"],
      ...["both,refund,train", "both,other,train", "alone,refund,test", "left,other,dev"],
    ].join("\n"),
  );

  test("from the test, the first copy stays; from training, the last", () => {
    const left = (leaks: "from-test" | "from-training"): string[] =>
      mend(small, { leaks })
        .dataset.messages.filter(({ text }) => text.trim() === "there")
        .map(({ split }) => split);
    assert.deepEqual(left("from-test"), ["train"]);
    assert.deepEqual(left("from-training"), ["test"]);
  });

  test("labels are folded into the most frequent spelling, and conflicts are gone with all copies", () => {
    const { dataset, relabelled, conflicts } = mend(small, { variants: "fold", conflicts: "drop" });
    assert.deepEqual(dataset.intents, ["other", "refund"]);
    assert.equal(relabelled, 1);
    assert.deepEqual(conflicts, { train: 2, validation: 0, test: 0 });
    assert.ok(dataset.messages.every(({ text }) => text !== "both"));
  });

  test("an unknown choice is refused with those that there are", () => {
    assert.throws(
      () => mend(small, { leaks: "drop" as "keep" }),
      (error: Error) =>
        error instanceof InputError &&
        error.message === 'mend: leaks must be "keep" or "from-training" or "from-test", found "drop"',
    );
  });
});

test("repeated messages: groups, labels that disagree, and twins in an earlier split", () => {
  const rows = [
    "where is my parcel with the boots,status,train",
    "Where is my parcel with the  boots,status,train",
    "where is my parcel with the boots,refund,dev",
    "please cancel the order of yesterday,cancel,dev",
    "please cancel the order of yesterday,cancel,test",
    "i want another size of these shoes,size,train",
    "something else entirely here,status,test",
  ];
  assert.deepEqual(repeatedMessages(datasetFromCsv(`text,intent,split\n${rows.join("\n")}\n`)), {
    kind: "repeated-messages",
    groups: 2,
    messages: 5,
    disagreeing: 1,
    seenBefore: 2,
    judged: 4,
  });
});
