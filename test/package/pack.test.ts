import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

interface Manifest {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly peerDependenciesMeta: Record<string, { optional?: boolean }>;
  readonly bundleDependencies?: unknown;
  readonly scripts: Record<string, string>;
}

const ROOT = join(__dirname, "..", "..", "..");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;

/** What `npm pack` would ship, by npm itself. */
function packed(): string[] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const npm = process.env.npm_execpath;
  const done = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, encoding: "utf8" })
    : spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", shell: process.platform === "win32" });
  assert.equal(done.status, 0, done.stderr);
  const [report] = Object.values(JSON.parse(done.stdout) as Record<string, { files: { path: string }[] }>);
  return report.files.map(({ path }) => path);
}

/** Six messages of each of four intents, in the three splits. */
function smallCsv(): string {
  const words: Record<string, string> = {
    refund: "where is my refund",
    size: "do these run small",
    login: "I cannot log in",
    restock: "when are they back",
  };
  const rows = Object.entries(words).flatMap(([intent, text]) =>
    ["train", "train", "train", "validation", "validation", "test"].map(
      (split, i) => `${intent}-${i},${text} ${"please ".repeat(i)}${intent} ${i},${intent},${split}`,
    ),
  );
  return `id,text,intent,split\n${rows.join("\n")}\n`;
}

describe("the packed package", () => {
  const files = packed();
  const project = mkdtempSync(join(tmpdir(), "lr-lab-pack-"));
  const inPackage = join(project, "node_modules", "lr-lab");
  const run = (args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, args, {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, LR_LAB_BACKEND: "wasm", LR_LAB_HOME: join(project, "home"), NODE_PATH: "" },
    });

  before(() => {
    for (const file of files) {
      mkdirSync(dirname(join(inPackage, file)), { recursive: true });
      copyFileSync(join(ROOT, file), join(inPackage, file));
    }
    // Only what the manifest declares can be found: an import of anything else fails, as in a real install.
    for (const name of [...Object.keys(manifest.dependencies), "@types/node"]) {
      const link = join(project, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), link, "junction");
    }
    writeFileSync(join(project, "package.json"), '{"name":"empty","private":true}\n');
    writeFileSync(join(project, "mine.csv"), smallCsv());
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  test("holds the library, the command, the recipes, the data and the licence", () => {
    for (const file of ["package.json", "LICENSE", "README.md", "CHANGELOG.md", "bin/lr-lab.js"]) {
      assert.ok(files.includes(file), file);
    }
    for (const file of ["dist/index.js", "dist/index.d.ts", "dist/cli/main.js"]) {
      assert.ok(files.includes(file), file);
    }
    for (const file of ["data/support-intents.csv", "data/sweep.json"]) assert.ok(files.includes(file), file);
    assert.ok(files.filter((file) => /^data\/phrases\/.+\.json$/.test(file)).length > 27, "phrases");
    assert.ok(files.filter((file) => /^notebooks\/.+\.ipynb$/.test(file)).length >= 3, "notebooks");
  });

  test("holds no sources, tests, benchmarks or leavings of the build", () => {
    const allowed =
      /^(package\.json|LICENSE|(README|CHANGELOG)\.md|bin\/|dist\/|notebooks\/[^/]+\.ipynb$|data\/)/;
    for (const file of files) {
      assert.match(file, allowed);
      assert.doesNotMatch(file, /tsbuildinfo|\.test\.|\.tmp|checkpoint|(?<!\.d)\.ts$/);
    }
  });

  test("every compiled file has a source: nothing of a deleted one is left over", () => {
    for (const file of files.filter((name) => name.endsWith(".js") && name.startsWith("dist/"))) {
      assert.ok(existsSync(join(ROOT, file.replace(/^dist/, "src").replace(/\.js$/, ".ts"))), file);
    }
  });

  test("asks for no native binding and no danfo: both are optional peers", () => {
    assert.equal(manifest.optionalDependencies, undefined);
    assert.equal(manifest.bundleDependencies, undefined);
    assert.deepEqual(Object.keys(manifest.peerDependencies).sort(), [
      "@tensorflow/tfjs-node",
      "danfojs-node",
    ]);
    for (const name of Object.keys(manifest.peerDependencies)) {
      assert.equal(manifest.peerDependenciesMeta[name]?.optional, true, name);
      assert.equal(manifest.dependencies[name], undefined, name);
    }
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
      assert.equal(manifest.scripts[name], undefined, `${name} would run at every install`);
    }
  });

  test("trains on both engines with only its declared dependencies, and says that frames need danfo", () => {
    const program = `
      const lab = require("lr-lab");
      (async () => {
        const dataset = await lab.loadDataset("mine.csv");
        const features = lab.buildFeatures(dataset, lab.DEFAULT_FEATURES);
        const runs = [];
        for (const engine of ["auto", "tfjs"]) {
          const spec = await lab.runSpec(features, { schedule: 0.5, epochs: 3, batchSize: 4, engine });
          const { record } = await lab.train(spec, features);
          runs.push({ engine: spec.engine, loss: record.curve.loss });
        }
        const frame = await lab.toFrame(dataset).catch((error) => error.name + ": " + error.message);
        console.log(JSON.stringify({ runs, frame }));
      })();`;
    const { status, stdout, stderr } = run(["-e", program]);
    assert.equal(status, 0, stderr);
    const { runs, frame } = JSON.parse(stdout) as {
      runs: { engine: { name: string; backend?: string }; loss: number[] }[];
      frame: string;
    };
    assert.deepEqual(
      runs.map(({ engine }) => [engine.name, engine.backend]),
      [
        ["fused", undefined],
        ["tfjs", "wasm"],
      ],
    );
    for (const { loss } of runs) {
      assert.equal(loss.length, 9);
      assert.ok(loss[8] < loss[0], `loss went from ${loss[0]} to ${loss[8]}`);
    }
    assert.match(frame, /^InputError: .*npm install danfojs-node/);
  });

  test("its example sweep runs on worker threads; a run of it is exported and asked", () => {
    const command = join(inPackage, "bin", "lr-lab.js");
    const example = join(inPackage, "data", "sweep.json");
    const swept = run([command, "sweep", example, "--data", "mine.csv", "--threads", "2", "--json"]);
    assert.equal(swept.status, 0, swept.stderr);
    const { runs } = JSON.parse(swept.stdout) as { runs: { id: string; status: string }[] };
    assert.equal(runs.length, 24);
    const made = run([command, "export", runs[0].id, "--data", "mine.csv", "--out", "served"]);
    assert.equal(made.status, 0, made.stderr);
    const asked = run([command, "predict", "served", "where is my refund", "--json"]);
    assert.equal(asked.status, 0, asked.stderr);
    assert.equal((JSON.parse(asked.stdout) as { model: string }).model, runs[0].id);
  });

  test("its command line works: doctor, data check, --version", () => {
    const command = join(inPackage, "bin", "lr-lab.js");
    const doctor = run([command, "doctor"]);
    assert.equal(doctor.status, 0, doctor.stderr);
    assert.match(doctor.stdout, /backend\s+wasm/);
    assert.match(doctor.stdout, /danfo\s+not installed/);
    const check = run([command, "data", "check", "mine.csv"]);
    assert.equal(check.status, 0, check.stderr);
    assert.equal(run([command, "--version"]).stdout.trim(), manifest.version);
  });

  test("its types are read by the TypeScript of tslab: right calls pass, each wrong one is an error", () => {
    const lines = [
      'import { accuracy, chooseBackend, cosine, loadDataset, openRun, runSpec, type RunRecord } from "lr-lab";',
      "export const rate: number = cosine({ peak: 0.5, steps: 10 })(3);",
      "export const loss = (record: RunRecord): readonly number[] => record.curve.loss;",
      "export const sum = async (): Promise<number> => (await chooseBackend()).tf.ones([2]).sum().dataSync()[0];",
      "export const w1: string = cosine({ peak: 0.5, steps: 10 })(3);",
      "export const w2 = async (): Promise<number> => (await loadDataset('x.csv')).messages;",
      "export const w3 = async () => (await chooseBackend()).tf.noSuchFunction();",
      "export const w4 = (record: RunRecord) => record.noSuchField;",
      "export const w5 = [accuracy('a', 1), runSpec];",
      "export const w6 = async () => (await openRun(null as never, null as never)).advance().noSuchMeasure;",
    ];
    writeFileSync(join(project, "cell.ts"), `${lines.join("\n")}\n`);
    const tsc = join(ROOT, "node_modules", "@tslab", "typescript-for-tslab", "bin", "tsc");
    const flags =
      "--noEmit --skipLibCheck --target es2022 --lib es2022 --module commonjs --moduleResolution node";
    const { stdout } = run([tsc, ...flags.split(" "), "--types", "node", "--esModuleInterop", "cell.ts"]);
    const wrong = [...stdout.matchAll(/^cell\.ts\((\d+),/gm)].map(([, line]) => Number(line));
    assert.deepEqual([...new Set(wrong)], [5, 6, 7, 8, 9, 10], stdout);
    assert.equal(
      stdout.split("\n").filter((line) => /error TS/.test(line) && !/^cell\.ts/.test(line)).length,
      0,
    );
  });
});
