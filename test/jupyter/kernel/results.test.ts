// What cells of the project's kernel show: a real kernel, a real client.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, temporaryFolder } from "../helpers";
import { printed, resultOf, startSession } from "./session";

test("the last expression is the cell's result: as text, by its own display, by its kind", async (t) => {
  const { run } = await startSession(t, join(ROOT, "notebooks"));
  assert.deepEqual(resultOf(await run("const a = 20;\na + 22")), { "text/plain": "42" });
  assert.equal(resultOf(await run("const b = 1;")), undefined);
  assert.equal(resultOf(await run("undefined")), undefined);
  assert.deepEqual(resultOf(await run("null")), { "text/plain": "null" });
  const own = await run(
    `({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>1</b>", "image/png": new Uint8Array([1, 2]) }) })`,
  );
  assert.equal(resultOf(own)?.["text/html"], "<b>1</b>");
  assert.equal(resultOf(own)?.["image/png"], "AQI=");
  const chart = await run(
    `import { scheduleChart } from "lr-lab";\nscheduleChart([{ label: "constant", rate: () => 0.1, steps: 10 }])`,
  );
  const data = resultOf(chart);
  assert.equal(typeof data?.["application/vnd.vegalite.v5+json"], "object");
  assert.ok(data !== undefined && ("image/png" in data || "image/svg+xml" in data));
  const plain = await run(`({ kind: "something else", n: 1 })`);
  assert.deepEqual(resultOf(plain), { "text/plain": "{ kind: 'something else', n: 1 }" });
  const pending = await run("await null; new Promise(() => {})");
  assert.match(String(resultOf(pending)?.["text/plain"]), /^Promise \{\s+<pending>\s+\}$/);
});

test("awaits work in every place at the top of a cell", async (t) => {
  const { run } = await startSession(t);
  assert.deepEqual(resultOf(await run("await (Promise.resolve(5))")), { "text/plain": "5" });
  const forAwait = await run(
    "async function* three() { yield 1; yield 2; yield 3; }\nlet sum = 0;\nfor await (const n of three()) sum += n;\nsum",
  );
  assert.deepEqual(resultOf(forAwait), { "text/plain": "6" });
  assert.deepEqual(resultOf(await run("sum + 1")), { "text/plain": "7" });
});

test("text of a loop that never yields is seen while it runs", async (t) => {
  const { run, published } = await startSession(t);
  const seen = new Promise<boolean>((resolve) => {
    const timer = setInterval(() => {
      if (!published.some(({ content }) => content.text === "early\n")) return;
      clearInterval(timer);
      resolve(published.every(({ header }) => header.msg_type !== "execute_result"));
    }, 5);
  });
  const ran = await run(
    `console.log("early");\nconst end = Date.now() + 1000;\nwhile (Date.now() < end);\n"late"`,
  );
  assert.equal(await seen, true);
  assert.equal(ran.status, "ok");
});

test("what a cell shows late goes to that cell, and its late errors too", async (t) => {
  const { run, messagesOf } = await startSession(t);
  const first = await run(`setTimeout(() => console.log("from the first"), 150);
setTimeout(() => { throw new RangeError("in a callback"); }, 200);
(async () => { await new Promise((resolve) => setTimeout(resolve, 250)); throw new TypeError("late"); })();
undefined;`);
  assert.equal(first.status, "ok");
  const second = await run(
    `console.log("second"); await new Promise((resolve) => setTimeout(resolve, 500));`,
  );
  assert.equal(printed(second), "second\n");
  assert.equal(second.status, "ok");
  const late = messagesOf(first.id);
  assert.equal(printed({ messages: late }), "from the first\n");
  const errors = late.filter(({ type }) => type === "error").map(({ content }) => content.ename);
  assert.deepEqual(errors, ["RangeError", "TypeError"]);
});

test("displays of tslab and of the hook: whole bundles, updates in place, clearing", async (t) => {
  const { run } = await startSession(t);
  const shown = await run(`import { display, newDisplay } from "tslab";
display.html("<i>1</i>");
const changing = newDisplay();
changing.text("one");
changing.text("two");`);
  const [once, one, two] = shown.messages;
  assert.deepEqual(once.content.data, { "text/html": "<i>1</i>" });
  assert.deepEqual([one.type, two.type], ["display_data", "update_display_data"]);
  const ids = [one, two].map(({ content }) => (content.transient as { display_id: string }).display_id);
  assert.ok(ids[0] !== "" && ids[0] === ids[1]);
  const cleared = await run(
    `const hook = (globalThis as any)[Symbol.for("lr-lab.kernel")];\nhook.clearOutput(true);\nhook.display({ "text/plain": "x" });`,
  );
  assert.deepEqual(
    cleared.messages.map(({ type, content }) => [type, content.wait]),
    [
      ["clear_output", true],
      ["display_data", undefined],
    ],
  );
});

test("a person's file is found from any folder, and again when it changes; lr-lab comes with the kernel", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "mine.ts"), "export const answer: number = 1;\n");
  const { run } = await startSession(t, folder);
  assert.deepEqual(resultOf(await run(`import { answer } from "./mine";\nanswer`)), { "text/plain": "1" });
  writeFileSync(join(folder, "mine.ts"), "export const answer: number = 2; // changed\n");
  assert.deepEqual(resultOf(await run(`import { answer } from "./mine";\nanswer`)), { "text/plain": "2" });
  assert.deepEqual(resultOf(await run(`import { constant } from "lr-lab";\nconstant({ peak: 0.1 })(3)`)), {
    "text/plain": "0.1",
  });
  const dynamic = await run(`const os = await import("node:os");\ntypeof os.cpus`);
  assert.deepEqual(resultOf(dynamic), { "text/plain": "'function'" });
});
