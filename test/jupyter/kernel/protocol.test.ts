// The protocol's other requests, asked of a real kernel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { VERSION } from "../../../src/version";
import { printed, resultOf, startSession } from "./session";

test("kernel_info says what it is", async (t) => {
  const { ask } = await startSession(t);
  const info = await ask("kernel_info_request", {});
  assert.equal(info.implementation, "lr-lab");
  assert.equal(info.implementation_version, VERSION);
  const language = info.language_info as Record<string, unknown>;
  assert.equal(language.name, "typescript");
  assert.equal(language.file_extension, ".ts");
  const { run } = await startSession(t);
  const version = resultOf(await run(`import { versions } from "tslab";\nversions.typescript`));
  assert.deepEqual(version, { "text/plain": `'${String(language.version)}'` });
});

test("completion and inspection answer while a cell keeps the main thread busy; the cursor counts code points", async (t) => {
  const { run, ask, published } = await startSession(t);
  await run(`/** How fast it learns. */\nconst learningRate = 0.1;\nconst text = "a";`);
  const busy = run("const until = Date.now() + 1500;\nwhile (Date.now() < until);");
  const started = performance.now();
  const complete = await ask("complete_request", { code: `"😀"; learningR`, cursor_pos: 14 });
  assert.deepEqual(complete.matches, ["learningRate"]);
  assert.deepEqual([complete.cursor_start, complete.cursor_end], [5, 14]);
  const inspect = await ask("inspect_request", { code: "learningRate", cursor_pos: 3, detail_level: 0 });
  assert.match(
    String((inspect.data as Record<string, string>)["text/plain"]),
    /const learningRate[^]*How fast it learns/,
  );
  await sleep(50); // the cell's state is told once more, after that of the request
  const states = published
    .filter(({ header }) => header.msg_type === "status")
    .map(({ content }) => content.execution_state);
  assert.equal(states.at(-1), "busy", "the kernel still runs a cell, and says so");
  const before = performance.now() - started < 1500;
  assert.equal((await busy).status, "ok");
  assert.ok(before);
});

test("is_complete, history, comm_info, user expressions, silent cells", async (t) => {
  const { run, ask } = await startSession(t);
  assert.equal((await ask("is_complete_request", { code: "const a = 1;" })).status, "complete");
  assert.equal((await ask("is_complete_request", { code: "function f() {" })).status, "incomplete");
  assert.equal((await ask("is_complete_request", { code: "const = 1;" })).status, "invalid");
  await run("const a = 1;");
  await run("a + 1", { silent: true });
  const third = await run("a", { user_expressions: { twice: "a * 2 // doubled", wrong: "nonsense" } });
  const expressions = third.reply.user_expressions as Record<string, { status: string; data?: unknown }>;
  assert.deepEqual(expressions.twice.data, { "text/plain": "2" });
  assert.equal(expressions.wrong.status, "error");
  assert.equal(third.reply.execution_count, 2, "a silent cell does not count");
  const tail = await ask("history_request", { hist_access_type: "tail", n: 1, output: false, raw: true });
  assert.deepEqual(tail.history, [[1, 2, "a"]]);
  const found = await ask("history_request", {
    hist_access_type: "search",
    pattern: "const*",
    output: false,
  });
  assert.deepEqual(found.history, [[1, 1, "const a = 1;"]]);
  assert.deepEqual(await ask("comm_info_request", {}), { status: "ok", comms: {} });
});

test("a cell that is sent on the control channel is answered there", async (t) => {
  const { kernel } = await startSession(t);
  const answer = kernel.client.request("execute_request", { code: "1" }, { channel: "control" });
  const reply = await Promise.race([answer, sleep(10_000, undefined, { ref: false })]);
  assert.equal(reply?.content.status, "ok");
});

test("a cell without a reader cannot ask, and says so", async (t) => {
  const { run } = await startSession(t);
  const asked = await run(`prompt("Your guess?")`);
  assert.match(String(asked.reply.evalue), /cannot ask for input/);
});

test("an interrupted loop runs its finally blocks, says nothing later, and keeps what it made", async (t) => {
  const { run, kernel, messagesOf } = await startSession(t);
  const looping = run(`const kept = 7;\ntry {\n  for (;;);\n} finally {\n  console.log("tidied");\n}`);
  await sleep(600);
  kernel.interrupt();
  const stopped = await looping;
  assert.equal(stopped.status, "error");
  assert.equal(stopped.reply.ename, "Interrupted");
  assert.equal(printed(stopped), "tidied\n");
  assert.deepEqual(resultOf(await run("kept")), { "text/plain": "7" });
  const ticking = run(
    `for (;;) {\n  await new Promise((resolve) => setTimeout(resolve, 20));\n  console.log("tick");\n}`,
  );
  await sleep(600);
  kernel.interrupt();
  const silent = await ticking;
  const before = messagesOf(silent.id).length;
  await sleep(300);
  assert.equal(messagesOf(silent.id).length, before);
});

test("a cell that waits for another process ends with it when it was interrupted, and the next one runs", async (t) => {
  const { run, kernel } = await startSession(t);
  const node = JSON.stringify(process.execPath);
  const waiting = run(
    `import { execFileSync } from "node:child_process";\nexecFileSync(${node}, ["-e", "setTimeout(() => {}, 2500)"]);\n"on";`,
  );
  await sleep(900);
  kernel.interrupt();
  assert.equal((await waiting).reply.ename, "Interrupted");
  assert.deepEqual(resultOf(await run("6")), { "text/plain": "6" });
});

test("a timer of an interrupted cell does not fire any more", async (t) => {
  const { run, kernel } = await startSession(t);
  const waiting = run(`setTimeout(() => { for (;;); }, 900);
setInterval(() => console.log("again"), 300);
await new Promise(() => {});`);
  await sleep(500);
  kernel.interrupt();
  assert.equal((await waiting).reply.ename, "Interrupted");
  const next = await run("await new Promise((resolve) => setTimeout(resolve, 900));\n5");
  assert.deepEqual(resultOf(next), { "text/plain": "5" });
});

test("a cell whose code listens for an interrupt may end by itself with what it has", async (t) => {
  const { run, kernel } = await startSession(t);
  const working = run(`const hook = (globalThis as any)[Symbol.for("lr-lab.kernel")];
let stop = false;
const unlisten = hook.onInterrupt(() => { stop = true; });
let steps = 0;
while (!stop) { steps++; await new Promise((resolve) => setTimeout(resolve, 10)); }
unlisten();
steps > 0`);
  await sleep(600);
  kernel.interrupt();
  const ended = await working;
  assert.equal(ended.status, "ok");
  assert.deepEqual(resultOf(ended), { "text/plain": "true" });
});
