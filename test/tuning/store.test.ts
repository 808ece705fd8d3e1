import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../../src/data";
import { WorkError } from "../../src/errors";
import {
  checkStore,
  listRuns,
  openStore,
  pruneStore,
  resolveId,
  type Damage,
  type RunStore,
} from "../../src/tuning";
import { isLeftOver, isTemporary, temporaryName } from "../../src/tuning/store/temporary";
import { inputError } from "../data/fixtures";
import { filesUnder, folderOf, recordOf } from "./store-records";

const runFile = (folder: string, id: string): string => join(folder, "runs", id.slice(0, 2), `${id}.run`);
const timeFile = (folder: string, id: string): string => join(folder, "times", id.slice(0, 2), `${id}.json`);

/** A store with the records of some seeds, and what it finds damaged. */
async function storeWith(
  t: TestContext,
  ...seeds: number[]
): Promise<{ folder: string; store: RunStore; damages: Damage[] }> {
  const folder = join(folderOf(t), "store");
  const damages: Damage[] = [];
  const store = await openStore(folder, { onDamage: (damage) => damages.push(damage) });
  for (const seed of seeds) await store.put({ record: recordOf(seed), seconds: seed / 8 });
  return { folder, store, damages };
}

/** Bytes of all files under `runs/`, by name. */
function runBytes(folder: string): Map<string, string> {
  const files = filesUnder(join(folder, "runs"));
  return new Map(files.map((file) => [file, readFileSync(join(folder, "runs", file), "base64")]));
}

function child(folder: string, from: number, to: number): ReturnType<typeof spawn> {
  const args = [join(__dirname, "store-child.js"), folder, String(from), String(to)];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

describe("the run store", () => {
  test("gives back what was put, also to another process's eyes; reading makes no folder", async (t) => {
    const { folder, store } = await storeWith(t);
    const record = recordOf(1);
    assert.equal(await store.get(record.id), undefined);
    assert.deepEqual(await store.ids(), []);
    assert.throws(() => readdirSync(folder));
    await store.put({ record, seconds: 2.5 });
    await store.put({ record: recordOf(2), seconds: null });
    for (const reader of [store, await openStore(folder)]) {
      assert.deepStrictEqual(await reader.get(record.id), { record, seconds: 2.5 });
      assert.deepStrictEqual(await reader.get(recordOf(2).id), { record: recordOf(2), seconds: null });
      assert.deepEqual(await reader.ids(), [record.id, recordOf(2).id].sort());
    }
    const other = recordOf(2).id;
    assert.deepEqual(filesUnder(folder), [
      "format.json",
      ...[record.id, other].sort().map((id) => `runs/${id.slice(0, 2)}/${id}.run`),
      `times/${record.id.slice(0, 2)}/${record.id}.json`,
    ]);
  });

  test("the bytes under runs/ depend on the records alone; the first record of a run stays", async (t) => {
    const a = await storeWith(t, 1, 2, 3);
    const b = await storeWith(t);
    await Promise.all([3, 1, 2, 1, 3].map((seed) => b.store.put({ record: recordOf(seed), seconds: 99 })));
    assert.deepEqual(runBytes(b.folder), runBytes(a.folder));
    const first = recordOf(1);
    await a.store.put({ record: { ...first, status: "diverged", steps: 0 }, seconds: 7 });
    assert.deepStrictEqual(await a.store.get(first.id), { record: first, seconds: 1 / 8 });
  });

  test("an id that is none never becomes a path; a record under a wrong id is not put", async (t) => {
    const { folder, store } = await storeWith(t, 1);
    for (const id of ["", "..", "../../etc/passwd", `${recordOf(1).id}0`, recordOf(1).id.toUpperCase()]) {
      await assert.rejects(store.get(id), WorkError, id);
    }
    await assert.rejects(
      store.put({ record: { ...recordOf(2), id: recordOf(3).id }, seconds: 1 }),
      inputError("id"),
    );
    await assert.rejects(store.put({ record: recordOf(2), seconds: NaN }), inputError("NaN"));
    await store.put({ record: recordOf(2), seconds: 1 }); // a failed put does not stop the next
    assert.equal((await store.ids()).length, 2);
    assert.equal(filesUnder(folder).filter(isTemporary).length, 0);
  });

  test("a damaged record is set aside, reported, and can be put again", async (t) => {
    const { folder, store, damages } = await storeWith(t, 1, 2, 3, 4);
    const [flipped, cut, swapped, empty] = [1, 2, 3, 4].map((seed) => recordOf(seed));
    const sound = runBytes(folder);
    const bytes = readFileSync(runFile(folder, flipped.id));
    bytes[bytes.length - 3] ^= 4;
    writeFileSync(runFile(folder, flipped.id), bytes);
    truncateSync(runFile(folder, cut.id), 100);
    cpSync(runFile(folder, empty.id), runFile(folder, swapped.id));
    truncateSync(runFile(folder, empty.id), 0);
    for (const { id } of [flipped, cut, swapped, empty]) assert.equal(await store.get(id), undefined);
    assert.deepEqual(
      damages.map(({ file }) => file),
      [flipped, cut, swapped, empty].map(({ id }) => runFile(folder, id)),
    );
    assert.match(damages[0].reason, /hash/);
    assert.match(damages[2].reason, new RegExp(`it is the run ${empty.id}`));
    assert.deepEqual(readFileSync(damages[0].movedTo), bytes, "nothing is lost");
    assert.equal(readdirSync(join(folder, "damaged")).length, 4);
    assert.deepEqual(await store.ids(), []);
    for (const seed of [1, 2, 3, 4]) await store.put({ record: recordOf(seed), seconds: 1 });
    assert.deepEqual(runBytes(folder), sound);
    // Put over a damaged one that nobody has read: that is set aside, too.
    truncateSync(runFile(folder, cut.id), 99);
    await store.put({ record: cut, seconds: 1 });
    assert.deepEqual(runBytes(folder), sound);
    assert.equal(readdirSync(join(folder, "damaged")).length, 5);
  });

  test("a damage that nobody listens to is a warning of the process", async (t) => {
    const { folder } = await storeWith(t, 1);
    truncateSync(runFile(folder, recordOf(1).id), 10);
    const warned = once(process, "warning") as Promise<[Error]>;
    const store = await openStore(folder);
    assert.equal(await store.get(recordOf(1).id), undefined);
    assert.match((await warned)[0].message, /damaged .*moved to .*damaged/);
  });

  test("a damaged time is null, and check sets it aside", async (t) => {
    const { folder, store } = await storeWith(t, 1);
    const { id } = recordOf(1);
    for (const text of ["", "{", "null", '{"seconds":-1}', '{"seconds":"1"}']) {
      writeFileSync(timeFile(folder, id), text);
      assert.equal((await store.get(id))?.seconds, null, text);
    }
    const { damaged, sound } = checkStore(folder);
    assert.deepEqual([damaged.map(({ file }) => file), sound], [[timeFile(folder, id)], 1]);
  });

  test("a store of a later version, or none, is refused by everything that reads it", async (t) => {
    const { folder, store } = await storeWith(t, 1);
    const { id } = recordOf(1);
    const path = runFile(folder, id);
    const readers: [string, () => unknown][] = [
      ["open", () => openStore(folder)],
      ["put", () => store.put({ record: recordOf(2), seconds: 1 })],
      ["check", async () => checkStore(folder)],
      ["list", async () => [...listRuns(folder)]],
      ["prune", async () => pruneStore(folder, { runs: () => true, damaged: true, dryRun: false })],
      ["id", async () => resolveId(folder, "a")],
    ];
    const format = readFileSync(join(folder, "format.json"), "utf8");
    assert.deepEqual(JSON.parse(format), { kind: "lr-lab-store", version: 1 });
    writeFileSync(join(folder, "format.json"), format.replace("1", "2"));
    for (const [name, read] of readers) {
      await assert.rejects(async () => read(), inputError("format 2", "LR_LAB_HOME"), name);
    }
    // What looks damaged to a process that opened the store before may be what the later version wrote.
    truncateSync(path, 60);
    await assert.rejects(store.get(id), inputError("format 2"));
    assert.equal(readFileSync(path).length, 60);
    for (const text of [
      "",
      "{}",
      "null",
      '{"kind":"lr-lab-store","version":"1"}',
      '{"kind":"x","version":1}',
    ]) {
      writeFileSync(join(folder, "format.json"), text);
      for (const [name, read] of readers) {
        await assert.rejects(async () => read(), inputError("format.json"), `${name} ${text}`);
      }
    }
    await assert.rejects(openStore(path), inputError("is a file"));
  });

  test("what cannot be written is a WorkError and leaves nothing half-done", async (t) => {
    const { folder, store } = await storeWith(t, 1);
    const { id } = recordOf(2);
    rmSync(join(folder, "runs"), { recursive: true });
    writeFileSync(join(folder, "runs"), "in the way");
    await assert.rejects(store.put({ record: recordOf(2), seconds: 1 }), WorkError);
    rmSync(join(folder, "runs"));
    mkdirSync(runFile(folder, id), { recursive: true });
    await assert.rejects(store.put({ record: recordOf(2), seconds: 1 }), WorkError);
    assert.equal(filesUnder(folder).filter((file) => file.endsWith(".tmp")).length, 0);
    if (process.platform !== "win32" && process.getuid?.() !== 0) {
      rmSync(join(folder, "runs"), { recursive: true });
      mkdirSync(join(folder, "runs"));
      chmodSync(join(folder, "runs"), 0o555);
      await assert.rejects(store.put({ record: recordOf(2), seconds: 1 }), WorkError);
      chmodSync(join(folder, "runs"), 0o755);
    }
  });
});

describe("several processes, one store", () => {
  test("that put the same runs at the same time", async (t) => {
    const { folder } = await storeWith(t);
    const alone = await storeWith(t, ...Array.from({ length: 24 }, (_, i) => i));
    const children = [0, 0, 4, 8].map((from) => child(folder, from, 24));
    const codes = await Promise.all(children.map(async (one) => (await once(one, "exit"))[0] as number));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    assert.deepEqual(runBytes(folder), runBytes(alone.folder));
    const { sound, damaged, cleared, inUse, unknown } = checkStore(folder);
    assert.deepEqual({ sound, damaged, cleared, inUse, unknown }, { ...CLEAN, sound: 24 });
  });

  test("that are killed at any moment leave whole records, and nothing that check does not clear", async (t) => {
    const { folder } = await storeWith(t);
    const alone = await storeWith(t, ...Array.from({ length: 24 }, (_, i) => i));
    const expected = runBytes(alone.folder);
    const random = createRandom(4);
    for (let kill = 0; kill < 5; kill++) {
      const one = child(folder, 0, 24);
      const ended = once(one, "exit");
      await Promise.race([once(one.stdout!, "data"), ended]);
      await wait(random.next() * 150);
      one.kill("SIGKILL");
      await ended;
      assert.deepEqual(checkStore(folder).damaged, []);
      assert.deepEqual(
        filesUnder(folder).filter((file) => file.endsWith(".tmp")),
        [],
      );
      for (const [file, bytes] of runBytes(folder)) assert.equal(bytes, expected.get(file));
    }
    assert.deepEqual(await once(child(folder, 0, 24), "exit"), [0, null]);
    assert.deepEqual(runBytes(folder), expected);
  });

  test("a writer whose temporary files are cleared under its hands tries again", async (t) => {
    const { folder, store } = await storeWith(t);
    let cleared = 0;
    let working = true;
    const clear = async (): Promise<void> => {
      while (working) {
        if (cleared < 3) {
          for (const file of filesUnder(folder).filter((name) => name.endsWith(".tmp"))) {
            rmSync(join(folder, file), { force: true });
            cleared++;
          }
        }
        await wait(0);
      }
    };
    mkdirSync(folder);
    const clearing = clear();
    for (let seed = 0; seed < 20; seed++) await store.put({ record: recordOf(seed), seconds: 1 });
    working = false;
    await clearing;
    t.diagnostic(`${cleared} cleared`);
    assert.equal(checkStore(folder).sound, 20);
  });
});

const CLEAN = { sound: 0, damaged: [], cleared: 0, inUse: 0, unknown: [] };

describe("temporary files", () => {
  const name = temporaryName("a.run");
  const [, pid, host, token] = /[.](\d+)[.](\w+)[.](\w+)-\d+[.]tmp$/.exec(name)!;
  const other = (theirPid: number | string, theirHost = host): string =>
    `.a.run.${theirPid}.${theirHost}.0badcafe-1.tmp`;
  const hour = 3_600_000;

  test("tell whose they are", async () => {
    const dead = child("/nowhere", 0, 0);
    await once(dead, "exit");
    assert.equal(Number(pid), process.pid);
    assert.notEqual(temporaryName("a.run"), name);
    assert.ok(isTemporary(name) && token.length === 8);
    assert.equal(isLeftOver(name, 0), false, "this process writes it");
    assert.equal(isLeftOver(other(dead.pid!), 0), true, "its process has ended");
    assert.equal(isLeftOver(other(process.ppid), 0), false, "its process runs");
    assert.equal(isLeftOver(other(process.pid), 0), true, "an earlier process had this number");
    assert.equal(isLeftOver(other(dead.pid!, "0123abcd"), 0), false, "another machine's, who knows");
    for (const old of [name, other(process.ppid), other(dead.pid!, "0123abcd")]) {
      assert.equal(isLeftOver(old, hour + 1), true, "but nobody writes for an hour");
    }
    assert.equal(isLeftOver(other("99999999999999999999"), 0), true);
    for (const no of ["a.run", "x.tmp", ".a.run.tmp", `.a.run.x.${host}.0badcafe-1.tmp`]) {
      assert.equal(isTemporary(no) || isLeftOver(no, 2 * hour), false, no);
    }
  });

  test("of ended processes are cleared by check wherever they are; others and strangers stay", async (t) => {
    const { folder } = await storeWith(t, 1);
    const inner = dirname(runFile(folder, recordOf(1).id));
    const gone = other(2 ** 31 - 2);
    const alive = other(process.ppid);
    const old = other(process.ppid).replace("-1", "-2");
    for (const place of [folder, inner, dirname(timeFile(folder, recordOf(1).id))]) {
      for (const file of [gone, alive, old]) writeFileSync(join(place, file), "half");
      utimesSync(join(place, old), 1, 1);
    }
    writeFileSync(join(inner, "notes.txt"), "mine");
    renameSync(runFile(folder, recordOf(1).id), join(folder, "runs", `${recordOf(1).id}.run`));
    const { setAside, ...found } = checkStore(folder);
    assert.equal(setAside, 0);
    assert.deepEqual(found, {
      ...CLEAN,
      cleared: 6,
      inUse: 3,
      unknown: [join(inner, "notes.txt"), join(folder, "runs", `${recordOf(1).id}.run`)].sort((a, b) => {
        const rank = (path: string): string => path.slice(join(folder, "runs").length + 1).split(/[\\/]/)[0];
        return rank(a) < rank(b) ? -1 : 1;
      }),
    });
  });
});

describe("listing and pruning", () => {
  test("a list reads the beginnings of files only", async (t) => {
    const { folder, store } = await storeWith(t, 1, 2, 3);
    const [fine, tail, head] = [1, 2, 3].map((seed) => recordOf(seed));
    const damage = (id: string, at: (length: number) => number): void => {
      const bytes = readFileSync(runFile(folder, id));
      bytes[at(bytes.length)] ^= 1;
      writeFileSync(runFile(folder, id), bytes);
    };
    damage(tail.id, (length) => length - 1);
    damage(head.id, () => 50);
    const listed = new Map([...listRuns(folder)].map((run) => [run.id, run]));
    assert.deepEqual([...listed.keys()], await store.ids());
    const { curve, predictions, ...rest } = fine;
    assert.ok(curve && predictions);
    assert.deepStrictEqual(listed.get(fine.id)?.head, rest);
    assert.equal(listed.get(fine.id)?.bytes, readFileSync(runFile(folder, fine.id)).length);
    assert.equal(listed.get(tail.id)?.head?.id, tail.id, "not verified");
    assert.equal(listed.get(head.id)?.head, null);
    truncateSync(runFile(folder, fine.id), 500);
    assert.equal([...listRuns(folder)].find(({ id }) => id === fine.id)?.head, null);
  });

  test("a header longer than the first read is read to its end", async (t) => {
    const { folder, store } = await storeWith(t);
    const rates = Array.from({ length: 4000 }, (_, i) => 1 / (i + 1));
    const schedule = { kind: "piecewise", rates, boundaries: rates.slice(1).map((_, i) => i + 1) } as const;
    const record = recordOf(1, 10, { schedule });
    await store.put({ record, seconds: null });
    assert.deepStrictEqual([...listRuns(folder)][0].head?.spec, record.spec);
  });

  test("a prefix names one run, or none is taken", async (t) => {
    const { folder } = await storeWith(t, ...Array.from({ length: 20 }, (_, i) => i));
    const ids = Array.from({ length: 20 }, (_, i) => recordOf(i).id).sort();
    for (const id of ids) assert.equal(resolveId(folder, id), id);
    assert.equal(resolveId(folder, ids[3].slice(0, 10).toUpperCase()), ids[3]);
    const twice = ids.find((id, i) => ids[i + 1]?.[0] === id[0])!;
    const candidates = ids.filter((id) => id[0] === twice[0]);
    assert.throws(() => resolveId(folder, twice[0]), inputError(...candidates));
    assert.throws(() => resolveId(folder, "0".repeat(64)), inputError("none in"));
    for (const no of ["", "xyz", "../ab", "a".repeat(65)]) {
      assert.throws(() => resolveId(folder, no), inputError("hexadecimal"));
    }
  });

  test("prune removes what was chosen, with its time, and frees what it said", async (t) => {
    const { folder, store } = await storeWith(t, 0, 1, 2, 3, 4);
    truncateSync(runFile(folder, recordOf(4).id), 20);
    await store.get(recordOf(4).id);
    const before = filesUnder(folder);
    const size = (): number =>
      filesUnder(folder).reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0);
    const choices = {
      runs: ({ head }: { head: { status: string } | null }) => head?.status === "diverged",
      damaged: true,
    };
    const told = pruneStore(folder, { ...choices, dryRun: true });
    assert.deepEqual(filesUnder(folder), before);
    const full = size();
    const done = pruneStore(folder, { ...choices, dryRun: false });
    assert.deepEqual(done, told);
    assert.equal(full - size(), done.bytes);
    assert.deepEqual(done.runs, [recordOf(0).id, recordOf(3).id].sort());
    assert.deepEqual([done.damaged.length, done.kept], [1, 2]);
    assert.deepEqual(await store.ids(), [recordOf(1).id, recordOf(2).id].sort());
    assert.deepEqual(readdirSync(join(folder, "damaged")), []);
    await store.put({ record: recordOf(0), seconds: 1 });
    assert.equal((await store.ids()).length, 3);
  });
});
