import { decodeMessage, framesBefore, ProtocolError, type Message } from "../../messages";

/** Where a client's messages arrive. */
export type RequestChannel = "shell" | "control" | "stdin";

/** A message from a client, with the frames that lead back to it. */
export interface Request extends Message {
  identities: readonly Buffer[];
  /** Where the answer is awaited. */
  channel: RequestChannel;
}

/** @throws ProtocolError as {@link decodeMessage} does, and where a part is not what a request has */
export function decodeRequest(frames: readonly Buffer[], key: string, channel: RequestChannel): Request {
  const message = decodeMessage(frames, key);
  if (!isObject(message.header) || !isObject(message.content)) {
    throw new ProtocolError("message whose header or content is no object");
  }
  if (typeof message.header.msg_type !== "string") throw new ProtocolError("message without a type");
  return { ...message, identities: framesBefore(frames), channel };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
