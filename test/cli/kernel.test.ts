import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { main } from "../../src/cli/main";
import { listKernels } from "../../src/jupyter/installed-kernels";
import { ROOT, startCli, temporaryFolder, type CliResult } from "../jupyter/helpers";
import { jupyterHome } from "../jupyter/jupyter";

const MAIN = join(ROOT, "dist", "jupyter", "kernel", "main.js");

/** A tslab of the whole machine cannot be hidden from a test. */
const SYSTEM_TSLAB = listKernels(["/usr/local/share/jupyter", "/usr/share/jupyter"]).some(
  ({ name }) => name === "tslab",
);
const NAMES = SYSTEM_TSLAB ? ["lr-lab"] : ["lr-lab", "tslab"];

/** A machine that has nothing installed; `lr-lab` run on it. */
function machine(t: TestContext) {
  const home = join(temporaryFolder(t), "höme of a");
  const temporary = temporaryFolder(t);
  // No Jupyter of this machine, and none of its kernels.
  const env: NodeJS.ProcessEnv = { ...jupyterHome(home), PATH: "" };
  const data = { win32: "AppData/Roaming/jupyter", darwin: "Library/Jupyter" }[process.platform as string];
  return {
    home,
    data: join(home, data ?? ".local/share/jupyter"),
    /** As a user starts it, from the package in another folder where `bin` says so. */
    lrLab: (args: string[], bin?: string) => startCli(args, { cwd: home, temporary, env, bin }).result,
    /** The same without the time that a process takes. */
    here: (args: string[], extra: NodeJS.ProcessEnv = {}) => inProcess(t, args, { ...env, ...extra }),
  };
}

async function inProcess(t: TestContext, args: string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const [log, error] = [
    t.mock.method(console, "log", () => undefined),
    t.mock.method(console, "error", () => undefined),
  ];
  const before = process.env;
  process.env = env;
  try {
    await main(["node", "lr-lab", "kernel", ...args]);
    const [stdout, stderr] = [log, error].map((mock) =>
      mock.mock.calls.map((call) => (call.arguments as unknown[]).join(" ")).join("\n"),
    );
    return { code: Number(process.exitCode ?? 0), stdout, stderr };
  } finally {
    process.exitCode = undefined;
    process.env = before;
    log.mock.restore();
    error.mock.restore();
  }
}

interface Kernels {
  ok: boolean;
  kernels: { name: string; folder: string; argv: string[]; ours: boolean; problem: string | null }[];
}

/** The package, as npm lays it somewhere. */
function copyOfPackage(folder: string): { bin: string; main: string } {
  mkdirSync(folder, { recursive: true });
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  return {
    bin: join(folder, "bin", "lr-lab.js"),
    main: join(folder, "dist", "jupyter", "kernel", "main.js"),
  };
}

describe("lr-lab kernel", () => {
  test("install, list, doctor and uninstall, from an empty home and back to it", async (t) => {
    const { home, data, lrLab } = machine(t);
    const before = readdirSync(home, { recursive: true });
    const installed = await lrLab(["kernel", "install"]);
    assert.equal(installed.code, 0, installed.stderr);
    for (const name of NAMES) assert.ok(installed.stdout.includes(join(data, "kernels", name)));
    assert.ok(installed.stdout.includes(MAIN));
    assert.ok(!installed.stdout.includes("Note:"));

    const list = JSON.parse((await lrLab(["kernel", "list", "--json"])).stdout) as Kernels;
    assert.deepEqual(
      list.kernels
        .filter(({ folder }) => folder.startsWith(home))
        .map(({ name, ours, problem }) => [name, ours, problem]),
      NAMES.map((name) => [name, true, null]),
    );
    const doctor = JSON.parse((await lrLab(["doctor", "--json"])).stdout) as Record<string, string>;
    assert.equal(
      doctor["in Jupyter"],
      `${NAMES.join(" and ")} in ${join(data, "kernels")}: starts ${process.execPath} ${MAIN}`,
    );

    const removed = await lrLab(["kernel", "uninstall"]);
    assert.match(removed.stdout, /^Removed lr-lab from /);
    assert.deepEqual(readdirSync(home, { recursive: true }), before);
    const again = await lrLab(["kernel", "uninstall"]);
    assert.equal(again.code, 0);
    assert.match(again.stdout, /^No kernel of lr-lab is installed; searched:\n/);
  });

  test("--prefix, --sys-prefix and --json; uninstalling from one place leaves the other", async (t) => {
    const { home, data, here } = machine(t);
    const prefix = join(home, "some prefix");
    const env = { VIRTUAL_ENV: join(home, "venv") };
    const places: [string[], string, NodeJS.ProcessEnv, number][] = [
      [["--user"], join(data, "kernels"), {}, 0],
      [["--prefix", prefix], join(prefix, "share", "jupyter", "kernels"), {}, 1],
      [["--sys-prefix"], join(env.VIRTUAL_ENV, "share", "jupyter", "kernels"), env, 0],
    ];
    for (const [options, kernels, extra, notes] of places) {
      const { code, stdout } = await here(["install", ...options, "--json"], extra);
      assert.equal(code, 0);
      const said = JSON.parse(stdout) as Kernels & { notes: string[]; program: { node: string } };
      assert.equal(said.ok, true);
      assert.equal(said.program.node, process.execPath);
      assert.deepEqual(
        said.kernels.map(({ folder }) => folder),
        NAMES.map((name) => join(kernels, name)),
      );
      assert.equal(said.notes.filter((note) => note.includes("JUPYTER_PATH=")).length, notes, options[0]);
    }
    const removed = await here(["uninstall", "--prefix", prefix, "--json"]);
    assert.equal((JSON.parse(removed.stdout) as { removed: object[] }).removed.length, NAMES.length);
    assert.ok(!existsSync(prefix));
    assert.ok(existsSync(join(data, "kernels", "lr-lab", "kernel.json")));
    const rest = await here(["uninstall", "--json"], env);
    assert.equal((JSON.parse(rest.stdout) as { removed: object[] }).removed.length, 2 * NAMES.length);
    assert.ok(!existsSync(env.VIRTUAL_ENV));
  });

  test("another tslab is named; the kernel that Jupyter takes instead too", async (t) => {
    const { home, data, here } = machine(t);
    const env = { JUPYTER_PATH: join(home, "first") };
    const folders = ["lr-lab", "tslab"].map((name) => join(env.JUPYTER_PATH, "kernels", name));
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "kernel.json"), JSON.stringify({ argv: ["tslab"], display_name: "Other" }));
    }
    const { stdout } = await here(["install"], env);
    assert.ok(stdout.includes(`Note: another tslab is installed in ${folders[1]} and stays`));
    assert.ok(stdout.includes(`Note: Jupyter takes the lr-lab in ${folders[0]} instead`));
    assert.deepEqual(readdirSync(join(data, "kernels")), ["lr-lab"]);
  });

  test("wrong usage is said and changes nothing", async (t) => {
    const { home, here } = machine(t);
    writeFileSync(join(home, "file"), "");
    const before = readdirSync(home, { recursive: true });
    const cases: [string[], number, RegExp][] = [
      [["--user", "--prefix", "x"], 2, /one of --user, --sys-prefix and --prefix DIR/],
      [["--prefix", ""], 2, /--prefix: names no folder/],
      [["--sys-prefix"], 2, /no Python or conda environment is active/],
      [["--prefix", join(home, "file")], 1, /Nothing was installed; choose a place that you may write to/],
    ];
    for (const [options, code, message] of cases) {
      const failed = await here(["install", ...options, "--json"]);
      assert.equal(failed.code, code, options.join(" "));
      assert.match(failed.stderr, message);
      assert.match((JSON.parse(failed.stdout) as { error: string }).error, message);
    }
    assert.deepEqual(readdirSync(home, { recursive: true }), before);
  });

  test("two copies, a copy that has gone, one that is not built", async (t) => {
    const { home, data, lrLab, here } = machine(t);
    const copy = copyOfPackage(join(home, "ä b", "lr-lab"));
    assert.equal((await lrLab(["kernel", "install"], copy.bin)).code, 0);
    assert.ok((await here(["list", "--json"])).stdout.includes(JSON.stringify(copy.main)));

    renameSync(join(home, "ä b"), join(home, "elsewhere"));
    const list = await here(["list"]);
    assert.ok(
      list.stdout.includes(`its lr-lab is not there any more: ${copy.main}; lr-lab kernel install mends it`),
    );
    const doctor = await lrLab(["doctor"]);
    assert.match(doctor.stdout, /in Jupyter +lr-lab.* in .*: cannot start, its lr-lab is not there/);

    const mended = await here(["install"]);
    assert.ok(mended.stdout.includes(`Note: it started ${copy.main} before`));
    assert.ok(!(await here(["list"])).stdout.includes("not there any more"));

    // The other copy removes it as well.
    const moved = join(home, "elsewhere", "lr-lab", "bin", "lr-lab.js");
    await lrLab(["kernel", "uninstall"], moved);
    assert.ok(!existsSync(data));
    rmSync(join(home, "elsewhere", "lr-lab", "dist", "jupyter", "kernel", "main.js"));
    const unbuilt = await lrLab(["kernel", "install"], moved);
    assert.equal(unbuilt.code, 1);
    assert.match(unbuilt.stderr, /main\.js: not built. Run `npm run build`/);
    assert.ok(!existsSync(data));
  });

  test("what a kernel.json says cannot move the cursor", async (t) => {
    const { data, here } = machine(t);
    const folder = join(data, "kernels", "evil");
    mkdirSync(folder, { recursive: true });
    const name = "\u001b[2Jgone\u202e\n";
    writeFileSync(join(folder, "kernel.json"), JSON.stringify({ argv: ["x"], display_name: name }));
    const { stdout } = await here(["list"]);
    assert.ok(stdout.includes("\\u{1b}[2Jgone\\u{202e}\\u{a}"));
    assert.ok(!stdout.includes("\u001b"));
  });
});
