import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import type { RunRecord } from "../../src/training";
import { decodeHead, decodeRun } from "../../src/tuning/store/decode-run";
import { encodeRun } from "../../src/tuning/store/encode-run";
import { inputError } from "../data/fixtures";
import { recordOf } from "./store-records";

describe("the file of a run", () => {
  test("random records come back as they were, and give the same bytes again", () => {
    for (let seed = 0; seed < 100; seed++) {
      const record = recordOf(seed, 200);
      const bytes = encodeRun(record);
      const back = decodeRun(bytes);
      assert.deepStrictEqual(back, record); // strict: NaN equals NaN, -0 is not 0
      assert.deepEqual(encodeRun(back), bytes);
    }
  });

  test("is what the layout says, read by hand", () => {
    const record = recordOf(2);
    const bytes = Buffer.from(encodeRun(record));
    assert.equal(bytes.toString("latin1", 0, 8), "LRLABRUN");
    assert.equal(bytes.readUInt32LE(8), 1);
    const columnsAt = 48 + bytes.readUInt32LE(12);
    const rest = createHash("sha256").update(bytes.subarray(0, 16)).update(bytes.subarray(48));
    assert.equal(bytes.subarray(16, 48).toString("hex"), rest.digest("hex"));
    const header = JSON.parse(bytes.toString("utf8", 48, columnsAt)) as {
      id: string;
      columns: [string, string, number][];
    };
    assert.equal(header.id, record.id);
    const widths: Record<string, number> = { float64: 8, float32: 4, uint16: 2, uint32: 4 };
    let at = columnsAt;
    const starts = new Map<string, number>();
    for (const [name, type, length] of header.columns) {
      starts.set(name, at);
      at += widths[type] * length;
    }
    assert.equal(at, bytes.length);
    const losses = record.curve.loss.map((_, i) => bytes.readFloatLE(starts.get("curve.loss")! + 4 * i));
    assert.deepStrictEqual(losses, record.curve.loss);
    const last = bytes.readDoubleLE(starts.get("evaluations.validation.macroF1")! + 8 * 2);
    assert.equal(last, record.evaluations[2].validation.macroF1);
    const labels = record.predictions.train.map((_, i) =>
      bytes.readUInt16LE(starts.get("predictions.train")! + 2 * i),
    );
    assert.deepEqual(labels, record.predictions.train);
    assert.equal(header.columns[14][1], "uint16");
    const wide = encodeRun(recordOf(3));
    assert.match(Buffer.from(wide).toString("latin1", 48, 4000), /"predictions.train","uint32"/);
  });

  test("the order of members and the bits of a NaN change nothing", () => {
    const record = recordOf(5);
    const odd = new Float32Array(new Uint32Array([0xffc12345]).buffer)[0];
    const swap = (values: readonly number[]): number[] => values.map((x) => (Number.isNaN(x) ? odd : x));
    const { curve, spec } = record;
    const other: RunRecord = {
      ...record,
      spec: Object.fromEntries(Object.entries(spec).reverse()) as unknown as RunRecord["spec"],
      curve: { ...curve, loss: swap(curve.loss), rate: swap(curve.rate) },
    };
    assert.ok(curve.loss.some(Number.isNaN));
    assert.deepEqual(encodeRun(other), encodeRun(record));
  });

  test("every flipped byte and every truncation is found", () => {
    const bytes = encodeRun(recordOf(1, 6));
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 0x80, 0xff]) {
        const damaged = Uint8Array.from(bytes);
        damaged[at] ^= mask;
        assert.throws(() => decodeRun(damaged), inputError("run record"), `byte ${at}`);
      }
      assert.throws(() => decodeRun(bytes.subarray(0, at)), inputError("run record"), `cut at ${at}`);
    }
    assert.throws(() => decodeRun(Buffer.concat([bytes, Buffer.from([0])])), inputError("hash"));
  });

  test("what is whole but wrong is refused, too", () => {
    const bytes = Buffer.from(encodeRun(recordOf(1)));
    const otherVersion = Buffer.from(bytes);
    otherVersion.writeUInt32LE(7, 8);
    assert.throws(() => decodeRun(signed(otherVersion)), inputError("format 7"));
    const header = bytes.toString("utf8", 48, 48 + bytes.readUInt32LE(12));
    const withHeader = (text: string): Buffer => {
      const start = Buffer.from(bytes.subarray(0, 48));
      start.writeUInt32LE(Buffer.byteLength(text), 12);
      const rest = bytes.subarray(48 + bytes.readUInt32LE(12));
      return signed(Buffer.concat([start, Buffer.from(text), rest]));
    };
    assert.deepEqual(decodeRun(withHeader(header)).id, recordOf(1).id, "the way of this test is right");
    assert.throws(
      () => decodeRun(withHeader(header.replace('"batchSize":10', '"batchSize":11'))),
      inputError("id"),
    );
    for (const text of [
      "null",
      "{}",
      header.slice(1),
      header.replace("float64", "float65"),
      header.replace(/float32",\d+/, 'float32",-1'),
      header.replace(/float32",\d+/, 'float32",1e15'),
      header.replace(/float64",3/, 'float64",2'),
      header.replace('"done"', '"won"'),
      header.replace('"version":2', '"version":3'),
    ]) {
      assert.notEqual(text, header);
      assert.throws(() => decodeRun(withHeader(text)), inputError("run record"), text);
    }
  });

  test("the beginning of a file gives all but curve and predictions", () => {
    const record = recordOf(4, 5000);
    const bytes = encodeRun(record);
    const needs = (length: number): number => {
      const head = decodeHead(bytes.subarray(0, length), bytes.length);
      assert.ok("needs" in head);
      return head.needs;
    };
    const header = needs(48);
    const end = needs(header);
    assert.ok(end < bytes.length / 10);
    const head = decodeHead(bytes.subarray(0, end), bytes.length);
    const { curve, predictions, ...rest } = record;
    assert.ok(curve && predictions);
    assert.deepStrictEqual(head, rest);
    assert.throws(() => decodeHead(bytes.subarray(0, end), bytes.length - 1), inputError("bytes"));
    assert.throws(() => decodeHead(bytes.subarray(0, 47), bytes.length), inputError("too early"));
  });

  test("what a file could not give back is refused", () => {
    const record = recordOf(2);
    const { curve, predictions } = record;
    assert.throws(() => encodeRun({ ...record, id: "0".repeat(64) }), inputError("id"));
    assert.throws(
      () => encodeRun({ ...record, curve: { ...curve, rate: [0.1] } }),
      inputError("curve.rate[0]"),
    );
    for (const label of [-1, 0.5, NaN, 2 ** 32]) {
      const wrong = { ...predictions, validation: [0, label] };
      assert.throws(
        () => encodeRun({ ...record, predictions: wrong }),
        inputError("predictions.validation[1]"),
      );
    }
  });
});

/** With the hash that belongs to the bytes. */
function signed(bytes: Buffer): Buffer {
  const hash = createHash("sha256").update(bytes.subarray(0, 16)).update(bytes.subarray(48)).digest();
  hash.copy(bytes, 16);
  return bytes;
}
