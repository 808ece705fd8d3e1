// The compiler from a snapshot: it says what the compiler in a thread says, and a kernel works with every kind of
// snapshot, a broken one too. The real builder and the real Node.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { before, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf } from "../../../bench/lib/memory";
import type { CompiledCell } from "../../../src/jupyter/cells";
import { CompilerClient } from "../../../src/jupyter/kernel/server/compiler-client";
import { startCompiler } from "../../../src/jupyter/kernel/server/compiler-host";
import { isEarlierSnapshot, snapshotFile } from "../../../src/jupyter/kernel/snapshot/file";
import { ROOT, temporaryFolder } from "../helpers";
import { startSession } from "./session";

const MAKER = join(ROOT, "build", "src", "jupyter", "kernel", "snapshot", "make.js");
const REAL = snapshotFile()!;
const WHERE = process.platform === "linux" ? false : "needs /proc";

before(async () => {
  // Kernels of other tests may be at it.
  while (!existsSync(REAL)) {
    await make(REAL);
    await sleep(100);
  }
});

async function make(file: string): Promise<void> {
  const maker = spawn(process.execPath, [MAKER, file], { stdio: "inherit" });
  assert.deepEqual(await once(maker, "exit"), [0, null]);
}

function compilerFrom(t: TestContext, snapshot: string | undefined): CompilerClient {
  const host = startCompiler({ folder: temporaryFolder(t), fallbackPackage: ROOT }, snapshot);
  t.after(() => host.close());
  return new CompilerClient(host);
}

const CELLS = [
  "const rates = [0.1, 0.2];\nrates.map((rate) => rate * 2)",
  "rates.toFixed(2)",
  'import { readFileSync } from "node:fs";\nreadFileSync("a").byteLength',
  'import { cosine } from "lr-lab";\nfor await (const one of [1]) console.log(cosine, one);',
  "enum Phase { warm, hot }\nclass Named<T> { constructor(readonly value: T) {} }\nnew Named(Phase.hot).value",
  "const = 3",
  "process.env.HOME + prompt()",
];

/** What a session's cells become; under which key it waits for its commit is nobody's business. */
async function compileAll(compiler: CompilerClient): Promise<CompiledCell[]> {
  const compiled: CompiledCell[] = [];
  for (const source of CELLS) {
    const cell = await compiler.compile(source);
    await compiler.commit(cell, new Set(cell.names));
    compiled.push({ ...cell, declarations: "" });
  }
  return compiled;
}

test("cells compile to the same from a snapshot as in a thread, wrong ones with the same errors", async (t) => {
  const none = join(temporaryFolder(t), "none.blob");
  const [inThread, fromSnapshot] = [compilerFrom(t, none), compilerFrom(t, REAL)];
  const wanted = await compileAll(inThread);
  assert.deepEqual(await compileAll(fromSnapshot), wanted);
  assert.deepEqual(
    wanted.map(({ diagnostics }) => diagnostics.length > 0),
    [false, true, false, false, false, true, false],
  );
  assert.deepEqual(await fromSnapshot.complete("rates.", 6), await inThread.complete("rates.", 6));
  assert.deepEqual(await fromSnapshot.inspect("setTimeout", 3), await inThread.inspect("setTimeout", 3));
  assert.equal((await fromSnapshot.isComplete("if (true) {")).status, "incomplete");
});

test("two makers at once make one snapshot, and one of before an update goes", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, basename(REAL));
  const earlier = `${file.slice(0, file.lastIndexOf("-"))}-0123456789ab.blob`;
  writeFileSync(earlier, "of before");
  writeFileSync(join(folder, "other.blob"), "is somebody else's");
  assert.ok(isEarlierSnapshot(basename(earlier), basename(file)));
  await Promise.all([make(file), make(file)]);
  assert.deepEqual(readdirSync(folder).sort(), ["other.blob", basename(file)]);
  const { mtimeMs, size } = statSync(file);
  assert.ok(size > 1e7);
  await make(file);
  assert.equal(statSync(file).mtimeMs, mtimeMs, "it is made once");
});

test("a maker that was killed keeps nobody from making the snapshot later", async (t) => {
  const file = join(temporaryFolder(t), basename(REAL));
  writeFileSync(`${file}.lock`, String(process.pid));
  await make(file);
  assert.deepEqual(readdirSync(dirname(file)), [`${basename(file)}.lock`], "this process is at it");
  const longAgo = Date.now() / 1000 - 3600;
  utimesSync(`${file}.lock`, longAgo, longAgo);
  await make(file);
  assert.deepEqual(readdirSync(dirname(file)), [basename(file)], "another process has its number by now");
  rmSync(file);
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(`${file}.lock`, String(ended));
  writeFileSync(`${file}.${ended}`, "half of it");
  await make(file);
  assert.deepEqual(readdirSync(dirname(file)), [basename(file)]);
});

test("a maker in a folder that is gone makes the snapshot too", { skip: WHERE }, (t) => {
  const file = join(temporaryFolder(t), basename(REAL));
  const gone = join(temporaryFolder(t), "gone");
  const script = `const { mkdirSync, rmdirSync } = require("node:fs");
mkdirSync(${JSON.stringify(gone)});
process.chdir(${JSON.stringify(gone)});
rmdirSync(${JSON.stringify(gone)});
require("node:child_process").spawnSync(process.execPath, ${JSON.stringify([MAKER, file])});`;
  assert.equal(spawnSync(process.execPath, ["-e", script]).status, 0);
  assert.ok(statSync(file).size > 1e7);
});

for (const [what, spoil] of Object.entries({
  "that is none": (file: string) => writeFileSync(file, "no snapshot ".repeat(1000)),
  "cut in half": (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  "with changed bytes": (file: string) => {
    const bytes = readFileSync(file);
    for (let i = 1e6; i < bytes.length; i += 1e5) bytes[i]! ^= 255;
    writeFileSync(file, bytes);
  },
})) {
  test(`a snapshot ${what} is not tried twice, and the cells go to a thread`, async (t) => {
    const file = join(temporaryFolder(t), basename(REAL));
    copyFileSync(REAL, file);
    spoil(file);
    const { diagnostics } = await compilerFrom(t, file).compile('const rate: number = "0.1";');
    assert.match(diagnostics[0]?.message ?? "", /not assignable to type 'number'/);
    assert.equal(statSync(file).size, 0);
    await make(file);
    assert.equal(statSync(file).size, 0, "nor made again");
    assert.equal((await compilerFrom(t, file).compile("1 + 1")).diagnostics.length, 0);
  });
}

test("the compiler's process ends with a kernel that was killed", { skip: WHERE }, async (t) => {
  const session = await startSession(t);
  await session.run("1");
  const [compiler, ...others] = childrenOf(session.kernel.pid!);
  assert.deepEqual(others, []);
  assert.match(readFileSync(`/proc/${compiler}/cmdline`, "utf8"), /--snapshot-blob/);
  process.kill(session.kernel.pid!, "SIGKILL");
  await ended(compiler!);
});

test("a kernel whose compiler was killed ends, and does not wait for ever", { skip: WHERE }, async (t) => {
  const session = await startSession(t);
  await session.run("1");
  process.kill(childrenOf(session.kernel.pid!)[0]!, "SIGKILL");
  await ended(session.kernel.pid!);
});

async function ended(pid: number): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(50);
  }
  assert.fail(`process ${pid} still runs`);
}
