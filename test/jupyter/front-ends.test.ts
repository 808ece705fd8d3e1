import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { jupyterDataFolders } from "../../src/jupyter/data-folders";
import type { CodeCell, Notebook } from "../../src/jupyter/nbformat";
import { BIN, readJson } from "./helpers";
import { findJupyter, jupyterHome, NO_JUPYTER } from "./jupyter";

const bin = findJupyter();

interface Specs {
  kernelspecs: Record<
    string,
    { resource_dir: string; spec: { display_name: string; interrupt_mode: string } }
  >;
}

/** A notebook as a person has it: outputs empty, the kernel by its name, parameters in their cell. */
function notebook(kernel: string, ...cells: string[]): object {
  return {
    cells: cells.map((source, i) => ({
      ...{ cell_type: "code", id: `cell-${i}`, execution_count: null, outputs: [], source },
      metadata: i === 0 ? { tags: ["parameters"] } : {},
    })),
    metadata: { kernelspec: { name: kernel, display_name: kernel, language: "typescript" } },
    ...{ nbformat: 4, nbformat_minor: 5 },
  };
}

const GOOD = ['const seeds: number = 3;\nconst data = "";', 'console.log("data:" + data);\nseeds + 0.5'];
const BAD = [...GOOD, 'function fail(): never {\n  throw new RangeError("too far");\n}\nfail();', "1"];

describe("the front ends of a real Jupyter", { skip: bin === undefined ? NO_JUPYTER : false }, () => {
  let home: string;
  let work: string;
  let env: NodeJS.ProcessEnv;
  let empty: string[];
  const tree = () =>
    (readdirSync(home, { recursive: true }) as string[])
      .filter((path) => /share|Roaming|Library/.test(path))
      .sort();
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: work, env, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  const jupyter = (...args: string[]) => run("jupyter", ...args);
  const lrLab = (...args: string[]) => run(process.execPath, BIN, ...args);
  const write = (name: string, content: object) => writeFileSync(join(work, name), JSON.stringify(content));
  const outputs = (name: string) => {
    const { cells } = readJson(join(work, name)) as Notebook;
    return cells.map((cell) => (cell as CodeCell).outputs);
  };
  /** What a cell gave, on this kernel and on one that prints its results. */
  const words = (cell: object[]) => JSON.stringify(cell);

  before(() => {
    home = mkdtempSync(join(tmpdir(), "lr-lab-jupyter-"));
    work = join(home, "nötebooks of a");
    mkdirSync(work);
    env = jupyterHome(home, bin);
    empty = tree();
    const { status, stderr } = lrLab("kernel", "install");
    assert.equal(status, 0, stderr);
  });

  after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  test("Jupyter looks for kernels where lr-lab does", () => {
    const { data } = JSON.parse(jupyter("--paths", "--json").stdout) as { data: string[] };
    const ours = jupyterDataFolders(env);
    // A Python has folders of its own besides, which only it knows.
    for (const folder of ours.filter((path) => path.startsWith(home)))
      assert.ok(data.includes(folder), folder);
    assert.ok(ours.includes(data.filter((path) => path.startsWith(home))[0]));
    const given = {
      ...env,
      JUPYTER_PATH: ["/first", "/second"].join(delimiter),
      JUPYTER_DATA_DIR: join(home, "own"),
    };
    const asked = spawnSync("jupyter", ["--paths", "--json"], { env: given, encoding: "utf8" });
    const paths = (JSON.parse(asked.stdout) as { data: string[] }).data;
    const known = new Set(paths);
    const found = jupyterDataFolders(given).filter((path) => known.has(path));
    assert.deepEqual(found.slice(0, 2), paths.slice(0, 2));
    assert.ok(found.includes(join(home, "own")));
  });

  test("jupyter kernelspec list has the kernel under both names, and doctor says so", () => {
    const { kernelspecs } = JSON.parse(jupyter("kernelspec", "list", "--json").stdout) as Specs;
    assert.equal(kernelspecs["lr-lab"].spec.display_name, "TypeScript (lr-lab)");
    assert.equal(kernelspecs["lr-lab"].spec.interrupt_mode, "message");
    assert.ok(kernelspecs["lr-lab"].resource_dir.startsWith(home));
    assert.ok(kernelspecs.tslab !== undefined);
    assert.match(lrLab("doctor").stdout, /Jupyter .*it sees the kernel lr-lab\n/);
  });

  test("jupyter execute: results of a notebook under either name", () => {
    for (const kernel of ["lr-lab", "tslab"]) {
      write("good.ipynb", notebook(kernel, ...GOOD));
      const { status, stderr } = jupyter("execute", "good.ipynb", `--output=${kernel}.ipynb`);
      assert.equal(status, 0, stderr);
      const [, cell] = outputs(`${kernel}.ipynb`);
      assert.match(words(cell), /data:.*3\.5/);
    }
  });

  test("jupyter execute: an error ends it, with the error's name, words and line", () => {
    write("bad.ipynb", notebook("lr-lab", ...BAD));
    const { status, stderr } = jupyter("execute", "bad.ipynb", "--output=failed.ipynb");
    assert.notEqual(status, 0);
    assert.match(stderr, /RangeError/);
    assert.match(stderr, /too far/);
    assert.match(stderr, /throw new RangeError/);
    const allowed = jupyter("execute", "bad.ipynb", "--output=failed.ipynb", "--allow-errors");
    assert.equal(allowed.status, 0, allowed.stderr);
    const [, , failed, last] = outputs("failed.ipynb");
    assert.deepEqual(
      failed.map((output) => {
        const { output_type, ename, evalue } = output as {
          output_type: string;
          ename?: string;
          evalue?: string;
        };
        return [output_type, ename, evalue];
      }),
      [["error", "RangeError", "too far"]],
    );
    assert.match(words(last), /"1"/);
  });

  test("nbconvert --execute makes a page", (t) => {
    if (!existsSync(join(bin!, "jupyter-nbconvert"))) return t.skip("no Jupyter with nbconvert");
    write("good.ipynb", notebook("lr-lab", ...GOOD));
    const { status, stderr } = jupyter("nbconvert", "--execute", "--to", "html", "good.ipynb");
    assert.equal(status, 0, stderr);
    assert.match(readFileSync(join(work, "good.html"), "utf8"), /3\.5/);
  });

  test("papermill runs a notebook, and sets parameters by the translator whose words are TypeScript too", (t) => {
    if (!existsSync(join(bin!, "papermill"))) return t.skip("no Jupyter with papermill");
    write("good.ipynb", notebook("tslab", ...GOOD));
    const plain = run("papermill", "good.ipynb", "plain.ipynb", "--no-progress-bar");
    assert.equal(plain.status, 0, plain.stderr);
    const parameters = ["-p", "seeds", "7", "-p", "data", 'é "quoted".csv'];
    const refused = run("papermill", "good.ipynb", "no.ipynb", "--language", "typescript", ...parameters);
    assert.match(refused.stderr, /No parameter translator/);
    const set = run("papermill", "good.ipynb", "set.ipynb", "--language", ".net-csharp", ...parameters);
    assert.equal(set.status, 0, set.stderr);
    const cell = words(outputs("set.ipynb")[2]);
    assert.match(cell, /data:é \\\\?"quoted\\\\?"\.csv/);
    assert.match(cell, /7\.5/);
  });

  test("after uninstalling, Jupyter has no such kernel and the folders are as they were", () => {
    assert.equal(lrLab("kernel", "uninstall").status, 0);
    assert.deepEqual(tree(), empty);
    const { kernelspecs } = JSON.parse(jupyter("kernelspec", "list", "--json").stdout) as Specs;
    assert.equal(kernelspecs["lr-lab"], undefined);
  });
});
