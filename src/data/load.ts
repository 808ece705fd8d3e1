import type { Dataset } from "./dataset";
import { readText } from "./files";
import { readDataset, type DatasetOptions, type ReadDataset } from "./from-csv";

/**
 * Reads labelled messages from a CSV: the project's own (`id,text,intent,clean_intent,split,family,slices,
 * noise`) or a person's. UTF-8; comma, semicolon or tab. A split that is missing is made (see
 * `assignSplits`): stratified by intent, seeded, near-duplicates together. Nothing is guessed silently:
 * what was decided or looks wrong is in `warnings`, with lines.
 *
 * @param file path of the CSV
 * @param options names of columns, seed and name; see {@link DatasetOptions}
 * @throws InputError that names file, line and column, and what to do: not readable, not UTF-8, broken quoting,
 *   ragged rows, a cell over 1 MB, missing or duplicated columns, empty texts or labels, unknown splits,
 *   duplicated ids, no rows, fewer than two intents, intents with too few messages to split
 * @example
 * const dataset = await loadDataset("mine.csv", { text: "message", intent: "topic", slice: "channel" });
 */
export async function loadDataset(file: string, options: DatasetOptions = {}): Promise<Dataset> {
  return (await loadWithReport(file, options)).dataset;
}

/** As {@link loadDataset}, with what a report tells about the file. */
export async function loadWithReport(file: string, options: DatasetOptions = {}): Promise<ReadDataset> {
  return readDataset(await readText(file), { ...options, file });
}
