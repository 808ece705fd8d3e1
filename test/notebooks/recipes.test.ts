import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { loadDataset } from "../../src/data";
import {
  COPIES,
  exercisesOf,
  proofCopy,
  proofsOf,
  readNotebook,
  readyCopy,
  workshopCopy,
  writeCopies,
} from "../../src/jupyter";

const recipes = readdirSync("notebooks").filter((file) => file.endsWith(".ipynb"));

/** The recipe whose exercises are about the faults of a file: a file without them has them solved from the start. */
const OWN_DATA = "06-your-own-data.ipynb";

describe("every recipe, as committed", () => {
  for (const recipe of recipes) {
    test(recipe, () => {
      const { cells, metadata } = readNotebook(join("notebooks", recipe));
      const ids = cells.map((cell) => cell.id);
      assert.equal(new Set(ids).size, ids.length, "cell ids differ");
      assert.equal((metadata.kernelspec as { name: string }).name, "tslab");
      for (const cell of cells) {
        if (cell.cell_type !== "code") continue;
        assert.deepEqual(cell.outputs, [], `${cell.id} has no outputs`);
        assert.equal(cell.execution_count, null);
        assert.doesNotMatch(cell.source, /from "\.\./, "recipes call lr-lab by its package name");
      }
      assert.match(cells[0].source, /You will learn[^]*Takes/);
      assert.ok(cells.some((cell) => /^## What changed and why/.test(cell.source)));
      const parameters = cells.filter((cell) => cell.metadata.tags?.includes("parameters"));
      assert.equal(parameters.length, 1);
      for (const name of ["data", "seeds", "budget"])
        assert.match(parameters[0].source, new RegExp(`const ${name} = `));
    });

    test(`${recipe} as copies`, () => {
      const path = join("notebooks", recipe);
      const source = readNotebook(path);
      const exercises = exercisesOf(source, path);
      const copies = COPIES.map((copy) => workshopCopy(source, path, copy));
      const told = source.cells.filter((cell) => cell.metadata.tags?.includes("predict"));
      assert.ok(exercises.length > 0 && told.length > 0, "a guess and an exercise");
      for (const cell of source.cells)
        if (/\*\*Before you run/.test(cell.source))
          assert.ok(told.includes(cell), `${cell.id} is tagged predict`);
      for (const { cells } of copies) {
        const code = cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.id);
        assert.ok(code.includes("conclude"), "every copy ends with what was found");
      }
      // What the proof runs is what the instructor's copy runs, and the starting points with their checks.
      const [, instructor] = copies;
      const ran = proofCopy(source, path).cells.filter(({ id }) =>
        instructor.cells.some((cell) => cell.id === id),
      );
      assert.deepEqual(ran, instructor.cells);
    });
  }
});

/** A person's own file: six intents of the shipped data, two columns under other names' defaults, no splits. */
async function ownCsv(folder: string): Promise<string> {
  const { messages } = await loadDataset(join("data", "support-intents.csv"));
  const intents = ["refund_status", "gift_card", "size_advice", "login_problem", "shoe_care", "store_hours"];
  const kept = messages.filter(({ cleanIntent }) => intents.includes(cleanIntent ?? "")).slice(0, 700);
  const quote = (cell: string): string => `"${cell.replace(/"/g, '""')}"`;
  const lines = kept.map(({ text, cleanIntent }) => `${quote(text)},${quote(cleanIntent ?? "")}`);
  const file = join(folder, "own messages.csv");
  writeFileSync(file, ["text,intent", ...lines].join("\n") + "\n");
  return file;
}

/** Recipes with every check also right after its exercise, in a folder that can import lr-lab. */
function proofs(folder: string, names: readonly string[] = recipes): string {
  const target = join(folder, "proofs");
  mkdirSync(join(target, "node_modules"), { recursive: true });
  symlinkSync(resolve("."), join(target, "node_modules", "lr-lab"), "junction");
  const copies = names.map((recipe) => {
    const path = join("notebooks", recipe);
    return readyCopy(proofCopy(readNotebook(path), path), path);
  });
  writeCopies(target, copies);
  return target;
}

test("all recipes run on a person's own CSV through a real kernel, say what they found there, and their checks fail before an exercise is solved and pass after", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-recipes-"));
  try {
    const out = join(folder, "out");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        "bin/lr-lab.js",
        "run",
        proofs(folder),
        "-p",
        `data=${await ownCsv(folder)}`,
        "-p",
        "seeds=2",
        "--out",
        out,
        "--json",
      ],
      { encoding: "utf8", timeout: 600_000 },
    );
    assert.equal(status, 0, stderr);
    assert.doesNotThrow(() => JSON.parse(stdout) as unknown, "--json prints one document and nothing else");
    assert.ok(existsSync(join(out, "index.html")));
    for (const recipe of recipes) {
      const executed = readNotebook(join(out, recipe));
      const unproven = proofsOf(executed).filter(({ proven, after }) =>
        recipe === OWN_DATA ? after !== "passed" : !proven,
      );
      assert.deepEqual(unproven, [], `${recipe}: not yet before, passed after`);
      const { cells } = executed;
      const bundles = cells.flatMap((cell) =>
        cell.cell_type === "code"
          ? cell.outputs.flatMap((output) => (output.output_type === "display_data" ? [output.data] : []))
          : [],
      );
      assert.equal(bundles.filter((data) => "application/vnd.lr-lab.finding+json" in data).length, 1, recipe);
      assert.ok(bundles.some((data) => "application/vnd.vegalite.v5+json" in data));
      const words = bundles.map((data) => String(data["text/plain"] ?? "")).join("\n");
      assert.doesNotMatch(words, /undefined|\[object|\bNaN\b/, recipe);
      const checks = bundles.filter((data) => "application/vnd.lr-lab.check+json" in data);
      assert.equal(checks.length, 2 * proofsOf(executed).length);
      for (const data of checks)
        assert.doesNotMatch(
          String(data["text/plain"]),
          /Error: |gave a promise/,
          "a rule says no, and does not break",
        );
      assert.doesNotMatch(words, /38 intents|12,?000 messages/, "nothing is written of the shipped data");
      const page = readFileSync(join(out, recipe.replace(".ipynb", ".html")), "utf8");
      assert.doesNotMatch(page, /<script[^>]+src=|<link[^>]+href="http/);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("a person's own data, through a real kernel", () => {
  /** Runs the recipe's proof with parameters: how it ended, its cells' texts, and what the checks said. */
  function ownData(parameters: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-own-"));
    try {
      const out = join(folder, "out");
      const given = parameters.flatMap((parameter) => ["-p", parameter]);
      const { status, stderr } = spawnSync(
        process.execPath,
        ["bin/lr-lab.js", "run", proofs(folder, [OWN_DATA]), ...given, "--out", out],
        { encoding: "utf8", timeout: 600_000 },
      );
      const executed = readNotebook(join(out, OWN_DATA));
      const said = new Map(
        executed.cells.map((cell) => [
          cell.id,
          (cell.cell_type === "code" ? cell.outputs : [])
            .map((output) => (output.output_type === "display_data" ? String(output.data["text/plain"]) : ""))
            .join("\n"),
        ]),
      );
      return { status, stderr, said, checks: proofsOf(executed) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test("the sample that it makes: both exercises are open before and solved after", () => {
    const { status, stderr, said, checks } = ownData([]);
    assert.equal(status, 0, stderr);
    assert.equal(checks.length, 2);
    assert.ok(checks.every(({ proven }) => proven));
    assert.match(said.get("mended") ?? "", /^32 of 2,730 messages were taken away, 12 labels written anew/);
    assert.match(said.get("command") ?? "", /lr-lab tune mended\.csv --out report/);
  });

  test("sixty rows: no verdict, why, and a rate to start with", () => {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-sixty-"));
    try {
      const words = ["parcel", "refund", "shoes", "store"];
      const rows = Array.from(
        { length: 60 },
        (_, i) =>
          `"${words[i % 4]} number ${(i * 7919) % 1000} of ${i * i} please; thank you";${words[i % 4]}`,
      );
      const file = join(folder, "sechzig.csv");
      writeFileSync(file, `\ufeffNachricht;Thema\n${rows.join("\n")}\n`);
      const { status, stderr, said } = ownData([`data=${file}`, "text=Nachricht", "intent=Thema"]);
      assert.equal(status, 0, stderr);
      assert.match(said.get("verdict") ?? "", /No verdict.*the test split has 8 messages/);
      assert.match(said.get("reach") ?? "", /With \*\*8 test messages\*\*/);
      assert.match(
        said.get("command") ?? "",
        /tune \S*sechzig\.csv --text Nachricht --intent Thema --out report/,
      );
      assert.match(said.get("conclude") ?? "", /no verdict, 8 test messages/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
