// Cells that show more than anybody can read: it arrives whole and in order, and an interrupt is heard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { printed, resultOf, startSession, type Session } from "./session";

const HOOK = `const hook = (globalThis as any)[Symbol.for("lr-lab.kernel")];`;

test("lines, one long line and displays come whole and in order", async (t) => {
  const { run } = await startSession(t);
  const lines = await run(`for (let i = 0; i < 2e5; i++) console.log(i);`);
  assert.equal(printed(lines), Array.from({ length: 2e5 }, (_, i) => `${i}\n`).join(""));
  const long = await run(`console.log("x".repeat(2e7));`);
  assert.equal(printed(long).length, 2e7 + 1);
  const { messages } = await run(
    `${HOOK}\nfor (let i = 0; i < 3000; i++) hook.display({ "text/plain": String(i) }, { id: "a", update: i > 0 });`,
  );
  const shown = messages.map(({ content }) => (content.data as Record<string, unknown>)["text/plain"]);
  assert.deepEqual(
    shown,
    Array.from({ length: 3000 }, (_, i) => `${i}`),
  );
});

for (const [what, code] of Object.entries({
  prints: `for (;;) console.log("y");`,
  "updates a display": `${HOOK}\nfor (let i = 0; ; i++) hook.display({ "text/plain": \`\${i}\` }, { id: "a", update: true });`,
  "clears its output": `${HOOK}\nfor (;;) hook.clearOutput();`,
})) {
  test(`a loop that ${what} without end hears of an interrupt`, async (t) => {
    const session = await startSession(t);
    const looping = session.run(code);
    await messagesFrom(session, 1000);
    session.kernel.interrupt();
    const ended = await Promise.race([looping, sleep(10_000, undefined, { ref: false })]);
    assert.equal(ended?.reply.ename, "Interrupted");
    assert.deepEqual(resultOf(await session.run("1")), { "text/plain": "1" });
  });
}

test("what is written as bytes, in parts or encoded, is the text that they stand for", async (t) => {
  const { run } = await startSession(t);
  const parts = `for (const byte of Buffer.from("é😀")) process.stdout.write(Buffer.from([byte]));`;
  const encoded = `process.stdout.write("6869", "hex");\nprocess.stdout.write("ISE=", "base64");`;
  assert.equal(printed(await run(`${parts}\n${encoded}`)), "é😀hi!!");
});

/** Waits for output: so many characters printed, or messages. */
async function messagesFrom({ published }: Session, most: number): Promise<void> {
  const size = () =>
    published.reduce((sum, { content }) => sum + ((content.text as string | undefined)?.length ?? 1), 0);
  while (size() < most) await sleep(10);
}
