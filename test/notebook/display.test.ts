import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, sep } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { displayTarget, finding, FINDING, progress, show, showMarkdown } from "../../src/notebook";

type Sent = {
  message: { data: Record<string, unknown>; transient: { display_id?: string } };
  update: boolean;
};

/** Where a copy of tslab other than this project's would be. */
const OTHER_COPY = [sep + "elsewhere", "node_modules", "tslab", "dist", "jupyter.js"].join(sep);

describe("inside a kernel that runs from another copy of tslab", () => {
  let sent: Sent[] = [];
  beforeEach(() => {
    sent = [];
    const lastWriteDisplayData = (message: Sent["message"], update: boolean) =>
      sent.push({ message, update });
    require.cache[OTHER_COPY] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  });
  afterEach(() => delete require.cache[OTHER_COPY]);

  test("whole bundles are sent", () => {
    assert.equal(displayTarget().inKernel, true);
    show([{ a: 1 }]);
    showMarkdown("**so**");
    finding({ title: "t", chosen: "c", evidence: "e" });
    assert.deepEqual(
      sent.map(({ message }) => Object.keys(message.data)),
      [
        ["text/html", "text/plain"],
        ["text/markdown", "text/plain"],
        ["text/html", FINDING, "text/plain"],
      ],
    );
    assert.deepEqual(sent[2].message.data[FINDING], {
      kind: "finding",
      title: "t",
      chosen: "c",
      evidence: "e",
    });
    assert.ok(sent.every(({ message, update }) => !update && message.transient.display_id === undefined));
  });

  test("progress is one display, changed in place at a bounded rate, and ends with the total", () => {
    const bar = progress("training <runs>", 100000);
    const started = process.hrtime.bigint();
    for (let i = 1; i <= 100000; i++) bar.update(i);
    const elapsed = Number(process.hrtime.bigint() - started) / 1e6;
    bar.done();
    assert.ok(
      sent.length >= 2 && sent.length <= 2 + elapsed / 150 + 1,
      `${sent.length} messages in ${elapsed} ms`,
    );
    assert.deepEqual([...new Set(sent.map(({ message }) => message.transient.display_id))].length, 1);
    assert.deepEqual([sent[0].update, ...new Set(sent.slice(1).map(({ update }) => update))], [false, true]);
    const last = sent[sent.length - 1].message.data;
    assert.equal(last["text/plain"], "training <runs>: 100000 of 100000");
    assert.ok(String(last["text/html"]).includes("training &lt;runs&gt;"));
  });

  test("progress that stops early says how far it came", () => {
    const bar = progress("training", 10);
    bar.update(4);
    bar.done("stopped");
    assert.equal(sent[sent.length - 1].message.data["text/plain"], "training: 4 of 10, stopped");
  });
});

describe("outside a kernel", () => {
  test("text goes to standard output, progress to standard error, and tslab is not loaded", () => {
    const room = join(__dirname, "..", "..", "src", "notebook");
    const script = `
      const { show, progress } = require(${JSON.stringify(room)});
      show([{ rate: 0.1 }]);
      const bar = progress("training", 2); bar.update(1); bar.done();
      if (Object.keys(require.cache).some((path) => /tslab|zeromq|resvg/.test(path))) throw new Error("loaded too much");`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "1 row\nrate\n0.1\n");
    assert.equal(stderr, "training: 2 of 2\n");
  });
});
