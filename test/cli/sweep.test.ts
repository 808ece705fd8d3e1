// `lr-lab sweep` as a person runs it, on a small CSV of its own.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { filesUnder, killAndResume, KILLS_SWEEP } from "../../bench/kill-and-resume";
import type { RunSpec } from "../../src/training";
import { startCli, temporaryFolder, until, type CliResult } from "../jupyter/helpers";
import { ROOT } from "../training/helpers";

const FIXTURES = join(ROOT, "test", "fixtures", "sweeps");
const SMALL = join(FIXTURES, "small.json");

interface SweepRun {
  id: string;
  spec: RunSpec;
  status: string;
  steps: number;
  seconds: number;
  train: { loss: number };
  validation: { macroF1: number };
}

function workspace(t: TestContext) {
  const cwd = temporaryFolder(t);
  const env = { LR_LAB_HOME: "", LR_LAB_THREADS: "2" };
  const start = (...args: string[]) => startCli(["sweep", ...args], { cwd, temporary: cwd, env });
  const run = (...args: string[]): Promise<CliResult> => start(...args).result;
  const runs = () => filesUnder(join(cwd, ".lr-lab", "runs"));
  return { cwd, start, run, runs };
}

describe("lr-lab sweep", () => {
  test("the README shows the example that ships, and it can be run as it is", async (t) => {
    const example = join(ROOT, "data", "sweep.json");
    const [, shown] = /```json\n([^]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8")) ?? [];
    assert.deepEqual(JSON.parse(shown), JSON.parse(readFileSync(example, "utf8")));
    const { run, runs } = workspace(t);
    const { code, stdout, stderr } = await run(example, "--dry-run", "--json");
    assert.equal(code, 0, stderr);
    const { estimate } = JSON.parse(stdout) as { estimate: { runs: number; found: number } };
    assert.deepEqual([estimate.runs, estimate.found, runs().size], [24, 0, 0]);
  });

  test("trains every run, ends with a table, and the second time finds them all", async (t) => {
    const { run, runs } = workspace(t);
    const { code, stdout, stderr } = await run(SMALL);
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /12 runs \(4 points x 3 seeds\), 0 of them in \.lr-lab\nto do: 180 steps on 2 threads/,
    );
    assert.match(stderr, /^12 of 12 runs, 6 diverged$/m);
    assert.match(stdout, /^schedule\.peak +optimizer\.momentum +macro-F1 +accuracy +loss +runs +diverged$/m);
    assert.match(stdout, /^100000 +0\.9 .* 3 +3$/m);
    assert.match(stdout, /6 runs diverged; a point with one is not called the best\./);
    assert.match(
      stdout,
      /Best of 4 points by mean macro-F1: schedule\.peak = 0\.3, optimizer\.momentum = 0\.9 /,
    );
    const first = runs();
    assert.equal(first.size, 12);

    const again = await run(SMALL, "--json", "--resume", "--threads", "1");
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /^resuming: 12 of 12 runs are in \.lr-lab$/m);
    assert.deepEqual(runs(), first);
    const { ok, runs: listed } = JSON.parse(again.stdout) as { ok: boolean; runs: SweepRun[] };
    assert.equal(ok, true);
    assert.deepEqual(
      listed.map(({ spec, status, steps }) => [
        (spec.schedule as { peak: number }).peak,
        (spec.optimizer as { momentum: number }).momentum,
        spec.seeds.init,
        status,
        steps,
      ]),
      [0.3, 1e5].flatMap((peak) =>
        [0, 0.9].flatMap((momentum) =>
          [1, 2, 3].map((seed) => [peak, momentum, seed, peak === 0.3 ? "done" : "diverged", 15]),
        ),
      ),
    );
    for (const { id, seconds, validation, train } of listed) {
      assert.ok(first.has(`${id.slice(0, 2)}/${id}.run`));
      assert.ok(seconds > 0 && validation.macroF1 >= 0 && typeof train.loss === "number");
    }
  });

  test("one thread gives the same bytes as two", async (t) => {
    const [one, two] = [workspace(t), workspace(t)];
    assert.equal((await one.run(SMALL, "--threads", "1")).code, 0);
    assert.equal((await two.run(SMALL, "--threads", "2")).code, 0);
    assert.deepEqual(one.runs(), two.runs());
  });

  test("--dry-run trains nothing and says what it would cost", async (t) => {
    const { cwd, run } = workspace(t);
    const { code, stdout, stderr } = await run(SMALL, "--dry-run", "--json", "--resume");
    assert.equal(code, 0, stderr);
    const { dryRun, estimate, runs } = JSON.parse(stdout) as {
      dryRun: boolean;
      estimate: { runs: number; found: number; steps: number; bytes: number };
      runs: { id: string }[];
    };
    assert.deepEqual(
      [dryRun, estimate.runs, estimate.found, estimate.steps, runs.length],
      [true, 12, 0, 180, 12],
    );
    assert.match(stderr, /nothing to resume: none of the 12 runs is in \.lr-lab/);
    assert.ok(!existsSync(join(cwd, ".lr-lab")));
  });

  test("halving says so, and marks its runs as explored", async (t) => {
    const { cwd, run } = workspace(t);
    const json = JSON.parse(readFileSync(SMALL, "utf8")) as object;
    copyFileSync(join(FIXTURES, "messages.csv"), join(cwd, "messages.csv"));
    writeFileSync(join(cwd, "halving.json"), JSON.stringify({ ...json, halving: { factor: 2 } }));
    const { code, stdout, stderr } = await run("halving.json", "--json");
    assert.equal(code, 0, stderr);
    const { halving, rungs, runs } = JSON.parse(stdout) as {
      halving: boolean;
      rungs: { epochs: number; points: object[]; kept: object[] }[];
      runs: { explored: boolean; rung: number }[];
    };
    assert.equal(halving, true);
    assert.deepEqual(
      rungs.map(({ epochs, points, kept }) => [epochs, points.length, kept.length]),
      [
        [1, 4, 2],
        [3, 2, 1],
      ],
    );
    assert.ok(runs.length === 18 && runs.every(({ explored }) => explored));
    assert.match((await run("halving.json")).stdout, /nothing that a verdict rests on may use these runs/);
  });

  test("a bad sweep is refused before anything runs: exit code 2, file and path", async (t) => {
    const { cwd, run } = workspace(t);
    const json = JSON.parse(readFileSync(SMALL, "utf8")) as { base: object };
    const csv = join(FIXTURES, "messages.csv");
    const refused = async (change: object | string, ...reasons: RegExp[]): Promise<void> => {
      const text = typeof change === "string" ? change : JSON.stringify({ ...json, ...change });
      writeFileSync(join(cwd, "bad.json"), text);
      const { code, stdout, stderr } = await run("bad.json", "--data", csv);
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      for (const reason of reasons) assert.match(stderr, reason);
    };
    await refused(
      { base: { ...json.base, optimizer: { kind: "lion" } } },
      /bad\.json: base\.optimizer\.kind.*lion/,
    );
    await refused({ base: { ...json.base, data: "0".repeat(64) } }, /base\.data is "000.*messages\.csv/);
    await refused({ grid: { "schedule.peak": [0.1, -1] } }, /bad\.json: grid\["schedule\.peak"\]\[1\].*-1/);
    await refused('{"base": {"schedule": NaN}}', /bad\.json: base\.schedule is not a finite number/);
    await refused('{"base": ', /bad\.json:.*JSON/);
    assert.equal((await run("nowhere.json")).code, 2);
    assert.equal((await run(SMALL, "--threads", "0")).code, 2);
    const failed = await run("bad.json", "--json");
    assert.equal((JSON.parse(failed.stdout) as { ok: boolean }).ok, false);
    assert.ok(!existsSync(join(cwd, ".lr-lab")));
  });

  test("Ctrl-C keeps what is done, says how to go on, and exits with 130", async (t) => {
    const { cwd, start, run, runs } = workspace(t);
    const { child, result } = start(KILLS_SWEEP, "--json");
    assert.ok(await until(() => runs().size >= 3, 30_000), "no runs");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await result;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /stopping: what is done is kept; once more stops at once/);
    assert.match(stderr, /Go on with:\n {2}lr-lab sweep .*kills\.json --resume/);
    const stopped = JSON.parse(stdout) as { ok: boolean; interrupted: boolean; runs: SweepRun[] };
    assert.deepEqual([stopped.ok, stopped.interrupted], [false, true]);
    assert.ok(stopped.runs.length >= 3 && stopped.runs.length < 60, `${stopped.runs.length} runs`);
    assert.equal(runs().size, stopped.runs.length);
    const resumed = await run(KILLS_SWEEP, "--resume", "--json");
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stderr, new RegExp(`resuming: ${stopped.runs.length} of 60 runs are in`));
    assert.equal((JSON.parse(resumed.stdout) as { runs: SweepRun[] }).runs.length, 60);
    assert.ok(existsSync(join(cwd, ".lr-lab", "format.json")));
  });

  test("killed outright at random moments and resumed: the bytes of an uninterrupted sweep", async () => {
    const report = await killAndResume(KILLS_SWEEP, { sweeps: 1, kills: 3, seed: 4 });
    assert.deepEqual([report.identical, report.problems], [1, []]);
    assert.ok(report.kills > 0, "every sweep had ended before it was to be killed");
  });
});
