import assert from "node:assert/strict";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { runsCommand } from "../../src/cli/runs";
import { WorkError } from "../../src/errors";
import { canonicalJson } from "../../src/data";
import { chooseBackend, type RunRecord } from "../../src/training";
import { openStore } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { startCli, temporaryFolder } from "../jupyter/helpers";
import { filesUnder, folderOf, recordOf } from "../tuning/store-records";

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs `lr-lab runs ...` on the store in `folder`. */
async function runs(t: TestContext, folder: string, ...args: string[]): Promise<Printed> {
  const [log, error] = [
    t.mock.method(console, "log", () => undefined),
    t.mock.method(console, "error", () => undefined),
  ];
  const before = process.env.LR_LAB_HOME;
  process.env.LR_LAB_HOME = folder;
  try {
    await runsCommand().parseAsync(args, { from: "user" });
    const [stdout, stderr] = [log, error].map((mock) =>
      mock.mock.calls.map((call) => (call.arguments as unknown[]).join(" ")).join("\n"),
    );
    return { stdout, stderr, exitCode: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = undefined;
    if (before === undefined) delete process.env.LR_LAB_HOME;
    else process.env.LR_LAB_HOME = before;
    log.mock.restore();
    error.mock.restore();
  }
}

async function storeOf(t: TestContext, ...records: RunRecord[]): Promise<string> {
  const folder = folderOf(t);
  const store = await openStore(folder);
  for (const record of records) await store.put({ record, seconds: 12.34 });
  return folder;
}

const runFile = (folder: string, { id }: RunRecord): string =>
  join(folder, "runs", id.slice(0, 2), `${id}.run`);

/** A record whose scores are no puzzle. */
function plain(seed: number, change: Partial<RunRecord["spec"]> = {}): RunRecord {
  const record = recordOf(seed, 40, change);
  const score = { loss: 0.5, accuracy: 0.75, macroF1: 0.8125 };
  const evaluations = [0, 20, 40].map((step) => ({
    ...{ step, epoch: step / 20, rate: 0.1, train: score },
    validation: { ...score, macroF1: step === 20 ? 0.9 : 0.625 },
  }));
  return { ...record, status: "done", steps: 40, evaluations };
}

describe("lr-lab runs list", () => {
  test("a line a run, by id, with its schedule in words; says that nothing is verified", async (t) => {
    const [a, b] = [
      plain(1),
      plain(2, {
        model: { kind: "mlp", hidden: 64 },
        optimizer: { kind: "momentum", momentum: 0.9, nesterov: true, weightDecay: 0.01 },
        seeds: { init: 2, order: 7 },
      }),
    ];
    const folder = await storeOf(t, a, { ...b, status: "diverged", steps: 17 });
    const { stdout } = await runs(t, folder, "list");
    const lines = stdout.split("\n");
    assert.match(lines[0], /^id +status +seed +macro-F1 +steps +size +model +optimizer +schedule$/);
    const [first, second] = [a, b].map(({ id }) => lines.find((line) => line.startsWith(id.slice(0, 12)))!);
    assert.match(first, / done +1 +0\.625 +40 +\d+ k?B {2}linear +sgd +cosine 0\.5 -> 0 over 1000$/);
    assert.match(
      second,
      / diverged +2\/7 +0\.625 +17\/40 +\d+ k?B {2}mlp 64 +momentum 0\.9 nesterov wd 0\.01 +cosine/,
    );
    assert.deepEqual(lines.slice(1, 3), [first, second].sort());
    assert.match(lines[4], /^2 runs, \d+ k?B in .*Not verified: lr-lab runs check/);
  });

  test("--json is one document with specs and scores; not finite is a string", async (t) => {
    const record = plain(1);
    const last = record.evaluations[2];
    const nan = { ...last, validation: { ...last.validation, loss: NaN } };
    const folder = await storeOf(t, { ...record, evaluations: [nan] });
    const { stdout } = await runs(t, folder, "list", "--json");
    assert.deepEqual(JSON.parse(stdout), {
      ...{ ok: true, store: folder, verified: false },
      runs: [
        {
          ...{
            id: record.id,
            spec: record.spec,
            status: "done",
            steps: 40,
            plannedSteps: 40,
            train: last.train,
          },
          validation: { ...last.validation, loss: "NaN" },
          bytes: readFileSync(runFile(folder, record)).length,
        },
      ],
    });
  });

  test("an empty store, a damaged file and a hostile spec", async (t) => {
    assert.match((await runs(t, join(folderOf(t), "none"), "list")).stdout, /^No runs in .*none\.$/);
    const evil = plain(1, {
      model: { kind: "\u001b]0;x\u0007" } as never,
      schedule: { kind: "no" } as never,
    });
    const folder = await storeOf(t, evil, plain(2));
    truncateSync(runFile(folder, plain(2)), 77);
    const { stdout } = await runs(t, folder, "list");
    assert.match(stdout, new RegExp(`^${plain(2).id.slice(0, 12)}  damaged +- `, "m"));
    assert.match(stdout, /sgd +\?$/m);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f]/);
    assert.match(stdout, /2 runs/);
  });
});

describe("lr-lab runs show", () => {
  test("spec, scores and curve of the one run with this prefix", async (t) => {
    const record = plain(1);
    const curve = { ...record.curve, loss: [3, 2, NaN, 1, 2.5], rate: [] };
    const folder = await storeOf(t, { ...record, curve }, plain(2));
    const { stdout } = await runs(t, folder, "show", record.id.slice(0, 8));
    assert.match(stdout, new RegExp(`^run +${record.id}$`, "m"));
    assert.match(stdout, /^status +done, 40 of 40 steps, 12\.3 s$/m);
    assert.match(stdout, /^schedule +cosine 0\.5 -> 0 over 1000$/m);
    assert.match(stdout, /^ {2}seeds\.order +1$/m);
    assert.match(stdout, /^ {2}clipNorm +null$/m);
    assert.match(stdout, /^ {2}validation +0\.5 +0\.75 +0\.625$/m);
    assert.match(stdout, /highest macro-F1 on validation: 0\.9, after step 20$/m);
    assert.match(stdout, /^ {2}loss +3 +1 +2 +3 +2\.5 +1$/m);
    assert.match(stdout, /^ {2}rate +- /m);
  });

  test("--json is the whole record", async (t) => {
    const record = recordOf(5);
    const folder = await storeOf(t, record);
    const { stdout } = await runs(t, folder, "show", record.id, "--json");
    const document = JSON.parse(stdout) as { seconds: number; record: unknown };
    assert.equal(document.seconds, 12.34);
    assert.equal(canonicalJson(document.record), canonicalJson(record));
  });

  test("no such run, several, or a damaged one", async (t) => {
    const records = Array.from({ length: 17 }, (_, i) => plain(i));
    const folder = await storeOf(t, ...records);
    const twice = records.find((a) => records.some((b) => a !== b && a.id[0] === b.id[0]))!.id[0];
    const candidates = records.map(({ id }) => id).filter((id) => id.startsWith(twice));
    await assert.rejects(runs(t, folder, "show", twice), inputError("write more digits", ...candidates));
    await assert.rejects(runs(t, folder, "show", "0123456789"), inputError("none in", "lr-lab runs list"));
    await assert.rejects(runs(t, folder, "show", "../x"), inputError("hexadecimal"));
    truncateSync(runFile(folder, records[3]), 300);
    await assert.rejects(runs(t, folder, "show", records[3].id), (error: Error) => {
      assert.ok(error instanceof WorkError);
      assert.match(error.message, /damaged .* moved to /);
      return true;
    });
    assert.equal(readdirSync(join(folder, "damaged")).length, 1);
  });
});

describe("lr-lab runs check", () => {
  test("a sound store, one with leftovers, and a damaged one", async (t) => {
    const [a, b] = [plain(1), plain(2)];
    const folder = await storeOf(t, a, b);
    const sound = await runs(t, folder, "check");
    assert.equal(sound.exitCode, 0);
    assert.match(
      sound.stdout,
      /: 2 runs verified\ndamaged now +0\nset aside +0 .*\nleft half-done +0 removed, 0 of/,
    );
    writeFileSync(join(folder, `.format.json.2147483646.${"0".repeat(8)}.${"0".repeat(8)}-1.tmp`), "{");
    assert.deepEqual(pick(await runs(t, folder, "check", "--json")), [0, true, 2, 0, 1]);
    const bytes = readFileSync(runFile(folder, a));
    bytes[60] ^= 1;
    writeFileSync(runFile(folder, a), bytes);
    const damaged = await runs(t, folder, "check");
    assert.equal(damaged.exitCode, 1);
    assert.match(damaged.stderr, new RegExp(`${a.id}\\.run: damaged .*moved to`));
    assert.match(damaged.stdout, /: 1 run verified\ndamaged now +1\nset aside +1 /);
    truncateSync(runFile(folder, b), 0);
    assert.deepEqual(pick(await runs(t, folder, "check", "--json")), [1, false, 0, 1, 1]);
    assert.deepEqual(pick(await runs(t, folder, "check", "--json")), [0, true, 0, 0, 1]);
  });

  function pick({ exitCode, stdout }: Printed): unknown[] {
    const { ok, sound, damaged, inUse, setAside } = JSON.parse(stdout) as Record<string, unknown>;
    const found = (damaged as unknown[]).length;
    // Of another machine, as far as anybody can tell: it is kept for an hour.
    assert.equal(inUse, 1);
    assert.ok(Number(setAside) >= found);
    return [exitCode, ok, sound, found, inUse];
  }
});

describe("lr-lab runs prune", () => {
  test("nothing without a selection, and none that contradicts itself", async (t) => {
    const folder = await storeOf(t, plain(1));
    await assert.rejects(runs(t, folder, "prune"), inputError("--status diverged", "--all"));
    await assert.rejects(runs(t, folder, "prune", "--dry-run"), inputError("say what to remove"));
    await assert.rejects(runs(t, folder, "prune", "--all", "--status", "done"), inputError("--all"));
    await assert.rejects(runs(t, folder, "prune", "0123456789"), inputError("none in"));
    assert.equal(filesUnder(folder).length, 3);
  });

  test("by status, by id, of other builds, damaged, all; --dry-run removes nothing", async (t) => {
    const { build } = await chooseBackend();
    const engine = (made: string) => ({ name: "tfjs", backend: "wasm", build: made }) as const;
    const old = plain(1, { engine: engine("0.0.1") });
    const now = plain(2, { engine: engine(build) });
    const diverged = { ...plain(3, { engine: engine(build) }), status: "diverged" as const };
    const fused = plain(4, { engine: { name: "fused", build: "0" } });
    const all = [old, now, diverged, fused];
    const folder = await storeOf(t, ...all);
    const removed = async (...args: string[]): Promise<unknown> => {
      const before = filesUnder(folder);
      const { stdout } = await runs(t, folder, "prune", "--dry-run", "--json", ...args);
      assert.deepEqual(filesUnder(folder), before);
      return (JSON.parse(stdout) as { runs: unknown }).runs;
    };
    assert.deepEqual(await removed("--status", "diverged"), [diverged.id]);
    assert.deepEqual(await removed(old.id.slice(0, 10), now.id), [old.id, now.id].sort());
    assert.deepEqual(await removed("--status", "done", diverged.id), []);
    assert.deepEqual(await removed("--other-builds"), [old.id, fused.id].sort());
    assert.deepEqual(await removed("--other-builds", "--status", "diverged"), []);
    assert.deepEqual(await removed("--damaged"), []);
    assert.deepEqual(await removed("--all"), all.map(({ id }) => id).sort());

    truncateSync(runFile(folder, fused), 9);
    await runs(t, folder, "check");
    const would = await runs(t, folder, "prune", "--damaged", "--status", "diverged", "--dry-run");
    assert.match(would.stdout, /^Would remove 1 run and 1 damaged file, \d+ k?B; 2 runs would stay in /m);
    assert.ok(would.stdout.includes(diverged.id));
    const did = await runs(t, folder, "prune", "--damaged", "--status", "diverged");
    assert.match(did.stdout, /^Removed 1 run and 1 damaged file, \d+ k?B; 2 runs stay in /m);
    assert.deepEqual(await (await openStore(folder)).ids(), [old.id, now.id].sort());
    await runs(t, folder, "prune", "--all");
    assert.deepEqual(filesUnder(join(folder, "runs")), []);
  });
});

test("lr-lab runs, as a process: $LR_LAB_HOME or .lr-lab, and exit codes", async (t) => {
  const cwd = folderOf(t);
  const store = await openStore(join(cwd, ".lr-lab"));
  await store.put({ record: plain(1), seconds: 1 });
  const temporary = temporaryFolder(t);
  const lrLab = (args: string[], home = ""): ReturnType<typeof startCli>["result"] =>
    startCli(args, { cwd, temporary, env: { LR_LAB_HOME: home } }).result;
  const [here, elsewhere, later, usage] = await Promise.all([
    lrLab(["runs", "list"]),
    lrLab(["runs", "list"], "elsewhere"),
    (async () => {
      const other = folderOf(t);
      writeFileSync(join(other, "format.json"), '{"kind":"lr-lab-store","version":2}');
      return lrLab(["runs", "list", "--json"], other);
    })(),
    lrLab(["runs", "prune"]),
  ]);
  assert.match(here.stdout, /^1 run, .* in \.lr-lab\. /m);
  assert.match(elsewhere.stdout, /^No runs in .*elsewhere\.$/m);
  assert.deepEqual([here.code, elsewhere.code, later.code, usage.code], [0, 0, 2, 2]);
  assert.match(later.stderr, /^lr-lab: .*format 2/);
  assert.equal((JSON.parse(later.stdout) as { ok: boolean }).ok, false);
  assert.match(usage.stderr, /^lr-lab: runs prune: say what/);
});
