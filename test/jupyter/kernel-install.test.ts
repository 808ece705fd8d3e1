import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { InputError, WorkError } from "../../src/errors";
import { listKernels } from "../../src/jupyter/installed-kernels";
import { installKernel, uninstallKernel } from "../../src/jupyter/kernel-install";
import { readJson, temporaryFolder } from "./helpers";

/** A kernel's program that exists: the tests of the files need none that runs. */
function programIn(folder: string, name = "main.js"): { node: string; main: string } {
  const main = join(folder, name);
  writeFileSync(main, "");
  return { node: process.execPath, main };
}

/** A data folder under a temporary one, whose parents are not there yet, and a program outside it. */
function place(t: TestContext) {
  const root = temporaryFolder(t);
  const program = programIn(temporaryFolder(t));
  const data = join(root, "hömé of a", "jupyter");
  return { root, data, program, install: () => installKernel(data, { program, folders: [data] }) };
}

/** Every folder, and every file with what it holds. */
function tree(folder: string): Record<string, string> {
  return Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[]).sort().map((name) => {
      const path = join(folder, name);
      return [name, statSync(path).isDirectory() ? "folder" : readFileSync(path, "base64")];
    }),
  );
}

function writeSpec(data: string, name: string, spec: unknown): string {
  const folder = join(data, "kernels", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), typeof spec === "string" ? spec : JSON.stringify(spec));
  return folder;
}

const FOREIGN = { argv: ["tslab", "kernel"], display_name: "TypeScript", language: "typescript" };

describe("installing the kernel", () => {
  test("both names start the program, and the logos are pictures of their sizes", (t) => {
    const { data, program, install } = place(t);
    const { specs, foreignTslab } = install();
    assert.equal(foreignTslab, undefined);
    assert.deepEqual(
      specs.map(({ name, folder, replaced }) => [name, folder, replaced]),
      ["lr-lab", "tslab"].map((name) => [name, join(data, "kernels", name), undefined]),
    );
    for (const { name, folder, files } of specs) {
      assert.deepEqual([...files].sort(), readdirSync(folder).sort());
      const spec = readJson(join(folder, "kernel.json")) as Record<string, unknown>;
      assert.deepEqual(spec.argv, [program.node, program.main, "{connection_file}"]);
      assert.equal(spec.interrupt_mode, "message");
      assert.equal(spec.language, "typescript");
      assert.match(String(spec.display_name), name === "tslab" ? /tslab/ : /^TypeScript \(lr-lab\)$/);
      for (const size of [32, 64]) {
        const png = readFileSync(join(folder, `logo-${size}x${size}.png`));
        assert.equal(png.toString("latin1", 1, 4), "PNG");
        assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
      }
    }
  });

  test("a second time writes the same, and uninstalling leaves the folders as they were before the first", (t) => {
    const { root, data, install } = place(t);
    const before = tree(root);
    install();
    const once = tree(root);
    install();
    assert.deepEqual(tree(root), once);
    assert.equal(uninstallKernel([data]).length, 2);
    assert.deepEqual(tree(root), before);
    assert.deepEqual(uninstallKernel([data]), []);
  });

  test("folders that were there stay, empty ones too, and so do other kernels", (t) => {
    const { root, data, install } = place(t);
    for (const name of ["lr-lab", "tslab"]) mkdirSync(join(data, "kernels", name), { recursive: true });
    writeSpec(data, "python3", { argv: ["python"], display_name: "Python 3", language: "python" });
    const before = tree(root);
    install();
    uninstallKernel([data]);
    assert.deepEqual(tree(root), before);
  });

  test("a kernel that came later keeps the folders that it needs", (t) => {
    const { data, install } = place(t);
    install();
    const other = writeSpec(data, "python3", FOREIGN);
    install();
    uninstallKernel([data]);
    assert.deepEqual(readdirSync(join(data, "kernels")), ["python3"]);
    assert.deepEqual(readdirSync(other), ["kernel.json"]);
  });

  test("a tslab that something else installed is never touched, wherever it is", (t) => {
    for (const where of ["the same folder", "another folder", "a folder without kernel.json"]) {
      const { root, data, program } = place(t);
      const other = join(root, "other");
      const folder = writeSpec(where === "another folder" ? other : data, "tslab", FOREIGN);
      if (where === "a folder without kernel.json") {
        rmSync(join(folder, "kernel.json"));
        writeFileSync(join(folder, "kernel.js"), "");
      }
      const before = tree(root);
      const { specs, foreignTslab } = installKernel(data, { program, folders: [other] });
      assert.deepEqual(
        specs.map(({ name }) => name),
        ["lr-lab"],
        where,
      );
      assert.equal(foreignTslab, folder, where);
      uninstallKernel([data, other]);
      assert.deepEqual(tree(root), before, where);
    }
  });

  test("a tslab that something else installed later takes the name back at the next install", (t) => {
    const { root, data, program, install } = place(t);
    install();
    const other = join(root, "other");
    const folder = writeSpec(other, "tslab", FOREIGN);
    assert.equal(installKernel(data, { program, folders: [data, other] }).foreignTslab, folder);
    assert.deepEqual(readdirSync(join(data, "kernels")), ["lr-lab"]);
    assert.deepEqual(readdirSync(folder), ["kernel.json"]);
    uninstallKernel([data, other]);
    assert.deepEqual(readdirSync(root), ["other"]);
  });

  test("an lr-lab that something else wrote is refused, and stays", (t) => {
    for (const spec of [FOREIGN, "{", "[]", { ...FOREIGN, metadata: { "lr-lab": { version: 1 } } }]) {
      const { root, data, install } = place(t);
      writeSpec(data, "lr-lab", spec);
      const before = tree(root);
      assert.throws(install, (error) => error instanceof InputError && /something else/.test(error.message));
      assert.deepEqual(uninstallKernel([data]), []);
      assert.deepEqual(tree(root), before);
    }
  });

  test("files that others put into our folder stay, and the folder with them", (t) => {
    const { data, install } = place(t);
    const [{ folder }] = install().specs;
    writeFileSync(join(folder, "kernel.css"), "own");
    install();
    assert.deepEqual(uninstallKernel([data])[0].kept, ["kernel.css"]);
    assert.deepEqual(readdirSync(join(data, "kernels")), ["lr-lab"]);
    assert.deepEqual(readdirSync(folder), ["kernel.css"]);
  });

  test("what an install that was killed left behind is in nobody's way, and is removed", (t) => {
    const { data, install } = place(t);
    const folder = join(data, "kernels", "lr-lab");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "logo-svg.svg"), "");
    writeFileSync(join(folder, ".kernel.json.0123456789ab.tmp"), "{");
    install();
    uninstallKernel([data]);
    assert.deepEqual(readdirSync(join(data, "kernels")), []);
  });

  test("another copy of lr-lab takes the name over and says from which", (t) => {
    const { data, program, install } = place(t);
    install();
    const second = programIn(temporaryFolder(t), "second.js");
    const { specs } = installKernel(data, { program: second, folders: [data] });
    assert.deepEqual(specs[0].replaced, [program.node, program.main]);
    assert.equal(listKernels([data])[0].argv[1], second.main);
    assert.equal(uninstallKernel([data]).length, 2);
  });

  test("where nothing can be written, nothing is left and the message says what to do", (t) => {
    const { root, program } = place(t);
    const inTheWay = join(root, "file");
    writeFileSync(inTheWay, "");
    // The second has made its folders and one spec by the time it fails.
    const half = join(root, "half");
    mkdirSync(join(half, "kernels"), { recursive: true });
    writeFileSync(join(half, "kernels", "tslab"), "a file");
    // The third has made all its folders when the first file's path turns out too long (Linux: 4,096 bytes).
    let deep = root;
    while (deep.length < 4060) deep = join(deep, "d".repeat(Math.min(200, Math.max(1, 4059 - deep.length))));
    const before = tree(root);
    for (const data of [join(inTheWay, "share", "jupyter"), half, deep]) {
      assert.throws(
        () => installKernel(data, { program, folders: [] }),
        (error) => error instanceof WorkError && /Nothing was installed.*--prefix DIR/.test(error.message),
      );
      assert.deepEqual(tree(root), before);
    }
  });
});

describe("reading installed kernels", () => {
  test("what a spec says of itself removes nothing that is not empty and nothing of others", (t) => {
    const { root, data } = place(t);
    writeFileSync(join(root, "precious"), "");
    const mark = { version: "9", ownFolder: true, parents: 1e9 };
    writeSpec(data, "lr-lab", { ...FOREIGN, metadata: { "lr-lab": mark } });
    writeFileSync(join(data, "kernels", "lr-lab", "notes.txt"), "mine");
    writeSpec(data, "python3", { ...FOREIGN, metadata: { "lr-lab": mark } });
    uninstallKernel([data]);
    const rest = Object.keys(tree(root)).map((path) => relative(root, join(root, path)));
    const kernels = relative(root, join(data, "kernels"));
    assert.ok(rest.includes("precious"));
    assert.ok(rest.includes(join(kernels, "lr-lab", "notes.txt")));
    assert.ok(rest.includes(join(kernels, "python3", "kernel.json")));
    assert.ok(!rest.includes(join(kernels, "lr-lab", "kernel.json")));
  });

  test("hostile and broken specs are listed with what is wrong", (t) => {
    const { root, data } = place(t);
    const specs: Record<string, [unknown, RegExp]> = {
      array: ["[]", /"argv"/],
      cut: ['{"argv": [', /cannot be read/],
      empty: ["", /cannot be read/],
      null: ["null", /not an object/],
      numbers: [{ argv: [1, 2] }, /"argv"/],
      none: [{ argv: [] }, /"argv"/],
      huge: [`"${"x".repeat(1_000_001)}"`, /larger than/],
      gone: [{ argv: [join(root, "gone")], display_name: { a: 1 } }, /not there any more/],
    };
    for (const [name, [spec]] of Object.entries(specs)) writeSpec(data, name, spec);
    mkdirSync(join(data, "kernels", "folder", "kernel.json"), { recursive: true });
    mkdirSync(join(data, "kernels", "no-kernel"));
    const found = new Map(listKernels([data]).map((kernel) => [kernel.name, kernel]));
    for (const [name, [, problem]] of Object.entries(specs)) {
      assert.match(found.get(name)?.problem ?? "", problem, name);
      assert.equal(found.get(name)?.mark, undefined);
    }
    assert.match(found.get("folder")?.problem ?? "", /not a file/);
    assert.equal(found.get("gone")?.displayName, "gone");
    assert.equal(found.size, Object.keys(specs).length + 1);
  });

  test("a Node or a package that has moved is said; without them nothing else is wrong", (t) => {
    const { data, program, install } = place(t);
    install();
    assert.deepEqual(
      listKernels([data]).map(({ problem }) => problem),
      [undefined, undefined],
    );
    rmSync(program.main);
    assert.match(listKernels([data])[0].problem ?? "", /its lr-lab is not there any more/);
    installKernel(data, { program: { node: join(data, "node"), main: program.main }, folders: [data] });
    assert.match(listKernels([data])[0].problem ?? "", /its Node is not there any more/);
  });

  test("the first folder's kernel hides the others of its name; two names of a folder are one", (t) => {
    const { root, data, install } = place(t);
    install();
    const first = join(root, "first");
    const folder = writeSpec(first, "LR-lab", FOREIGN);
    const folders = [first, data];
    if (process.platform !== "win32") {
      symlinkSync(data, join(root, "again"));
      folders.push(join(root, "again"));
    }
    assert.deepEqual(
      listKernels(folders).map(({ name, hiddenBy }) => [name, hiddenBy]),
      [
        ["lr-lab", undefined],
        ["lr-lab", folder],
        ["tslab", undefined],
      ],
    );
  });
});
