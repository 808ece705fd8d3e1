// The project's data and the phrase bank that it is made from.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  generateCsv,
  generateRows,
  loadPhraseBank,
  parseCsv,
  SPLITS,
  type GeneratedRow,
} from "../../src/data";
import { projectCsv, ROOT } from "../training/helpers";
import { inputError } from "./fixtures";

const FOLDER = join(ROOT, "data", "phrases");
const HASH = "b7f44c7dfad86c467f2ba12f60d5189d277f48884a210c9d8e40ee5a056d2609";
const bank = loadPhraseBank(FOLDER);
const { columns, rows: cells } = parseCsv(projectCsv(), { file: "support-intents.csv" });
const rows = cells.map(
  (row) => Object.fromEntries(columns.map((name, i) => [name, row.cells[i]])) as unknown as GeneratedRow,
);
const of = (split: string): GeneratedRow[] => rows.filter((row) => row.split === split);
const names = (cell: string): string[] => (cell === "" ? [] : cell.split(";"));
const countBy = (values: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe("data/support-intents.csv", () => {
  test("is what the generator makes of the phrase bank and seed 1, byte for byte", () => {
    const file = readFileSync(join(ROOT, "data", "support-intents.csv"));
    assert.equal(createHash("sha256").update(file).digest("hex"), HASH);
    assert.ok(file.equals(Buffer.from(generateCsv(bank, 1))));
  });

  test("another seed is other data", () => {
    const other = generateRows(bank, 2);
    assert.equal(other.length, rows.length);
    assert.ok(other.filter((row, i) => row.text === rows[i].text).length < 0.01 * rows.length);
  });

  test("has its columns, unique ids and the sizes that were asked for", () => {
    assert.deepEqual(columns, ["id", "text", "intent", "clean_intent", "split", "family", "slices", "noise"]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    const sizes = SPLITS.map((split) => of(split).length);
    assert.deepEqual(sizes, [6000, 1800, 4200]);
    assert.ok(rows.every(({ id, split }) => id.startsWith(`${split}-`)));
  });

  test("has 38 intents, out_of_scope among them, each in every split; the mail is skewed", () => {
    const intents = bank.intents.map(({ intent }) => intent);
    assert.equal(intents.length, 38);
    assert.ok(intents.includes("out_of_scope"));
    for (const split of SPLITS) {
      const counts = countBy(of(split).map(({ clean_intent }) => clean_intent));
      assert.deepEqual([...counts.keys()].sort(), intents);
      assert.ok(Math.max(...counts.values()) > 3 * Math.min(...counts.values()));
    }
    assert.ok(rows.every(({ intent }) => intents.includes(intent)));
  });

  test("phrase families never cross splits", () => {
    const splits = new Map<string, Set<string>>();
    for (const { family, split } of rows) {
      // Short messages have one family name an intent; their phrases are dealt one by one (the next test).
      if (family.endsWith("/short")) continue;
      splits.set(family, (splits.get(family) ?? new Set()).add(split));
    }
    const crossing = [...splits].filter(([, found]) => found.size > 1).map(([family]) => family);
    assert.deepEqual(crossing, []);
    // Of 22 families, 14 are for training, 3 for validation and 5 for test; of out_of_scope's 50, 33, 6 and 11.
    const sizes = SPLITS.map((split) => [...splits.values()].filter((found) => found.has(split)).length);
    // A family of a rare intent may go unused by chance.
    const dealt = [37 * 14 + 33, 37 * 3 + 6, 37 * 5 + 11];
    sizes.forEach((size, i) => assert.ok(size <= dealt[i] && size >= dealt[i] - 3, `${size} of ${dealt[i]}`));
    for (const { family, clean_intent } of rows) assert.ok(family.startsWith(`${clean_intent}/`));
  });

  test("short phrases never cross splits either", () => {
    // Slots may hold anything.
    const shorts = bank.intents.flatMap(({ intent, short }) =>
      short.map((text) => ({
        intent,
        text,
        pattern: new RegExp(`^${plain(text.replace(/\{\w+\}/g, "SLOT")).replace(/slot/g, ".+")}$`),
      })),
    );
    const splits = new Map<string, Set<string>>();
    for (const { text, clean_intent, family, split, noise } of rows) {
      if (!family.endsWith("/short")) continue;
      // Whose words are as in the bank.
      if (names(noise).some((tag) => /typo|abbreviation|code_switch|truncated|emoji/.test(tag))) continue;
      const own = shorts.find(({ intent, pattern }) => intent === clean_intent && pattern.test(plain(text)));
      assert.ok(own !== undefined, `${text} is not among the short phrases of ${clean_intent}`);
      const key = `${clean_intent}/${own.text}`;
      splits.set(key, (splits.get(key) ?? new Set()).add(split));
    }
    assert.ok(splits.size > 300);
    assert.deepEqual(
      [...splits].filter(([, found]) => found.size > 1).map(([key]) => key),
      [],
    );
  });

  test("no label is wrong in test; 10-15% are in training and in validation, and are tagged", () => {
    for (const split of SPLITS) {
      const wrong = of(split).filter(({ intent, clean_intent }) => intent !== clean_intent);
      const share = wrong.length / of(split).length;
      if (split === "test") assert.equal(wrong.length, 0);
      else assert.ok(share >= 0.1 && share <= 0.15, `${split}: ${share}`);
    }
    for (const { intent, clean_intent, noise } of rows) {
      assert.equal(names(noise).includes("wrong_label"), intent !== clean_intent);
    }
  });

  test("most wrong labels are confusable intents", () => {
    const confusable = new Map(bank.intents.map(({ intent, confusable }) => [intent, confusable]));
    const wrong = rows.filter(({ intent, clean_intent }) => intent !== clean_intent);
    const near = wrong.filter(({ intent, clean_intent }) => confusable.get(clean_intent)?.includes(intent));
    assert.ok(near.length > 0.7 * wrong.length, `${near.length} of ${wrong.length}`);
  });

  test("slices that a verdict rests on have 400 test messages or more", () => {
    const sizes = countBy(of("test").flatMap(({ slices }) => names(slices)));
    for (const slice of ["chatter", "typo", "two_intents", "negation", "short", "rare_intent"]) {
      assert.ok((sizes.get(slice) ?? 0) >= 400, `${slice}: ${sizes.get(slice)}`);
    }
    const known = [
      ...["chatter", "code_switch", "negation", "out_of_scope", "rare_intent", "short"],
      "two_intents",
      "typo",
    ];
    assert.deepEqual([...new Set(rows.flatMap(({ slices }) => names(slices)))].sort(), known);
  });

  test("slices and tags agree, and are sorted", () => {
    for (const { slices, noise, clean_intent } of rows) {
      const [inSlices, tags] = [names(slices), names(noise)];
      assert.deepEqual(inSlices, [...new Set(inSlices)].sort());
      assert.deepEqual(tags, [...new Set(tags)].sort());
      assert.equal(inSlices.includes("typo"), tags.includes("typo"));
      assert.equal(inSlices.includes("code_switch"), tags.includes("code_switch"));
      assert.equal(inSlices.includes("out_of_scope"), clean_intent === "out_of_scope");
    }
  });

  test("every kind of noise occurs in every split (wrong labels not in test)", () => {
    const kinds = [
      "abbreviation",
      "code_switch",
      "emoji",
      "lower_case",
      "no_punctuation",
      "truncated",
      "typo",
      "upper_case",
    ];
    for (const split of SPLITS) {
      const found = new Set(of(split).flatMap(({ noise }) => names(noise)));
      const expected = split === "test" ? kinds : [...kinds, "wrong_label"];
      assert.deepEqual([...found].sort(), expected);
    }
    for (const { text, noise } of rows) {
      if (names(noise).includes("upper_case")) assert.equal(text, text.toUpperCase());
      if (names(noise).includes("lower_case")) assert.equal(text, text.toLowerCase());
    }
  });

  test("texts are trimmed, and none comes twice", () => {
    assert.ok(rows.every(({ text }) => !/\s{2}|^\s|\s$/.test(text)));
    assert.equal(new Set(rows.map(({ text }) => text.toLowerCase())).size, rows.length);
  });

  test("every slot is filled", () => {
    assert.deepEqual(
      rows.filter(({ text }) => /[{}]/.test(text)).map(({ text }) => text),
      [],
    );
  });
});

describe("the phrase bank", () => {
  const { common, frequency } = bank;
  const known = new Set([...Object.keys(common.slots), "size2", "price2"]);
  const slots = (text: string): string[] => [...text.matchAll(/\{(\w*)\}/g)].map(([, name]) => name);

  test("files and frequencies name the same intents", () => {
    assert.deepEqual(
      Object.keys(frequency).sort(),
      bank.intents.map(({ intent }) => intent),
    );
    assert.ok(Object.values(frequency).every((share) => share > 0));
  });

  test("every slot that a phrase names can be filled", () => {
    const stories = bank.intents.flatMap(({ families }) => families.flatMap(({ phrases }) => phrases));
    for (const text of [...stories, ...common.chatter, ...bank.intents.flatMap(({ wants }) => wants)]) {
      assert.deepEqual(
        slots(text).filter((name) => !known.has(name)),
        [],
        text,
      );
      assert.ok(!/[{}]/.test(text.replace(/\{\w+\}/g, "")), text);
    }
    // Subject lines and requests are filled too, but topics and connectors have nothing to fill.
    const filled = [...common.openings, ...common.closings, ...common.slang_openers];
    for (const { short } of bank.intents) filled.push(...short);
    for (const text of filled)
      assert.ok(
        slots(text).every((name) => known.has(name)),
        text,
      );
    const bare = [...common.connectors, ...bank.intents.flatMap(({ topics }) => topics)];
    assert.deepEqual(
      bare.filter((text) => slots(text).length > 0),
      [],
    );
  });

  test("confusable intents exist, and none is its own", () => {
    const intents = new Set(bank.intents.map(({ intent }) => intent));
    for (const { intent, confusable } of bank.intents) {
      assert.ok(
        confusable.every((other) => intents.has(other) && other !== intent),
        intent,
      );
      assert.equal(new Set(confusable).size, confusable.length);
      if (intent !== "out_of_scope") assert.ok(confusable.length >= 1, intent);
    }
  });

  test("each intent has 22 families (out_of_scope 50) of 3 phrases or more, 20 short messages, 24 wants and topics", () => {
    for (const { intent, families, short, wants, topics } of bank.intents) {
      const count = intent === "out_of_scope" ? 50 : 22;
      assert.equal(families.length, count, intent);
      assert.equal(new Set(families.map(({ name }) => name)).size, count, intent);
      assert.ok(
        families.every(({ phrases, name }) => phrases.length >= 3 && /^[a-z0-9-]+$/.test(name)),
        intent,
      );
      assert.deepEqual([short.length, wants.length, topics.length], [20, 24, 24], intent);
      assert.ok(
        short.every((text) => text.split(/\s+/).length <= 5),
        intent,
      );
    }
  });

  test("no phrase comes twice, within an intent or across intents", () => {
    const kinds: [string, string[]][] = [
      ["phrases", bank.intents.flatMap(({ families }) => families.flatMap(({ phrases }) => phrases))],
      ["short", bank.intents.flatMap(({ short }) => short)],
      ["wants", bank.intents.flatMap(({ wants }) => wants)],
      ["topics", bank.intents.flatMap(({ topics }) => topics)],
      ...(["openings", "chatter", "closings", "connectors", "cues", "subjects", "negation"] as const).map(
        (name): [string, string[]] => [name, [...common[name]]],
      ),
    ];
    for (const [kind, texts] of kinds) {
      const twice = [...countBy(texts.map((text) => text.toLowerCase()))]
        .filter(([, count]) => count > 1)
        .map(([text]) => text);
      assert.deepEqual(twice, [], kind);
    }
  });

  test("a bank without a frequency, or with a file that is no JSON, is refused by name", (t) => {
    const folder = mkdtempSync(join(tmpdir(), "phrases-"));
    t.after(() => rmSync(folder, { recursive: true }));
    assert.throws(() => loadPhraseBank(folder), inputError("phrase bank: _frequency.json"));
    writeFileSync(join(folder, "_frequency.json"), "{}");
    writeFileSync(join(folder, "_common.json"), "{}");
    writeFileSync(join(folder, "a.json"), '{"intent": "a"}');
    assert.throws(() => loadPhraseBank(folder), inputError("no number for a"));
    writeFileSync(join(folder, "a.json"), "{");
    assert.throws(() => loadPhraseBank(folder), inputError("phrase bank: a.json: "));
  });
});

/** Without case, punctuation and doubled spaces. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}{}_\s']/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
