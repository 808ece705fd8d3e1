import { InputError } from "../errors";
import type { Dataset, Message } from "./dataset";

/**
 * What `lr-lab` needs of a danfo `DataFrame`. Cast to danfo's own type for the rest of its methods; it is not
 * named here because danfo is optional.
 */
export interface Frame {
  readonly columns: string[];
  /** Types of the columns: "string", "int32", "float32", "boolean". */
  readonly dtypes: string[];
  /** Rows and columns. */
  readonly shape: number[];
  /** Row by row; a missing value is null, undefined or NaN. */
  readonly values: unknown[] | unknown[][];
}

/** The first rows of a frame, with each column's type and count, ready to be drawn as a table. */
export interface FrameTable {
  readonly kind: "frame-table";
  /** Rows of the whole frame. */
  readonly total: number;
  /** `present` counts the values that are not missing. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly present: number }[];
  /** The rows shown, as text; null for a missing value. */
  readonly rows: readonly (readonly (string | null)[])[];
}

type Danfo = {
  DataFrame: new (rows: unknown[][], config: { columns: string[]; dtypes: string[] }) => Frame;
};

const COLUMNS: readonly [name: string, cell: (message: Message) => string | undefined][] = [
  ["id", ({ id }) => id],
  ["text", ({ text }) => text],
  ["intent", ({ intent }) => intent],
  ["clean_intent", ({ cleanIntent }) => cleanIntent],
  ["split", ({ split }) => split],
  ["family", ({ family }) => family],
  ["slices", ({ slices }) => slices.join(";")],
  ["noise", ({ noise }) => noise?.join(";")],
];

/**
 * The messages as a danfo `DataFrame`, every column of type "string" (nothing is inferred, so "007" stays), in
 * the order and with the names of the project's CSV. Columns that no message has are left out; where only some
 * have a value, the others are missing. Loads danfojs-node at the first call.
 *
 * @throws InputError when danfojs-node is not installed, with what to install
 * @example const frame = await toFrame(await loadDataset("mine.csv"));
 */
export function toFrame(dataset: Dataset): Promise<Frame> {
  return toFrameWith(dataset, () => import("danfojs-node"));
}

/** {@link toFrame} with danfo from elsewhere; for tests. */
export async function toFrameWith(dataset: Dataset, load: () => Promise<unknown>): Promise<Frame> {
  const { DataFrame } = await danfo(load);
  const used = COLUMNS.filter(([, cell]) => dataset.messages.some((message) => cell(message) !== undefined));
  const rows = dataset.messages.map((message) => used.map(([, cell]) => cell(message) ?? null));
  return new DataFrame(rows, { columns: used.map(([name]) => name), dtypes: used.map(() => "string") });
}

async function danfo(load: () => Promise<unknown>): Promise<Danfo> {
  try {
    return (await load()) as Danfo;
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new InputError(
      `frames need danfojs-node, which could not be loaded (${reason}): run "npm install danfojs-node"; ` +
        "everything but frames works without it",
    );
  }
}

/**
 * A frame's first rows as text, with types and counts. Pure; works on any danfo `DataFrame`.
 *
 * @param options.rows rows to show; 10 unless told otherwise
 */
export function frameTable(frame: Frame, options: { rows?: number } = {}): FrameTable {
  const values = frame.values as unknown[][];
  const isMissing = (value: unknown): boolean =>
    value === null || value === undefined || (typeof value === "number" && Number.isNaN(value));
  return {
    kind: "frame-table",
    total: frame.shape[0],
    columns: frame.columns.map((name, i) => ({
      name,
      type: frame.dtypes[i],
      present: values.filter((row) => !isMissing(row[i])).length,
    })),
    rows: values
      .slice(0, options.rows ?? 10)
      .map((row) => row.map((value) => (isMissing(value) ? null : String(value)))),
  };
}
