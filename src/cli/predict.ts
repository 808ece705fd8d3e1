import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { decodeUtf8, escapeControls, listLines, parseCsv, quote, readText, type CsvTable } from "../data";
import { InputError } from "../errors";
import { writeText } from "../jupyter";
import { predictTexts, type ServedModel, type TextPrediction } from "../training";
import { withJsonErrors } from "./json-errors";
import { predictedCsv, predictionColumns } from "./predicted-csv";
import { readModel } from "./read-model";
import { countWords, jsonText } from "./run-words";

interface Options {
  text?: string;
  out?: string;
  json?: boolean;
}

const TOP = 3;
const UNKNOWN = "the model knows no word of it: this is what it says of an empty message";

/** `lr-lab predict`: a model that `lr-lab export` wrote, asked about a text or about every row of a CSV. */
export function predictCommand(): Command {
  return new Command("predict")
    .description("Label a text, or every row of a CSV, with an exported model.")
    .argument("<model>", "folder that lr-lab export wrote")
    .argument("[text|csv]", "a text; a CSV file; or - for a CSV on standard input (default)")
    .option("--text <column>", 'column of the messages (default: "text")')
    .option("--out <file>", "write the CSV with its predictions to this file (default: stdout)")
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((model: string, input: string | undefined, options: Options) =>
      withJsonErrors(options.json, () => predict(model, input, options)),
    );
}

async function predict(folder: string, input: string | undefined, options: Options): Promise<void> {
  const file = input === undefined || input === "-" ? "-" : isCsv(input) ? input : null;
  if (file === null && (options.out !== undefined || options.text !== undefined)) {
    throw new InputError(`predict: --text and --out are for a CSV, and ${quote(input as string)} is no file`);
  }
  const model = readModel(folder);
  if (file === null) sayText(model, input as string, options);
  else await labelCsv(model, file, options);
}

/** A file, or what is called like one: a misspelt name must not be labelled as a message. */
function isCsv(input: string): boolean {
  if (/^\S+\.(csv|tsv)$/i.test(input)) return true;
  try {
    return statSync(input, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false; // A text that no path can be, such as a long one.
  }
}

function sayText(model: ServedModel, text: string, { json }: Options): void {
  const { intent, probability, ranking, known } = predictTexts(model, [text])[0];
  const top = ranking.slice(0, TOP);
  if (json)
    return console.log(jsonText({ ok: true, model: model.run, text, intent, probability, top, known }, 2));
  const shown = top.map((one) => `${one.probability.toFixed(3)}  ${escapeControls(one.intent)}`);
  const lines = [
    `intent       ${escapeControls(intent)}`,
    `probability  ${probability.toFixed(3)}`,
    ...shown.map((line, i) => `${(i === 0 ? `top ${shown.length}` : "").padEnd(13)}${line}`),
    ...(known ? [] : [`note         ${UNKNOWN}`]),
  ];
  console.log(lines.join("\n"));
}

async function labelCsv(model: ServedModel, file: string, options: Options): Promise<void> {
  const { out, json } = options;
  if (out !== undefined && file !== "-" && resolve(out) === resolve(file)) {
    throw new InputError(`predict: --out ${out} is the CSV that is read; name another file`);
  }
  const name = file === "-" ? "standard input" : file;
  const table = parseCsv(file === "-" ? await readStdin() : await readText(file), { file: name });
  const column = textColumn(table, options.text);
  const predictions = predictTexts(
    model,
    table.rows.map(({ cells }) => cells[column]),
  );
  const csv = out === undefined && json ? null : predictedCsv(table, predictions);
  if (out !== undefined) writeText(out, csv as string);
  if (json) console.log(jsonText(document(model, name, out, table, predictions), 2));
  else if (out === undefined) console.log(forStdout((csv as string).slice(0, -1)));
  if (!json) console.error(report(name, out, table, predictions));
}

function textColumn({ columns, file }: CsvTable, wanted = "text"): number {
  const found = columns.indexOf(wanted.trim());
  if (found !== -1) return found;
  const names = columns.map((column) => quote(column)).join(", ");
  throw new InputError(
    `${file}: no column ${quote(wanted)}; the columns are ${names}; say which has the messages (--text)`,
  );
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) throw new InputError("predict: say a text or a CSV file, or pipe a CSV in");
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decodeUtf8(Buffer.concat(chunks), "standard input");
}

/** What a terminal shows must not steer it; a file or a pipe gets the CSV as it is. */
function forStdout(csv: string): string {
  if (!process.stdout.isTTY) return csv;
  return csv
    .split("\n")
    .map((line) => line.split("\t").map(escapeControls).join("\t"))
    .join("\n");
}

function document(
  { run }: ServedModel,
  file: string,
  out: string | undefined,
  { columns, rows }: CsvTable,
  predictions: readonly TextPrediction[],
): object {
  return {
    ok: true,
    model: run,
    file,
    out: out ?? null,
    columns: predictionColumns(columns),
    predictions: predictions.map(({ intent, probability, known }, i) => ({
      line: rows[i].line,
      intent,
      probability,
      known,
    })),
  };
}

function report(
  file: string,
  out: string | undefined,
  { columns, rows }: CsvTable,
  predictions: readonly TextPrediction[],
): string {
  const unknown = rows.filter((_, i) => !predictions[i].known).map(({ line }) => line);
  const [intent, probability] = predictionColumns(columns);
  const where = out === undefined ? "" : `, in ${out}`;
  const lines = [
    `${file}: ${countWords(rows.length, "message")} labelled, columns ${intent} and ${probability}${where}`,
  ];
  if (unknown.length > 0) lines.push(`${listLines(unknown, 20)}: ${UNKNOWN}`);
  return escapeLines(lines);
}

function escapeLines(lines: readonly string[]): string {
  return lines.map(escapeControls).join("\n");
}
