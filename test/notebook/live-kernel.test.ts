// Live training in a real kernel of stock tslab: what is seen while it runs, and what an interrupt leaves.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startKernel, type Kernel } from "../../src/jupyter/kernel-process";
import { stockKernelSpec } from "../../src/jupyter/kernel-spec";
import type { Message } from "../../src/jupyter/messages";
import type { CodeCell, MimeBundle } from "../../src/jupyter/nbformat";
import { OutputCollector } from "../../src/jupyter/outputs";

const BUILT = join(__dirname, "..", "..");

// The runner has no way to interrupt a kernel there.
const skip = process.platform === "win32" ? "no SIGINT on Windows" : false;

describe("live training in stock tslab", { skip }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await startKernel(stockKernelSpec(), tmpdir());
    await run(`
      const notebook = require(${JSON.stringify(join(BUILT, "src", "notebook"))});
      const { runSpec } = require(${JSON.stringify(join(BUILT, "src", "training"))});
      const { smallFeatures } = require(${JSON.stringify(join(BUILT, "test", "training", "helpers"))});
      const features = smallFeatures();
      const long = await runSpec(features, { schedule: 0.1, epochs: 200000 });
      const short = await runSpec(features, { schedule: 0.1, epochs: 2 });`);
  });
  after(() => kernel.stop({ force: true }));

  /** Runs a cell, and `then` once, at a message that shows something; its outputs as a front end has them, and what came. */
  async function run(source: string, then = (): void => undefined, at = 1) {
    const cell: CodeCell = {
      cell_type: "code",
      id: "c",
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    };
    const collector = new OutputCollector();
    const messages: Message[] = [];
    kernel.client.onIopub = (message) => {
      if (message.header.msg_type.includes("display_data") && messages.push(message) === at) then();
      collector.apply(cell, message);
    };
    const content = {
      code: source,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
    };
    const reply = await kernel.client.request("execute_request", { ...content, stop_on_error: true });
    // What comes after the reply.
    await kernel.client.request("kernel_info_request", {});
    const printed = cell.outputs
      .flatMap((output) => (output.output_type === "stream" ? output.text : []))
      .join("");
    const shown: MimeBundle[] = [];
    for (const output of cell.outputs) if (output.output_type === "display_data") shown.push(output.data);
    return { status: reply.content.status, printed, shown, messages };
  }

  test("a run that is over at once shows its chart, once", async () => {
    const { status, shown, messages } = await run("await notebook.trainLive(short, features); undefined;");
    assert.equal(status, "ok");
    assert.equal(messages.length, 1);
    assert.ok("application/vnd.vegalite.v5+json" in shown[0] && !("text/html" in shown[0]));
  });

  test("an interrupt stops the run; its cell goes on, the next one has the record, and the one after is whole", async () => {
    const { status, printed, shown, messages } = await run(
      `const stopped = await notebook.trainLive(long, features);
       console.log("after it", stopped.record.status, stopped.record.steps > 0, process.listenerCount("SIGINT"));`,
      () => kernel.interrupt(),
    );
    assert.equal(status, "ok");
    assert.equal(printed, "after it interrupted true 1\n", "tslab's own listener is back");
    assert.ok("text/html" in (messages[0].content.data as object), "it was seen running");
    assert.equal(shown.length, 1, "one output, changed in place");
    assert.match(String(shown[0]["text/plain"]), /^Is it learning.*\nStopped at step [\d,]+ of 600,000\. /);
    const next = await run(
      "console.log(stopped.record.status); await notebook.trainLive(short, features); undefined",
    );
    assert.equal(next.printed, "interrupted\n");
    assert.doesNotMatch(String(next.shown[0]["text/plain"]), /Stopped/);
  });

  test("two runs at once are two outputs, and one interrupt stops both", async () => {
    const { printed, shown } = await run(
      `const both = await Promise.all(["a", "b"].map((label) => notebook.trainLive(long, features, { label, chart: false })));
       console.log(both.map(({ record }) => record.status).join());`,
      () => kernel.interrupt(),
    );
    assert.equal(printed, "interrupted,interrupted\n");
    assert.deepEqual(
      shown.map((data) => String(data["text/plain"]).replace(/\d.*/, "")),
      ["a: stopped at step ", "b: stopped at step "],
    );
  });

  test("a study that is interrupted says how far it came, and an interrupt of nothing live is the kernel's", async () => {
    const wait =
      "new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))";
    const { status, printed, shown } = await run(
      `await notebook.live("climb", ({ onProgress, signal }: any) => {
         setTimeout(() => onProgress({ done: 3, total: 8 }), 400);
         return ${wait};
       });`,
      () => kernel.interrupt(),
      2,
    );
    assert.equal(status, "error");
    assert.match(printed, /Interrupted: climb: stopped at 3 of 8 runs; run the cell again/);
    assert.equal(shown[0]["text/plain"], "climb: stopped at 3 of 8 runs");
    await new Promise((resolve) => setTimeout(resolve, 300)); // tslab skips what comes within 200 ms of an error
    setTimeout(() => kernel.interrupt(), 500);
    const plain = await run("await new Promise((resolve) => setTimeout(resolve, 5000));");
    assert.match(plain.printed, /Interrupted asynchronously/);
  });
});
