import { InputError } from "../../errors";
import { runId, type Evaluation, type RunRecord } from "../../training";
import { hashOf } from "./encode-run";
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
  type RunHead,
  type RunHeader,
} from "./run-format";

/**
 * The record in a file's bytes. Everything is checked: the hash over all bytes, the layout, and that the id is the
 * one of the spec.
 *
 * @throws InputError that says what is wrong with the bytes
 */
export function decodeRun(bytes: Uint8Array): RunRecord {
  checkStart(bytes);
  const hash = hashOf(bytes);
  if (hash.some((byte, i) => byte !== bytes[HASH_AT + i])) throw wrong("its content does not match its hash");
  const read = readHead(bytes, bytes.length);
  if ("needs" in read) throw wrong("it ends too early");
  const { head, columns } = read;
  if (head.id !== runId(head.spec)) throw wrong("its id is not that of its spec");
  const curve = (name: (typeof CURVE_COLUMNS)[number]): number[] => columns(`curve.${name}`);
  return {
    ...head,
    curve: {
      loss: curve("loss"),
      rate: curve("rate"),
      gradientNorm: curve("gradientNorm"),
      updateRatio: curve("updateRatio"),
      overshoot: curve("overshoot"),
    },
    predictions: { train: columns("predictions.train"), validation: columns("predictions.validation") },
  };
}

/**
 * What the beginning of a file tells, without its hash being checked: for lists.
 *
 * @param start the first bytes of the file; where they are too few, the answer says how many it `needs`
 * @param size bytes of the whole file
 * @throws InputError for bytes that cannot be the beginning of a run's file of this size
 */
export function decodeHead(start: Uint8Array, size: number): RunHead | { readonly needs: number } {
  const read = readHead(start, size);
  return "needs" in read ? read : read.head;
}

interface Place {
  readonly type: ColumnType;
  readonly length: number;
  readonly at: number;
}

type Read = { readonly head: RunHead; readonly columns: (name: string) => number[] };

function readHead(start: Uint8Array, size: number): Read | { readonly needs: number } {
  checkStart(start);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const columnsAt = HEADER_AT + view.getUint32(12, true);
  if (columnsAt > size) throw wrong("it ends too early");
  if (start.length < columnsAt) return { needs: columnsAt };
  const header = parseHeader(start.subarray(HEADER_AT, columnsAt));
  const places = new Map<string, Place>();
  let at = columnsAt;
  for (const [name, type, length] of header.columns) {
    places.set(name, { type, length, at });
    at += WIDTHS[type] * length;
  }
  if (at !== size) throw wrong(`it holds ${size} bytes where its header names ${at}`);
  const evaluationsEnd = places.get(`curve.${CURVE_COLUMNS[0]}`)!.at;
  if (start.length < evaluationsEnd) return { needs: evaluationsEnd };
  const columns = (name: string): number[] => read(view, places.get(name)!);
  const { kind, id, spec, status, steps, plannedSteps } = header;
  const evaluations = evaluationsOf((name) => columns(`evaluations.${name}`));
  return { head: { kind, id, spec, status, steps, plannedSteps, evaluations }, columns };
}

function checkStart(bytes: Uint8Array): void {
  if (bytes.length < HEADER_AT) throw wrong("it ends too early");
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[i] !== MAGIC.charCodeAt(i)) throw wrong("it is no file of a run");
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (version !== VERSION) throw wrong(`it is written in format ${version}, not in ${VERSION}`);
}

function parseHeader(bytes: Uint8Array): RunHeader {
  let header: Partial<RunHeader> | null;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Partial<RunHeader> | null;
  } catch {
    throw wrong("its header is not JSON");
  }
  const { kind, id, spec, status, steps, plannedSteps, columns } = header ?? {};
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  const sound =
    kind === "run-record" &&
    typeof id === "string" &&
    spec?.kind === "run-spec" &&
    spec.version === 2 &&
    (status === "done" || status === "diverged") &&
    isCount(steps) &&
    isCount(plannedSteps) &&
    Array.isArray(columns) &&
    hasColumns(columns, isCount);
  if (!sound) throw wrong("its header is not that of a run");
  return header as RunHeader;
}

function hasColumns(columns: readonly unknown[], isCount: (value: unknown) => boolean): boolean {
  const wanted = [
    ...EVALUATION_COLUMNS.map((name) => [`evaluations.${name}`, "float64"]),
    ...CURVE_COLUMNS.map((name) => [`curve.${name}`, "float32"]),
    ...PREDICTION_COLUMNS.map((name) => [`predictions.${name}`, "uint16", "uint32"]),
  ];
  if (columns.length !== wanted.length) return false;
  const evaluations = Array.isArray(columns[0]) ? (columns[0] as unknown[])[2] : undefined;
  return wanted.every(([name, ...types], i) => {
    const column = columns[i];
    if (!Array.isArray(column) || column.length !== 3) return false;
    const [itsName, itsType, length] = column as unknown[];
    const fits = i >= EVALUATION_COLUMNS.length || length === evaluations;
    return itsName === name && types.includes(itsType as string) && isCount(length) && fits;
  });
}

function read(view: DataView, { type, length, at }: Place): number[] {
  const width = WIDTHS[type];
  const values = new Array<number>(length);
  for (let i = 0; i < length; i++) {
    const place = at + width * i;
    switch (type) {
      case "float64":
        values[i] = view.getFloat64(place, true);
        break;
      case "float32":
        values[i] = view.getFloat32(place, true);
        break;
      case "uint16":
        values[i] = view.getUint16(place, true);
        break;
      case "uint32":
        values[i] = view.getUint32(place, true);
        break;
    }
  }
  return values;
}

function evaluationsOf(column: (name: (typeof EVALUATION_COLUMNS)[number]) => number[]): Evaluation[] {
  const [epochs, rates] = [column("epoch"), column("rate")];
  const scores = (["train", "validation"] as const).map((split) => {
    const losses = column(`${split}.loss`);
    const accuracies = column(`${split}.accuracy`);
    const macroF1s = column(`${split}.macroF1`);
    return (i: number) => ({ loss: losses[i], accuracy: accuracies[i], macroF1: macroF1s[i] });
  });
  const [train, validation] = scores;
  return column("step").map((step, i) => ({
    ...{ step, epoch: epochs[i], rate: rates[i] },
    train: train(i),
    validation: validation(i),
  }));
}

function wrong(what: string): InputError {
  return new InputError(`run record: ${what}`);
}
