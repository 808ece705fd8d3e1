import { assignSplits } from "./assign-splits";
import { contentHash } from "./canonical";
import { checkRows, type SplitRow } from "./checks";
import { resolveColumns, type ColumnOptions, type ColumnRoles } from "./columns";
import { parseCsv, type CsvTable } from "./csv";
import type { Delimiter } from "./delimiter";
import type { Dataset, Message } from "./dataset";
import { labelledRows } from "./rows";
import { byCodeUnit } from "./show-text";

/** How to read a CSV of labelled messages. */
export interface DatasetOptions extends ColumnOptions {
  /** What to call the data set in titles; the file's base name without its ending unless told otherwise. */
  name?: string;
  /** The delimiter, instead of detecting it from the header. */
  delimiter?: Delimiter;
  /** Seed of the splits that have to be made; 0 unless told otherwise. */
  seed?: number;
  /** Distinct messages that an intent needs where splits have to be made; 5 unless told otherwise. */
  minPerIntent?: number;
}

/** A data set and how its file was understood. */
export interface ReadDataset {
  readonly dataset: Dataset;
  readonly table: CsvTable;
  readonly roles: ColumnRoles;
}

/**
 * Labelled messages from CSV text: {@link loadDataset} without the file, pure. Messages keep the order of the
 * rows, and the hash depends on it: training visits rows by position, so another order is another run.
 *
 * @param options.file what to call the source in errors and warnings; "the CSV" unless told otherwise
 * @throws InputError as {@link loadDataset}
 */
export function datasetFromCsv(csv: string, options: DatasetOptions & { file?: string } = {}): Dataset {
  return readDataset(csv, options).dataset;
}

/** As {@link datasetFromCsv}, with what a report tells about the file. */
export function readDataset(csv: string, options: DatasetOptions & { file?: string } = {}): ReadDataset {
  const { file = "the CSV", seed = 0, minPerIntent = 5 } = options;
  const table = parseCsv(csv, { file, delimiter: options.delimiter });
  const { roles, warnings } = resolveColumns(table.columns, options, file);
  const rows = labelledRows(table, roles);
  const made = assignSplits(rows, { seed, minPerIntent, file });
  const settled = rows.map((row, i): SplitRow => ({ ...row, split: made.splits[i] }));
  const messages = settled.map(toMessage);
  const named = { text: table.columns[roles.text], intent: table.columns[roles.intent] };
  const dataset: Dataset = {
    kind: "dataset",
    name: options.name ?? fileName(file).replace(/(?<=.)\.[^.]*$/, ""),
    hash: contentHash(messages),
    intents: [...new Set(messages.map(({ intent }) => intent))].sort(byCodeUnit),
    messages,
    warnings: [...table.warnings, ...warnings, ...made.warnings, ...checkRows(settled, named)].map(
      (said) => ({
        ...said,
        message: `${fileName(file)}: ${said.message}`,
      }),
    ),
  };
  return { dataset, table, roles };
}

/** The message of a row: without its line, and without members that are not there. */
function toMessage({ id, text, intent, split, slices, cleanIntent, family, noise }: SplitRow): Message {
  return {
    id,
    text,
    intent,
    split,
    slices,
    ...(cleanIntent === undefined ? {} : { cleanIntent }),
    ...(family === undefined ? {} : { family }),
    ...(noise === undefined ? {} : { noise }),
  };
}

/** The file without its folders: warnings are shown on pages that are shared. */
function fileName(file: string): string {
  return file.split(/[\\/]/).pop()!;
}
