// What cells throw and show must neither end the kernel nor leave a cell without an answer.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer } from "zeromq";
import type { ConnectionInfo } from "../../../src/jupyter/client";
import { encodeMessage, request, type Message } from "../../../src/jupyter/messages";
import { temporaryFolder } from "../helpers";
import { resultOf, startSession } from "./session";

const HOOK = `const hook = (globalThis as any)[Symbol.for("lr-lab.kernel")];`;

test("what JSON cannot write is an error of the cell that shows it, and what it leaves out is left out", async (t) => {
  const { run } = await startSession(t);
  const big = await run(`${HOOK}\nhook.display({ "application/json": { n: 1n } });`);
  assert.match(String(big.reply.evalue), /serialize a BigInt/);
  const circle = await run(
    `const circle: any = {};\ncircle.self = circle;\nhook.display({ "application/json": circle });`,
  );
  assert.match(String(circle.reply.evalue), /circular structure/);
  const shows = (data: string) =>
    run(`({ [Symbol.for("Jupyter.display")]: () => ({ "application/json": ${data} }) })`);
  assert.match(String((await shows("{ n: 1n }")).reply.evalue), /serialize a BigInt/);
  assert.deepEqual(resultOf(await shows("{ f() {}, n: 1 }"))?.["application/json"], { n: 1 });
  assert.deepEqual(resultOf(await run("1")), { "text/plain": "1" });
});

test("a thrown value that throws when it is looked at is told as far as it can be", async (t) => {
  const { run } = await startSession(t);
  const bad = `() => { throw new Error("a trap"); }`;
  const thrown: [code: string, ename: string, evalue: RegExp][] = [
    [`throw new Proxy({}, { get: ${bad}, getPrototypeOf: ${bad} });`, "Thrown", /^{}$/],
    [`const a = Proxy.revocable({}, {});\na.revoke();\nthrow a.proxy;`, "Thrown", /Revoked|looked at/],
    [`throw Object.defineProperty(new Error("m"), "name", { get: ${bad} });`, "Error", /^m$/],
    [`throw Object.defineProperty(new Error("m"), "message", { get: ${bad} });`, "Error", /looked at/],
    [`throw Object.defineProperty(new Error("m"), "stack", { get: ${bad} });`, "Error", /^m$/],
    [`throw Object.defineProperty(new Error("m"), "cause", { get: ${bad} });`, "Error", /^m$/],
    [`throw Object.assign(new Error(), { message: Object.create(null) });`, "Error", /looked at/],
    [`throw Object.assign(new AggregateError([], "m"), { errors: 5 });`, "AggregateError", /^m$/],
    [`throw { [Symbol.for("nodejs.util.inspect.custom")]: ${bad} };`, "Thrown", /looked at/],
    [`Error.prepareStackTrace = ${bad};\nthrow new Error("m");`, "Error", /^m$/],
  ];
  for (const [code, ename, evalue] of thrown) {
    const { reply } = await run(code);
    assert.equal(reply.ename, ename, code);
    assert.match(String(reply.evalue), evalue, code);
  }
  const late = `new Proxy({}, { get: ${bad}, getPrototypeOf: ${bad} })`;
  const first = await run(
    `Error.prepareStackTrace = undefined;\nsetTimeout(() => { throw ${late}; }, 5);\n1`,
  );
  await sleep(100);
  assert.equal(first.status, "ok");
  assert.deepEqual(resultOf(await run("1")), { "text/plain": "1" });
});

test("a cell that replaces the timers ends, and so do those after it", async (t) => {
  const { run } = await startSession(t);
  const mocked = await run(`import { mock } from "node:test";\nmock.timers.enable();\n1`);
  assert.deepEqual(resultOf(mocked), { "text/plain": "1" });
  assert.deepEqual(resultOf(await run("2")), { "text/plain": "2" });
});

test("messages that are none are dropped: signed ones, but without a header or a content", async (t) => {
  const { run, kernel } = await startSession(t);
  const { shell_port, key } = (kernel.client as unknown as { connection: ConnectionInfo }).connection;
  const socket = new Dealer({ linger: 0 });
  t.after(() => socket.close());
  socket.connect(`tcp://127.0.0.1:${shell_port}`);
  const whole = request("another client", "execute_request", { code: "1" });
  for (const broken of [{ content: null }, { content: [] }, { header: null }, { header: {} }]) {
    await socket.send(encodeMessage({ ...whole, ...broken } as unknown as Message, key));
  }
  await sleep(200);
  assert.deepEqual(resultOf(await run("1")), { "text/plain": "1" });
});

test("a second interrupt of a cell that is about to end by itself does not delay it", async (t) => {
  const { run, kernel } = await startSession(t);
  const working = run(`${HOOK}
let stop = false;
const unlisten = hook.onInterrupt(() => { stop = true; });
while (!stop) await new Promise((resolve) => setTimeout(resolve, 10));
unlisten();
"what it has"`);
  await sleep(600);
  const started = performance.now();
  kernel.interrupt();
  kernel.interrupt();
  assert.deepEqual(resultOf(await working), { "text/plain": "'what it has'" });
  assert.ok(performance.now() - started < 3000);
});

test("code that an earlier cell left listening does not delay the interrupt of a later one", async (t) => {
  const { run, kernel } = await startSession(t);
  await run(`${HOOK}\nhook.onInterrupt(() => {});`);
  const looping = run("for (;;);");
  await sleep(400);
  const started = performance.now();
  kernel.interrupt();
  assert.equal((await looping).reply.ename, "Interrupted");
  assert.ok(performance.now() - started < 3000);
});

for (const [what, code] of Object.entries({
  "a loop": "setTimeout(() => { for (;;); }, 50);",
  "a loop that comes again": "setInterval(() => { for (;;); }, 50);",
  "a loop that no cell's check is in": `setTimeout(new Function("for (;;);") as () => void, 50);`,
})) {
  test(`${what} that a timer starts after its cell is ended by an interrupt while no cell runs`, async (t) => {
    const { run, kernel, ask } = await startSession(t);
    assert.equal((await run(code)).status, "ok");
    await sleep(300);
    kernel.interrupt();
    // Asked for at once: it must not be taken for what is to be stopped.
    const next = await run(`for (const end = Date.now() + 300; Date.now() < end; );\n"goes on"`);
    assert.deepEqual(resultOf(next), { "text/plain": "'goes on'" });
    assert.equal((await ask("is_complete_request", { code: "1" })).status, "complete");
  });
}

test("an interrupt while nothing runs changes nothing", async (t) => {
  const { run, kernel } = await startSession(t);
  await run(`let ticks = 0;\nsetInterval(() => { ticks++; }, 5);`);
  kernel.interrupt();
  await sleep(300);
  assert.deepEqual(resultOf(await run("ticks > 20")), { "text/plain": "true" });
});

test("a cell that was interrupted while it compiled keeps no own file from later cells", async (t) => {
  const folder = temporaryFolder(t);
  const values = Array.from({ length: 2000 }, (_, i) => `export const v${i} = { a: ${i}, b: [${i}] };`);
  writeFileSync(join(folder, "values.ts"), values.join("\n"));
  const { run, kernel } = await startSession(t, folder);
  const code = `import { v7 } from "./values";\nv7.a`;
  const compiling = run(code);
  kernel.interrupt();
  assert.equal((await compiling).reply.ename, "Interrupted");
  assert.deepEqual(resultOf(await run(code)), { "text/plain": "7" });
});

test("a message of megabytes is cut, and says by how much", async (t) => {
  const { run } = await startSession(t);
  const { reply } = await run(`throw new Error("m".repeat(3e6));`);
  assert.match(String(reply.evalue), /^m{20000}[.]{3} [(]2980000 more characters[)]$/);
  assert.ok(JSON.stringify(reply).length < 100_000);
});

test("an interrupt of a cell that compiles is not lost while the main thread is busy with what an earlier one left", async (t) => {
  const { run, kernel, published } = await startSession(t);
  const inputs = () => published.filter(({ header }) => header.msg_type === "execute_input").length;
  // However fast the machine, one of them compiles within the time that the main thread is given to answer.
  for (const names of [10, 50, 100, 200, 400, 800]) {
    await run(`setTimeout(() => { for (const end = Date.now() + 400; Date.now() < end; ); }, 5);`);
    await sleep(20);
    const lines = Array.from({ length: names }, (_, i) => `const a${names}_${i} = [${i}].map((n) => n + 1);`);
    const before = inputs();
    const waiting = run(`${lines.join("\n")}\nawait new Promise(() => {});`);
    while (inputs() === before) await sleep(1);
    kernel.interrupt();
    assert.equal((await waiting).reply.ename, "Interrupted", `${names} names`);
  }
  assert.deepEqual(resultOf(await run("1")), { "text/plain": "1" });
});
