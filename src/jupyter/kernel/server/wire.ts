import { randomUUID } from "node:crypto";
import { decodeMessage, encodeMessage, ProtocolError, type Message } from "../../messages";

/** A message from a client, with the frames that lead back to it. */
export interface Request extends Message {
  identities: readonly Buffer[];
}

const DELIMITER = Buffer.from("<IDS|MSG>");
const PROTOCOL = "5.3";

/** @throws ProtocolError as {@link decodeMessage} does, and where a part is not what a request has */
export function decodeRequest(frames: readonly Buffer[], key: string): Request {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  const message = decodeMessage(frames, key);
  if (!isObject(message.header) || !isObject(message.content)) {
    throw new ProtocolError("message whose header or content is no object");
  }
  if (typeof message.header.msg_type !== "string") throw new ProtocolError("message without a type");
  return { ...message, identities: frames.slice(0, Math.max(0, delimiter)) };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A message that answers `parent`, or nobody when that is undefined. */
export function answer(
  session: string,
  parent: Message | undefined,
  type: string,
  content: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): Message {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: parent?.header.username ?? "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL,
    },
    parentHeader: parent?.header ?? {},
    metadata,
    content,
  };
}

/** Frames for a router socket (with identities) or a publisher (with a topic). */
export function encodeFor(prefix: readonly Buffer[], message: Message, key: string): Buffer[] {
  return [...prefix, ...encodeMessage(message, key)];
}
