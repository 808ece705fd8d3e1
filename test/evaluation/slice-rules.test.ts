import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom, datasetFromCsv, type Dataset, type Message } from "../../src/data";
import { ruleSlices, SLICE_RULES, slicesOf } from "../../src/evaluation";
import { oneEditFrom } from "../../src/evaluation/one-edit";
import { isOutOfScope, negates, wordCount } from "../../src/evaluation/slice-words";
import { words } from "../../src/features";
import { projectCsv } from "../training/helpers";

const datasetOf = (messages: readonly Message[]): Dataset => ({
  kind: "dataset",
  name: "made",
  hash: "",
  intents: [...new Set(messages.map(({ intent }) => intent))].sort(),
  messages,
  warnings: [],
});
const message = (split: Message["split"], text: string, intent = "a", slices: string[] = []): Message => ({
  id: text,
  text,
  intent,
  split,
  slices,
});
const rowsOf = (dataset: Dataset, split: Message["split"], name: string): readonly number[] | undefined =>
  ruleSlices(dataset, split).find((slice) => slice.name === name)?.rows;

describe("one edit", () => {
  /** Optimal string alignment distance, by its recurrence. */
  function distance(a: string, b: string): number {
    const d = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= a.length; i++) {
      for (let j = 1; j <= b.length; j++) {
        const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        d[i][j] = Math.min(
          d[i - 1][j] + 1,
          d[i][j - 1] + 1,
          d[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
          swap ? d[i - 2][j - 2] + 1 : Infinity,
        );
      }
    }
    return d[a.length][b.length];
  }

  test("exactly the words at distance 1, of all words of up to four letters from three", () => {
    const letters = ["a", "b", "c"];
    let all = [""];
    for (let n = 0, last = all; n < 4; n++) {
      last = last.flatMap((word) => letters.map((letter) => word + letter));
      all = [...all, ...last];
    }
    const random = createRandom(3);
    let [near, far] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const [one, other] = [random.pick(all), random.pick(all)];
      const expected = distance(one, other) === 1;
      assert.equal(oneEditFrom([other])(one), expected, `${one} ${other}`);
      if (expected) near++;
      else far++;
    }
    assert.ok(near > 100 && far > 100);
  });

  test("any of several words will do; letters beyond the basic plane are one letter", () => {
    const near = oneEditFrom(["refund", "𝒶𝒷𝒸𝒹"]);
    for (const word of ["refudn", "refnd", "reffund", "refuns", "𝒶𝒷𝒹", "𝒷𝒶𝒸𝒹"]) assert.ok(near(word), word);
    for (const word of ["refund", "rfnd", "𝒶𝒷𝒸𝒹", "invoice"]) assert.ok(!near(word), word);
  });
});

describe("words", () => {
  test("negation is a matter of whole words, whatever the apostrophe", () => {
    for (const text of ["not", "I DON'T", "it doesn’t", "we cannot", "no refund", "never", "i cant"]) {
      assert.ok(words(text).some(negates), text);
    }
    for (const text of ["note", "knot", "nova", "northern", "can", "tent", "another", "innocent"]) {
      assert.ok(!words(text).some(negates), text);
    }
  });

  test("out of scope is a matter of the intent's whole name, without case and separators", () => {
    for (const name of [
      "out_of_scope",
      "Out of scope",
      "OOS",
      "oos",
      "none",
      "Other",
      "unknown",
      "fallback",
    ]) {
      assert.ok(isOutOfScope(name), name);
    }
    for (const name of ["other_question", "scope", "nonexistent", "a"]) assert.ok(!isOutOfScope(name), name);
  });

  test("emoji are no words; without spaces two characters count as one", () => {
    assert.equal(wordCount(words("Where is my order, #42? 😡")), 5);
    assert.equal(wordCount(words("我想退货")), 2);
    assert.equal(wordCount(words("")), 0);
  });
});

describe("rules", () => {
  test("very_short: at most four words", () => {
    const made = datasetOf([
      message("test", "where is my order"),
      message("test", "where is my new order"),
      message("test", "refund!!"),
    ]);
    assert.deepEqual(rowsOf(made, "test", "very_short"), [0, 2]);
  });

  test("rare_intent: fewer than two thirds of the median intent's training messages", () => {
    const times = (intent: string, count: number): Message[] =>
      Array.from({ length: count }, () => message("train", "t", intent));
    // The median of 12, 12, 9, 6 and 5 is 9: rare is below 6.
    const made = datasetOf([
      ...["a", "b"].flatMap((intent) => times(intent, 12)),
      ...times("c", 9),
      ...times("d", 6),
      ...times("e", 5),
      message("test", "t", "a"),
      message("test", "t", "d"),
      message("test", "t", "e"),
      message("test", "t", "never trained on"),
    ]);
    assert.deepEqual(rowsOf(made, "test", "rare_intent"), [2, 3]);
  });

  test("typo_like: a word that training lacks, one edit from a word that five messages have", () => {
    const training = [
      ...Array.from({ length: 5 }, (_, i) => message("train", `refund number ${i} please`)),
      ...Array.from({ length: 4 }, () => message("train", "invoice")),
      message("train", "refunds"),
      message("train", "numbr"),
      message("train", "order order order order order"),
    ];
    const made = datasetOf([
      ...training,
      message("test", "my refudn"),
      message("test", "my refund"),
      message("test", "refunds"), // a training message has it
      message("test", "invioce"), // four messages are too few
      message("test", "ordr"), // five times in one message are one message
      message("test", "plase"),
      message("test", "numbr7"), // a number in it
    ]);
    assert.deepEqual(rowsOf(made, "test", "typo_like"), [0, 5]);
    // In training a word that no other message has is unseen, too.
    assert.deepEqual(rowsOf(made, "train", "typo_like"), [9, 10]);
  });

  test("a rule that nobody or everybody follows is no slice", () => {
    const short = datasetOf([message("test", "one"), message("test", "two"), message("train", "t")]);
    assert.deepEqual(ruleSlices(short, "test"), []);
    assert.deepEqual(ruleSlices(datasetOf([]), "test"), []);
  });

  test("a tag of the data wins over the rule of its name, even where it is in another split", () => {
    const messages = [
      message("train", "t", "a", ["negation"]),
      message("test", "this is not what I ordered from you"),
      message("test", "short", "a", ["vip"]),
    ];
    assert.deepEqual(slicesOf(datasetOf(messages), "test"), [
      { name: "very_short", source: "rule", rows: [1] },
      { name: "vip", source: "data", rows: [1] },
    ]);
    const untagged = messages.map((one) => ({ ...one, slices: [] }));
    assert.deepEqual(slicesOf(datasetOf(untagged), "test"), [
      { name: "negation", source: "rule", rows: [0] },
      { name: "very_short", source: "rule", rows: [1] },
    ]);
  });

  test("every rule is told, under a name of its own", () => {
    assert.equal(new Set(SLICE_RULES.map(({ name }) => name)).size, 5);
    for (const { rule } of SLICE_RULES) assert.ok(rule.length > 10);
  });
});

describe("the project's data", () => {
  const dataset = datasetFromCsv(projectCsv());
  const untagged = { ...dataset, messages: dataset.messages.map((one) => ({ ...one, slices: [] })) };
  const tags = new Map(slicesOf(dataset, "test").map(({ name, rows }) => [name, new Set(rows)]));
  const rules = new Map(slicesOf(untagged, "test").map(({ name, rows }) => [name, rows]));

  // What the rules find beside what the generator knows. "negation" is another thing: the tag is for messages that say
  // what they are not about, the rule for any word that negates.
  const asked = [
    { rule: "very_short", tag: "short", precision: 0.95, recall: 0.9 },
    { rule: "negation", tag: "negation", precision: 0.2, recall: 0.8 },
    { rule: "rare_intent", tag: "rare_intent", precision: 0.95, recall: 0.65 },
    { rule: "typo_like", tag: "typo", precision: 0.7, recall: 0.65 },
    { rule: "out_of_scope", tag: "out_of_scope", precision: 1, recall: 1 },
  ];
  for (const { rule, tag, precision, recall } of asked) {
    test(`${rule} agrees with the tag ${tag}`, (t) => {
      const [found, known] = [rules.get(rule) ?? [], tags.get(tag) ?? new Set<number>()];
      const hits = found.filter((row) => known.has(row)).length;
      const [p, r] = [hits / found.length, hits / known.size];
      t.diagnostic(
        `${rule}: ${found.length} messages, tag ${tag}: ${known.size}; precision ${p.toFixed(3)}, recall ${r.toFixed(3)}`,
      );
      assert.ok(p >= precision, `precision ${p}`);
      assert.ok(r >= recall, `recall ${r}`);
    });
  }
});
