import type { CsvTable } from "../data";
import type { TextPrediction } from "../training";

/** The columns that predictions are written to: `intent` and `probability`, or other names where these are taken. */
export function predictionColumns(columns: readonly string[]): [intent: string, probability: string] {
  return [freeName("intent", columns), freeName("probability", columns)];
}

function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const predicted = `predicted_${wanted}`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? predicted : `${predicted}_${n}`;
    if (!taken.includes(name)) return name;
  }
}

/**
 * The table as CSV (RFC 4180, its own delimiter, LF) with two more columns: the intent, and its probability to 6
 * decimals. Cells are quoted where CSV needs it and otherwise left as they are: what a spreadsheet makes of a
 * cell that begins with `=` is not for a copy of the data to change.
 */
export function predictedCsv(
  { columns, rows, delimiter }: CsvTable,
  predictions: readonly TextPrediction[],
): string {
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\n`;
  const body = rows.map(({ cells }, i) => {
    const { intent, probability } = predictions[i];
    return line([...cells, intent, probability.toFixed(6)]);
  });
  return line([...columns, ...predictionColumns(columns)]) + body.join("");
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}
