import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/**
 * One message of the Jupyter wire protocol.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export interface Message {
  header: MessageHeader;
  /** Header of the request that caused this message; `{}` when there is none. */
  parentHeader: Partial<MessageHeader>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
}

export interface MessageHeader {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** A frame sequence that is not a valid message: no delimiter, wrong signature, unreadable JSON. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

const DELIMITER = Buffer.from("<IDS|MSG>");

/** A message with a fresh id: a request, or what answers `parent`, in the name of whoever asked. */
export function newMessage(
  session: string,
  type: string,
  content: Record<string, unknown>,
  parent?: Message,
): Message {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: parent?.header.username ?? "lr-lab",
      date: new Date().toISOString(),
      version: "5.3",
    },
    parentHeader: parent?.header ?? {},
    metadata: {},
    content,
  };
}

/** A request with a fresh id. */
export function request(session: string, type: string, content: Record<string, unknown>): Message {
  return newMessage(session, type, content);
}

/** The frames before a message's delimiter: routing identities, iopub topics. */
export function framesBefore(frames: readonly Buffer[]): Buffer[] {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  return frames.slice(0, Math.max(0, delimiter));
}

/** Frames of a message: delimiter, signature, header, parent header, metadata, content. */
export function encodeMessage(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [DELIMITER, Buffer.from(signature(parts, key)), ...parts];
}

/**
 * The message in received frames; frames before the delimiter (routing identities, iopub topics) and binary
 * buffers after the content are skipped.
 *
 * @throws ProtocolError when the signature does not match: the sender does not know the key.
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (delimiter < 0) throw new ProtocolError("message without <IDS|MSG> delimiter");
  const parts = frames.slice(delimiter + 2);
  if (parts.length < 4) throw new ProtocolError(`message with ${parts.length} parts instead of 4`);
  const found = frames[delimiter + 1];
  // jupyter_client signs the first four parts only; tslab signs buffers too, but never sends any.
  const wanted = Buffer.from(signature(parts.slice(0, 4), key));
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) {
    throw new ProtocolError("message with a wrong signature");
  }
  try {
    const [header, parentHeader, metadata, content] = parts
      .slice(0, 4)
      .map((part) => JSON.parse(part.toString("utf8")));
    return { header, parentHeader: parentHeader ?? {}, metadata, content };
  } catch (error) {
    throw new ProtocolError(`message with unreadable JSON: ${(error as Error).message}`);
  }
}

/** HMAC-SHA256 over the parts, in lower-case hex; an empty key means no signing, as the protocol has it. */
function signature(parts: readonly Buffer[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
