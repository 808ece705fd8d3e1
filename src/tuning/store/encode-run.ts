import { sha256 } from "@noble/hashes/sha2";
import { canonicalJson } from "../../data";
import { InputError } from "../../errors";
import { runId, type Evaluation, type RunRecord } from "../../training";
import {
  CURVE_COLUMNS,
  EVALUATION_COLUMNS,
  HASH_AT,
  HEADER_AT,
  MAGIC,
  PREDICTION_COLUMNS,
  VERSION,
  WIDTHS,
  type ColumnType,
  type RunHeader,
} from "./run-format";

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: ArrayLike<number>;
}

/**
 * A record as the bytes of its file (see run-format.ts). A pure function: the same record gives the same bytes on
 * every machine. NaN, the infinities and -0 survive.
 *
 * @throws InputError where the run was interrupted, the id is not the spec's, a curve's value is not a float32, or a
 *   label is none
 * @example decodeRun(encodeRun(record)) // equals record
 */
export function encodeRun(record: RunRecord): Uint8Array {
  const { kind, id, spec, status, steps, plannedSteps } = record;
  if (status === "interrupted") {
    throw new InputError(
      `run ${id}: was stopped at step ${steps} of ${plannedSteps}, and its id is that of the whole run; train it to its end to keep it`,
    );
  }
  if (id !== runId(spec)) throw new InputError(`run record: the id ${id} is not that of its spec`);
  const columns = columnsOf(record);
  const header: RunHeader = {
    ...{ kind, id, spec, status, steps, plannedSteps },
    columns: columns.map(({ name, type, values }) => [name, type, values.length]),
  };
  const text = new TextEncoder().encode(canonicalJson(header));
  const size = columns.reduce((sum, { type, values }) => sum + WIDTHS[type] * values.length, 0);
  const bytes = new Uint8Array(HEADER_AT + text.length + size);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, VERSION, true);
  view.setUint32(12, text.length, true);
  bytes.set(text, HEADER_AT);
  let at = HEADER_AT + text.length;
  for (const column of columns) at = write(view, at, column);
  bytes.set(hashOf(bytes), HASH_AT);
  return bytes;
}

/** SHA-256 of a file's bytes, all but those of the hash itself. */
export function hashOf(bytes: Uint8Array): Uint8Array {
  return sha256.create().update(bytes.subarray(0, HASH_AT)).update(bytes.subarray(HEADER_AT)).digest();
}

function columnsOf({ evaluations, curve, predictions }: RunRecord): Column[] {
  return [
    ...EVALUATION_COLUMNS.map((name): Column => {
      const values = evaluations.map((evaluation) => numberAt(evaluation, name));
      return { name: `evaluations.${name}`, type: "float64", values };
    }),
    ...CURVE_COLUMNS.map((name): Column => {
      const values: ArrayLike<number> = curve[name];
      for (let i = 0; i < values.length; i++) {
        if (!Object.is(Math.fround(values[i]), values[i])) {
          throw new InputError(`run record: curve.${name}[${i}] must be a float32, found ${values[i]}`);
        }
      }
      return { name: `curve.${name}`, type: "float32", values };
    }),
    ...PREDICTION_COLUMNS.map((name): Column => {
      const values: ArrayLike<number> = predictions[name];
      let highest = 0;
      for (let i = 0; i < values.length; i++) {
        if (values[i] !== values[i] >>> 0) {
          throw new InputError(`run record: predictions.${name}[${i}] must be a label, found ${values[i]}`);
        }
        highest = Math.max(highest, values[i]);
      }
      return { name: `predictions.${name}`, type: highest < 2 ** 16 ? "uint16" : "uint32", values };
    }),
  ];
}

function numberAt(evaluation: Evaluation, name: (typeof EVALUATION_COLUMNS)[number]): number {
  switch (name) {
    case "step":
    case "epoch":
    case "rate":
      return evaluation[name];
    default: {
      const [split, score] = name.split(".") as ["train" | "validation", "loss" | "accuracy" | "macroF1"];
      return evaluation[split][score];
    }
  }
}

/** Writes a column's numbers; returns where the next one begins. */
function write(view: DataView, start: number, { type, values }: Column): number {
  const width = WIDTHS[type];
  for (let i = 0; i < values.length; i++) {
    const [at, value] = [start + i * width, values[i]];
    switch (type) {
      case "float64":
        // Which bits a NaN has is up to the machine, unless they are written by hand.
        if (Number.isNaN(value)) view.setBigUint64(at, 0x7ff8000000000000n, true);
        else view.setFloat64(at, value, true);
        break;
      case "float32":
        if (Number.isNaN(value)) view.setUint32(at, 0x7fc00000, true);
        else view.setFloat32(at, value, true);
        break;
      case "uint16":
        view.setUint16(at, value, true);
        break;
      case "uint32":
        view.setUint32(at, value, true);
        break;
    }
  }
  return start + width * values.length;
}
