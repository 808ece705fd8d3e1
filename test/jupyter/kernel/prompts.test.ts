// Questions of cells, and answers that come twice or late. The front end is a real one's sockets: shell and stdin.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer } from "zeromq";
import type { ConnectionInfo } from "../../../src/jupyter/client";
import {
  decodeMessage,
  encodeMessage,
  newMessage,
  request,
  type Message,
} from "../../../src/jupyter/messages";
import { startSession } from "./session";

/** A front end that answers when the test says so. */
async function startReader(t: TestContext) {
  const session = await startSession(t);
  const connection = (session.kernel.client as unknown as { connection: ConnectionInfo }).connection;
  const socket = (port: number) => {
    const dealer = new Dealer({ linger: 0, routingId: "reader", receiveTimeout: 10_000 });
    t.after(() => dealer.close());
    dealer.connect(`tcp://127.0.0.1:${port}`);
    return dealer;
  };
  const [shell, stdin] = [socket(connection.shell_port), socket(connection.stdin_port)];
  const receive = async (from: Dealer) => decodeMessage(await from.receive(), connection.key);
  return {
    ...session,
    start: (code: string) =>
      shell.send(
        encodeMessage(request("reader", "execute_request", { code, allow_stdin: true }), connection.key),
      ),
    reply: async () => (await receive(shell)).content,
    question: () => receive(stdin),
    /** Newer front ends say which question they answer. */
    answer: (value: string, question?: Message) =>
      stdin.send(encodeMessage(newMessage("reader", "input_reply", { value }, question), connection.key)),
  };
}

const THROWS_OTHER = (wanted: string) => `if (answer !== "${wanted}") throw new Error("got " + answer);`;

test("questions in a loop get their answers, a second answer to one is dropped", async (t) => {
  const { start, question, answer, reply } = await startReader(t);
  await start(`for (let i = 0; i < 3; i++) {
  const answer = prompt("n?");
  if (answer !== String(i)) throw new Error("got " + answer);
}`);
  for (let i = 0; i < 3; i++) {
    const asked = await question();
    assert.equal(asked.content.prompt, "n? ");
    await answer(String(i), i === 1 ? undefined : asked);
    if (i !== 1) await answer("again", asked);
  }
  assert.equal((await reply()).status, "ok");
});

test("the answer to a question that was interrupted does not answer a newer one", async (t) => {
  const { start, question, answer, reply, kernel } = await startReader(t);
  await start(`prompt("first?")`);
  const first = await question();
  kernel.interrupt();
  assert.equal((await reply()).ename, "Interrupted");
  await start(`const answer = prompt("second?");\n${THROWS_OTHER("new")}`);
  const second = await question();
  await answer("old", first);
  await answer("new", second);
  const { status, evalue } = await reply();
  assert.deepEqual([status, evalue], ["ok", undefined]);
});

test("a question of a timer after its cell is answered, or interrupted", async (t) => {
  const { start, question, answer, reply, run, kernel } = await startReader(t);
  await start(`let late = "";\nsetTimeout(() => { late = prompt("late?"); }, 50);`);
  assert.equal((await reply()).status, "ok");
  await answer("yes", await question());
  await run("1");
  assert.equal((await run(`if (late !== "yes") throw new Error(late);`)).status, "ok");
  await start(`setTimeout(() => { prompt("never?"); }, 50);`);
  assert.equal((await reply()).status, "ok");
  await question();
  kernel.interrupt();
  const ended = await Promise.race([run("2"), sleep(10_000, undefined, { ref: false })]);
  assert.equal(ended?.status, "ok");
});
