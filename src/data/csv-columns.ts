import { parseCsv } from "./csv";
import { readText } from "./files";
import { quote } from "./show-text";
import { parseSplit } from "./split-names";

/** A column of a CSV, before anyone has said what it holds. */
export interface CsvColumn {
  readonly column: string;
  /** Cells that are not empty, and how many different ones. */
  readonly filled: number;
  readonly different: number;
  /** The three most frequent cells, in quotes, long ones cut; the first in the file of equals. */
  readonly examples: readonly string[];
  /** What it could be, from its cells alone; null where they do not tell. */
  readonly couldBe: "text" | "intent" | "split" | null;
}

/** Words that a message has on average, and a label has not. */
const WORDS = 3;
/** A label stands at least this many times on average. */
const REPEATED = 5;

/**
 * What the columns of a CSV hold, to find the one with the messages, with the labels and with the splits in a file that
 * somebody else made. A column could be the split where all its cells are names of splits; the text where cells have 3
 * words or more on average and half of them or more are different; the intent where there are two different ones or
 * more, each 5 times or more on average.
 *
 * @throws InputError as `loadDataset`, where the file is no CSV
 * @example (await csvColumns("export.csv")).find(({ couldBe }) => couldBe === "split")?.column
 */
export async function csvColumns(file: string): Promise<CsvColumn[]> {
  return columnsOf(await readText(file), file);
}

/** As {@link csvColumns}, of text. */
export function columnsOf(csv: string, file: string): CsvColumn[] {
  const { columns, rows } = parseCsv(csv, { file });
  return columns.map((column, c): CsvColumn => {
    const cells = rows.map(({ cells }) => cells[c].trim()).filter((cell) => cell !== "");
    const counts = new Map<string, number>();
    for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    return {
      column,
      filled: cells.length,
      different: counts.size,
      examples: frequent.map(([cell]) => quote(cell, 60)),
      couldBe: couldBe(cells, counts.size),
    };
  });
}

function couldBe(cells: readonly string[], different: number): CsvColumn["couldBe"] {
  if (cells.length === 0) return null;
  if (cells.every((cell) => parseSplit(cell) !== null)) return "split";
  const words = cells.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0) / cells.length;
  if (words >= WORDS && 2 * different >= cells.length) return "text";
  return different >= 2 && cells.length >= REPEATED * different ? "intent" : null;
}
