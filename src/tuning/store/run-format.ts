import type { RunRecord } from "../../training";

/*
 * A run's file, all numbers little-endian:
 *
 *   0   8 bytes   "LRLABRUN"
 *   8   uint32    version of this layout
 *   12  uint32    bytes of the header
 *   16  32 bytes  SHA-256 of all other bytes of the file
 *   48            header: canonical JSON (RFC 8785), UTF-8
 *       ...       the columns in the order in which the header names them, one right after the other
 *
 * The first 48 bytes mean the same in all versions. Evaluations come before the curve, so that a list needs the
 * beginning of a file only. A NaN is always written with the same bits: the same record gives the same bytes.
 */
export const MAGIC = "LRLABRUN";
export const VERSION = 1;
export const HASH_AT = 16;
export const HEADER_AT = 48;

/** Bytes of a number of each type. */
export const WIDTHS = { float64: 8, float32: 4, uint16: 2, uint32: 4 } as const;
export type ColumnType = keyof typeof WIDTHS;

/** Columns of the evaluations (float64): one number each for every evaluation. */
export const EVALUATION_COLUMNS = [
  "step",
  "epoch",
  "rate",
  "train.loss",
  "train.accuracy",
  "train.macroF1",
  "validation.loss",
  "validation.accuracy",
  "validation.macroF1",
] as const;

/** Columns of the curve (float32). */
export const CURVE_COLUMNS = ["loss", "rate", "gradientNorm", "updateRatio", "overshoot"] as const;

/** Columns of the predictions (uint16, or uint32 where a label needs it). */
export const PREDICTION_COLUMNS = ["train", "validation"] as const;

/** The header's JSON; a column is its name, its type and how many numbers it holds. */
export interface RunHeader extends Pick<RunRecord, HeaderField> {
  readonly columns: readonly (readonly [name: string, type: ColumnType, length: number])[];
}
type HeaderField = "kind" | "id" | "spec" | "status" | "steps" | "plannedSteps";

/** What the beginning of a run's file tells. */
export type RunHead = Pick<RunRecord, HeaderField | "evaluations">;
