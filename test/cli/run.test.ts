import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { Notebook } from "../../src/jupyter/nbformat";
import { readNotebook } from "../../src/jupyter/notebook-file";
import { provenanceOf } from "../../src/jupyter/provenance/provenance";
import {
  codeCells,
  fixture,
  isAlive,
  kernelFolders,
  kernelsUnder,
  readJson,
  startCli,
  streamText,
  temporaryFolder,
  until,
  type CliResult,
} from "../jupyter/helpers";

/** A user's folder with some notebooks, and a temporary folder of its own. */
function workspace(t: TestContext, ...names: string[]) {
  const cwd = temporaryFolder(t);
  const temporary = temporaryFolder(t);
  mkdirSync(join(cwd, "notebooks"));
  for (const name of names) cpSync(fixture(name), join(cwd, "notebooks", `${name}.ipynb`));
  const start = (...args: string[]) => startCli(["run", ...args], { cwd, temporary });
  const run = (...args: string[]): Promise<CliResult> => start(...args).result;
  return { cwd, temporary, start, run };
}

function assertNothingLeft(temporary: string): void {
  assert.deepEqual(kernelFolders(temporary), []);
  if (existsSync("/proc/self/cmdline")) assert.deepEqual(kernelsUnder(temporary), []);
}

describe("lr-lab run", () => {
  test("runs a folder with parameters; writes notebooks, pages and an index; ends with a table", async (t) => {
    const { cwd, temporary, run } = workspace(t, "happy", "may-raise");
    mkdirSync(join(cwd, "notebooks", ".ipynb_checkpoints"));
    writeFileSync(join(cwd, "notebooks", ".ipynb_checkpoints", "happy-checkpoint.ipynb"), "broken");
    writeFileSync(join(cwd, "messages.csv"), "text,intent\n");
    const { code, stdout, stderr } = await run(
      "notebooks",
      ...["-p", "seeds=10", "-p", "data=messages.csv", "--out", "out"],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(join(cwd, "out")).sort(), [
      "happy.html",
      "happy.ipynb",
      "index.html",
      "may-raise.html",
      "may-raise.ipynb",
    ]);
    const total = codeCells(readNotebook(join(cwd, "out", "happy.ipynb")))[2];
    assert.equal(
      streamText(total, "stdout"),
      `total 4.00 baseline false ${join(cwd, "messages.csv")}\n`,
      "the file is resolved against the caller's folder",
    );
    assert.match(readFileSync(join(cwd, "out", "happy.html"), "utf8"), /A small recipe/);
    assert.match(readFileSync(join(cwd, "out", "index.html"), "utf8"), /href="happy\.html"/);
    const table = stdout.split("\n");
    assert.match(stdout, /^recipe +chosen +evidence +page$/m);
    assert.match(stdout, /happy +4\.00.* Sum of the rates: 2/);
    assert.ok(
      table.every((line) => line.length <= 80),
      stdout,
    );
    assert.match(stderr, /^happy: cell 3\/7 \(\d+ s\) Work$/m);
    assertNothingLeft(temporary);
  });

  test("goes on after failures, names notebook, cell and error, and exits with 1", async (t) => {
    const names = ["third-throws", "endless-loop", "process-exit", "may-raise"];
    const { cwd, temporary, run } = workspace(t, ...names);
    const { code, stdout, stderr } = await run(
      ...names.map((name) => join("notebooks", `${name}.ipynb`)),
      ...["--timeout", "2", "--json"],
    );
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /^lr-lab: notebooks.third-throws\.ipynb cell 3 \(code-4\): RangeError: the rate is 7$/m,
    );
    assert.match(
      stderr,
      /^lr-lab: notebooks.endless-loop\.ipynb cell 2 \(code-3\): TimeoutError: no end within 2 s/m,
    );
    assert.match(
      stderr,
      /^lr-lab: notebooks.process-exit\.ipynb cell 2 \(code-3\): KernelDied: .*exit code 3/m,
    );
    const report = JSON.parse(stdout) as {
      ok: boolean;
      notebooks: { ok: boolean; failure: unknown; executed: string; page: string }[];
    };
    assert.equal(report.ok, false);
    assert.deepEqual(
      report.notebooks.map((notebook) => notebook.ok),
      [false, false, false, true],
    );
    for (const { executed, page } of report.notebooks) {
      assert.ok(existsSync(join(cwd, page)), page);
      const first = codeCells(readNotebook(join(cwd, executed)))[0];
      assert.equal(first.execution_count, 1, "the partial notebook is saved");
    }
    assertNothingLeft(temporary);
  });

  test("Ctrl-C saves the partial notebook, kills the kernel and exits with 130", async (t) => {
    const { cwd, temporary, start } = workspace(t, "endless-loop", "happy");
    const { child, result } = start(
      join("notebooks", "endless-loop.ipynb"),
      join("notebooks", "happy.ipynb"),
    );
    let seen = "";
    child.stderr?.on("data", (chunk: Buffer) => (seen += chunk.toString("utf8")));
    assert.ok(await until(() => seen.includes("cell 1/3"), 30_000), seen);
    await new Promise((done) => setTimeout(done, 1000));
    child.kill("SIGINT");
    const { code, stderr } = await result;
    assert.equal(code, 130, stderr);
    const partial = readJson(join(cwd, "reports", "endless-loop.ipynb")) as Notebook;
    assert.equal(codeCells(partial)[0].execution_count, 1);
    assert.ok(!existsSync(join(cwd, "reports", "happy.ipynb")), "the next notebook is not begun");
    assertNothingLeft(temporary);
  });

  test(
    "a runner that is killed outright takes its kernel with it, and leaves what was done",
    { skip: existsSync("/proc/self/cmdline") ? false : "needs /proc to find the kernel" },
    async (t) => {
      const { cwd, temporary, start } = workspace(t, "endless-loop");
      const { child, result } = start("notebooks");
      let seen = "";
      child.stderr?.on("data", (chunk: Buffer) => (seen += chunk.toString("utf8")));
      assert.ok(await until(() => seen.includes("cell 1/3"), 30_000), seen);
      await new Promise((done) => setTimeout(done, 1000)); // into the endless loop
      const [kernel] = kernelsUnder(temporary);
      assert.ok(isAlive(kernel));
      child.kill("SIGKILL");
      await result;
      assert.ok(await until(() => !isAlive(kernel), 10_000), `kernel ${kernel} is still running`);
      const left = readNotebook(join(cwd, "reports", "endless-loop.ipynb"));
      assert.equal(streamText(codeCells(left)[0], "stdout"), "first\n", "what was done is on disk");
      assert.deepEqual(provenanceOf(left)?.run, { state: "running", done: 1, cells: 3 });
    },
  );

  test("several at once, each in a kernel of its own, reported in the order given", async (t) => {
    const { cwd, temporary, run } = workspace(t, "meets-other", "may-raise");
    cpSync(fixture("meets-other"), join(cwd, "notebooks", "other.ipynb"));
    const { code, stdout, stderr } = await run(
      ...["meets-other", "may-raise", "other"].map((name) => join("notebooks", `${name}.ipynb`)),
      ...["--jobs", "3", "--timeout", "60", "--json"],
      ...["-p", `folder=${cwd}`],
    );
    assert.equal(code, 0, `each of the two waits in a cell until the other is there: ${stderr}`);
    const report = JSON.parse(stdout) as { notebooks: { notebook: string }[] };
    assert.deepEqual(
      report.notebooks.map(({ notebook }) => basename(notebook)),
      ["meets-other.ipynb", "may-raise.ipynb", "other.ipynb"],
    );
    assert.match(stderr, /^other: cell 3\/3 \(\d+ s\) The other$/m);
    assertNothingLeft(temporary);
  });

  test("--fail-fast stops those that run and begins no more", async (t) => {
    const { cwd, temporary, run } = workspace(t, "endless-loop", "third-throws", "happy");
    const { code, stdout, stderr } = await run(
      ...["endless-loop", "third-throws", "happy"].map((name) => join("notebooks", `${name}.ipynb`)),
      ...["--jobs", "2", "--fail-fast", "--json"],
    );
    assert.equal(code, 1, stderr);
    const { notebooks } = JSON.parse(stdout) as { notebooks: { failure: { name: string } }[] };
    assert.deepEqual(
      notebooks.map(({ failure }) => failure.name),
      ["Interrupted", "RangeError"],
    );
    assert.match(stderr, /^endless-loop: stopped \(\d+ s\)$/m);
    assert.ok(!existsSync(join(cwd, "reports", "happy.ipynb")));
    assertNothingLeft(temporary);
  });

  test("Ctrl-C twice ends at once", async (t) => {
    const { temporary, start } = workspace(t, "endless-loop");
    cpSync(fixture("endless-loop"), join(temporary, "second.ipynb"));
    const { child, result } = start("notebooks", join(temporary, "second.ipynb"), "--jobs", "2");
    let seen = "";
    child.stderr?.on("data", (chunk: Buffer) => (seen += chunk.toString("utf8")));
    assert.ok(await until(() => seen.includes("endless-loop: cell 1/3"), 60_000), seen);
    assert.ok(await until(() => seen.includes("second: cell 1/3"), 60_000), seen);
    child.kill("SIGINT");
    await new Promise((done) => setTimeout(done, 50));
    child.kill("SIGINT");
    assert.equal((await result).code, 130);
    assert.ok(await until(() => kernelFolders(temporary).length === 0), "no kernel is left");
    if (existsSync("/proc/self/cmdline")) assert.ok(await until(() => kernelsUnder(temporary).length === 0));
  });

  test("a stopped cell's section, code and last output are told", async (t) => {
    const { run } = workspace(t, "stuck-in-work");
    const { stderr } = await run("notebooks", "--timeout", "1");
    assert.match(
      stderr,
      /^lr-lab: .*cell 2 \(code-4\): TimeoutError: no end within 1 s; the cell was interrupted\n {2}section {6}Training\n {2}code {9}for \(let epoch = 1;.*\n {2}last output {2}epoch 3 of 3$/m,
    );
  });

  test("--help lists a notebook's parameters; without one, the options", async (t) => {
    const { cwd, run } = workspace(t, "ill-typed", "happy", "may-raise");
    const listed = await run(join("notebooks", "ill-typed.ipynb"), "--help");
    assert.deepEqual(
      [listed.code, listed.stdout],
      [
        0,
        `ill-typed.ipynb: Ill-typed
  seeds  number            3         runs
  model  "linear" | "mlp"  "linear"

Set them with -p name=value, or in a JSON object by name with -f params.json.
\`lr-lab run --help\` lists the options.
`,
      ],
    );
    const all = await run("--help", "notebooks");
    assert.match(
      all.stdout,
      /^happy\.ipynb: A small recipe\n {2}seeds .*[^]*^may-raise\.ipynb: May raise\n {2}no parameters$/m,
    );
    assert.match((await run("--help")).stdout, /^Usage: lr-lab run \[options\] <notebooks\.\.\.>/);
    assert.equal((await run("nowhere", "--help")).code, 2);
    assert.ok(!existsSync(join(cwd, "reports")));
  });

  test("--check type-checks all cells, also with parameters from a file, and runs none", async (t) => {
    const { cwd, run } = workspace(t, "ill-typed", "happy");
    const checked = await run("notebooks", "--check");
    assert.deepEqual(
      [checked.code, checked.stdout],
      [
        1,
        `${join("notebooks", "ill-typed.ipynb")} cell 2 (code-3):1:7 - Type 'number' is not assignable to type 'string'.
    const doubled: string = seeds * 2;
          ^~~~~~~
${join("notebooks", "ill-typed.ipynb")} cell 4 (code-5):2:21 - Property 'lenght' does not exist on type 'number[]'. Did you mean 'length'?
      console.log(rates.lenght);
                        ^~~~~~
2 notebooks: 2 type errors
`,
      ],
    );
    const happy = join("notebooks", "happy.ipynb");
    writeFileSync(join(cwd, "params.json"), JSON.stringify({ seeds: 7 }));
    const fine = await run(happy, "--check", "-f", "params.json", "--json");
    assert.deepEqual(JSON.parse(fine.stdout), {
      ok: true,
      notebooks: [{ notebook: happy, diagnostics: [] }],
    });
    assert.equal(fine.code, 0);
    assert.ok(!existsSync(join(cwd, "reports")));
  });

  test("wrong usage exits with 2 and a reason, before anything is run", async (t) => {
    const { cwd, run } = workspace(t, "happy", "may-raise");
    const refused = async (reason: RegExp, ...args: string[]) => {
      const { code, stdout, stderr } = await run(...args);
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.equal(stdout, "");
      assert.match(stderr, reason);
    };
    await refused(
      /-p sedes: no such parameter\.\n(.*\n)*.*happy\.ipynb:\n {2}seeds: number = 3/,
      "notebooks",
      "-p",
      "sedes=1",
    );
    await refused(/-p seeds=x: happy\.ipynb wants a number, such as 3/, "notebooks", "-p", "seeds=x");
    await refused(/-p seeds: write -p name=value/, "notebooks", "-p", "seeds");
    await refused(/-f none\.json: no such file/, "notebooks", "-f", "none.json");
    writeFileSync(join(cwd, "wrong.json"), '{"seeds": "3"}');
    await refused(
      /-f wrong\.json: "seeds": "3": happy\.ipynb wants a number/,
      "notebooks",
      "-f",
      "wrong.json",
    );
    await refused(/--jobs 0: write a whole number/, "notebooks", "--jobs", "0");
    await refused(/nowhere: no such file or folder/, "nowhere");
    await refused(/would be overwritten/, "notebooks", "--out", "notebooks");
    await refused(/--timeout soon: write a number/, "notebooks", "--timeout", "soon");
    await refused(/--kernel nope: no such kernel/, "notebooks", "--kernel", "nope");
    assert.ok(!existsSync(join(cwd, "reports")));
  });
});
