import { csvText } from "./csv-text";
import type { Dataset, Message } from "./dataset";

const COLUMNS: readonly [column: string, cell: (message: Message) => string][] = [
  ["id", ({ id }) => id],
  ["text", ({ text }) => text],
  ["intent", ({ intent }) => intent],
  ["clean_intent", ({ cleanIntent }) => cleanIntent ?? ""],
  ["split", ({ split }) => split],
  ["family", ({ family }) => family ?? ""],
  ["slices", ({ slices }) => slices.join(";")],
  ["noise", ({ noise }) => (noise ?? []).join(";")],
];

/** Columns that every message fills; the others are written where any message does. */
const ALWAYS = ["id", "text", "intent", "split"];

/**
 * Labelled messages as CSV text with the project's own column names, so that every command reads it as it is: splits
 * that were made are written down, and what is read from it has the same hash.
 *
 * @example writeFileSync("mended.csv", datasetCsv(dataset));
 */
export function datasetCsv({ messages }: Dataset): string {
  const used = COLUMNS.filter(
    ([column, cell]) => ALWAYS.includes(column) || messages.some((message) => cell(message) !== ""),
  );
  return csvText(
    used.map(([column]) => column),
    messages.map((message) => used.map(([, cell]) => cell(message))),
  );
}
