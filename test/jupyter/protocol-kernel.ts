// A kernel that keeps to the messaging protocol where stock tslab does not: `error` messages, full error replies,
// "aborted", interrupt_request. Its cells are lines of commands:
//   print TEXT          a line on stdout
//   error NAME MESSAGE  an `error` message and an error reply
//   bare NAME MESSAGE   an error reply alone
//   late NAME MESSAGE   an `error` message for this cell, 30 ms after its `ok`
//   asked               shows what was asked for, as JSON
//   skipped             replies "aborted" the first time, and runs the second time
//   wait                ends with an error when it is interrupted
//   finish              ends well when it is interrupted
// Run as `node protocol-kernel.js CONNECTION_FILE`.
import { readFileSync } from "node:fs";
import { Publisher, Router } from "zeromq";
import type { ConnectionInfo } from "../../src/jupyter/client";
import { decodeMessage, encodeMessage, request, type Message } from "../../src/jupyter/messages";

const connection = JSON.parse(readFileSync(process.argv[2], "utf8")) as ConnectionInfo;
const address = (port: number): string => `tcp://${connection.ip}:${port}`;
const shell = new Router({ linger: 100 });
const control = new Router({ linger: 100 });
const iopub = new Publisher({ linger: 100 });
let interrupted: () => void = () => {};
let count = 0;
const skippedOnce = new Set<string>();

function answer(to: Message, type: string, content: Record<string, unknown>): Message {
  return { ...request("kernel", type, content), parentHeader: to.header };
}
// A zeromq socket takes one send at a time.
let publishing = Promise.resolve();
function publish(to: Message, type: string, content: Record<string, unknown>): Promise<void> {
  const frames = encodeMessage(answer(to, type, content), connection.key);
  return (publishing = publishing.then(() => iopub.send(frames)));
}

async function execute(asked: Message): Promise<Record<string, unknown>> {
  count += 1;
  const code = String(asked.content.code);
  const failed = async (ename: string, evalue: string, silent = false): Promise<Record<string, unknown>> => {
    const error = { ename, evalue, traceback: [`${ename}: ${evalue}`, "    at cell 1:7"] };
    if (!silent) await publish(asked, "error", error);
    return { status: "error", execution_count: count, ...error };
  };
  for (const line of code.split("\n")) {
    const [command, name = "", ...rest] = line.split(" ");
    const text = rest.join(" ");
    if (command === "print")
      await publish(asked, "stream", { name: "stdout", text: `${name} ${text}`.trim() + "\n" });
    if (command === "error") return failed(name, text);
    if (command === "bare") return failed(name, text, true);
    if (command === "late") setTimeout(() => void failed(name, text), 30);
    if (command === "asked") {
      await publish(asked, "execute_result", { data: { "application/json": asked.content }, metadata: {} });
    }
    if (command === "skipped" && !skippedOnce.has(code)) {
      skippedOnce.add(code);
      return { status: "aborted" };
    }
    if (command === "wait" || command === "finish") {
      await new Promise<void>((done) => (interrupted = done));
      if (command === "wait") return failed("Interrupted", "the cell was interrupted");
    }
  }
  return { status: "ok", execution_count: count, user_expressions: {} };
}

async function handle(message: Message): Promise<[string, Record<string, unknown>]> {
  switch (message.header.msg_type) {
    case "execute_request":
      return ["execute_reply", await execute(message)];
    case "interrupt_request":
      interrupted();
      return ["interrupt_reply", { status: "ok" }];
    case "shutdown_request":
      setTimeout(() => process.exit(0), 50);
      return ["shutdown_reply", { status: "ok", restart: false }];
    default:
      return [
        "kernel_info_reply",
        {
          status: "ok",
          implementation: "lr-lab",
          implementation_version: "9.8.7",
          language_info: { name: "typescript", version: "5.0.4" },
        },
      ];
  }
}

async function serve(socket: Router): Promise<void> {
  for await (const frames of socket) {
    const message = decodeMessage(frames, connection.key);
    await publish(message, "status", { execution_state: "busy" });
    const [type, content] = await handle(message);
    await socket.send([frames[0], ...encodeMessage(answer(message, type, content), connection.key)]);
    await publish(message, "status", { execution_state: "idle" });
  }
}

async function main(): Promise<void> {
  await shell.bind(address(connection.shell_port));
  await control.bind(address(connection.control_port));
  await iopub.bind(address(connection.iopub_port));
  void serve(shell);
  void serve(control);
}

void main();
