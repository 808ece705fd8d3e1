import type { TestContext } from "node:test";
import { startKernel, type Kernel } from "../../../src/jupyter/kernel-process";
import { ownKernelSpec } from "../../../src/jupyter/kernel-spec";
import type { Message } from "../../../src/jupyter/messages";
import { temporaryFolder } from "../helpers";

/** What a cell's request brought, `status` and `execute_input` left out of `messages`. */
export interface Ran {
  /** Id of the request. */
  id: string;
  status: unknown;
  reply: Record<string, unknown>;
  messages: { type: string; content: Record<string, unknown> }[];
}

/** A real kernel of this project, with everything that it publishes. */
export interface Session {
  kernel: Kernel;
  /** All iopub messages so far. */
  published: Message[];
  /** Runs a cell; resolves when its reply and its idle have come. */
  run(code: string, options?: Record<string, unknown>): Promise<Ran>;
  /** Types of a request's messages that came by now. */
  messagesOf(id: string): Ran["messages"];
  ask(type: string, content: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** Starts the kernel in a folder, by default an empty one, and stops it after the test. */
export async function startSession(t: TestContext, folder = temporaryFolder(t)): Promise<Session> {
  const kernel = await startKernel(ownKernelSpec(), folder);
  t.after(() => kernel.stop({ force: true }));
  const published: Message[] = [];
  kernel.client.onIopub = (message) => published.push(message);
  const messagesOf = (id: string) =>
    published
      .filter(({ parentHeader, header }) => parentHeader.msg_id === id && header.msg_type !== "status")
      .filter(({ header }) => header.msg_type !== "execute_input")
      .map(({ header, content }) => ({ type: header.msg_type, content }));
  return {
    kernel,
    published,
    messagesOf,
    async run(code, options = {}) {
      let id = "";
      const content = { ...{ code, silent: false, store_history: true, user_expressions: {} }, ...options };
      const reply = await kernel.client.request(
        "execute_request",
        { allow_stdin: false, stop_on_error: true, ...content },
        { onSent: (sent) => (id = sent) },
      );
      return { id, status: reply.content.status, reply: reply.content, messages: messagesOf(id) };
    },
    async ask(type, content) {
      return (await kernel.client.request(type, content)).content;
    },
  };
}

/** The text of a cell's streams. */
export function printed({ messages }: Pick<Ran, "messages">): string {
  return messages
    .filter(({ type }) => type === "stream")
    .map(({ content }) => String(content.text))
    .join("");
}

/** The data of a cell's result. */
export function resultOf({ messages }: Pick<Ran, "messages">): Record<string, unknown> | undefined {
  return messages.find(({ type }) => type === "execute_result")?.content.data as
    | Record<string, unknown>
    | undefined;
}
