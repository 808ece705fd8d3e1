import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeMessage, encodeMessage, ProtocolError, request } from "../../src/jupyter/messages";

const KEY = "a0436f6c-1916-498b-8eb9-e81ab9368e84";
const DELIMITER = Buffer.from("<IDS|MSG>");

describe("wire protocol", () => {
  // Signed by Python's hmac module, not by this code.
  const signed = [
    DELIMITER,
    Buffer.from("6b3b890bd0c562341a30f965b057edf4abcaa1dafe800a80e0730ab54449cea2"),
    Buffer.from('{"msg_id":"1","msg_type":"kernel_info_reply"}'),
    Buffer.from("{}"),
    Buffer.from("{}"),
    Buffer.from('{"status":"ok"}'),
  ];

  test("a message signed elsewhere is accepted, with what routing and buffers put around it", () => {
    const frames = [Buffer.from("identity"), Buffer.from("topic"), ...signed, Buffer.from([0, 255])];
    const message = decodeMessage(frames, KEY);
    assert.equal(message.header.msg_type, "kernel_info_reply");
    assert.deepEqual(message.content, { status: "ok" });
    assert.deepEqual(message.parentHeader, {});
  });

  test("a wrong key, a changed part and a missing signature are refused", () => {
    const changed = [...signed.slice(0, 5), Buffer.from('{"status":"OK"}')];
    const unsigned = [DELIMITER, Buffer.from(""), ...signed.slice(2)];
    assert.throws(() => decodeMessage(signed, "another key"), ProtocolError);
    assert.throws(() => decodeMessage(changed, KEY), /wrong signature/);
    assert.throws(() => decodeMessage(unsigned, KEY), /wrong signature/);
  });

  test("frames that are no message are refused", () => {
    assert.throws(() => decodeMessage(signed.slice(1), KEY), /delimiter/);
    assert.throws(() => decodeMessage(signed.slice(0, 4), KEY), /2 parts/);
  });

  test("what is sent can be received, and each request has an id of its own", () => {
    const sent = request("session", "execute_request", { code: 'const s = "ä\u2028☕";' });
    assert.deepEqual(decodeMessage(encodeMessage(sent, KEY), KEY), sent);
    assert.notEqual(request("session", "execute_request", {}).header.msg_id, sent.header.msg_id);
    assert.equal(sent.header.session, "session");
  });
});
