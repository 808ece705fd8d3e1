import { Command } from "commander";
import {
  DELIMITER_NAMES,
  escapeControls,
  generateCsv,
  listLines,
  loadPhraseBank,
  loadWithReport,
  quote,
  SPLITS,
  summarise,
  type DatasetOptions,
  type DatasetSummary,
  type ReadDataset,
  type SplitCounts,
} from "../data";
import { LrLabError } from "../errors";
import { writeText } from "../jupyter";
import { parseSeed, withDataOptions } from "./data-options";

type CheckOptions = Pick<DatasetOptions, "text" | "intent" | "split" | "seed"> & {
  slice?: string[];
  json?: boolean;
};

/** `lr-lab data`: check a CSV of labelled messages, and generate the one that ships with the project. */
export function dataCommand(): Command {
  return new Command("data")
    .description("Check labelled messages, or generate the data that ships with the project.")
    .addCommand(checkCommand())
    .addCommand(generateCommand());
}

function checkCommand(): Command {
  const command = new Command("check")
    .description("Read a CSV as the other commands do and report what is in it and what looks wrong.")
    .argument("<csv>", "file of labelled messages");
  return withDataOptions(command)
    .option("--json", "print one JSON document on stdout and nothing else")
    .action(check);
}

function generateCommand(): Command {
  return new Command("generate")
    .description("Generate the shipped data set from its phrase bank.")
    .option("--seed <n>", "seed of the generator", parseSeed, 1)
    .option("--out <file>", "file to write (default: stdout)")
    .action(({ seed, out }: { seed: number; out?: string }) => {
      const csv = generateCsv(loadPhraseBank(), seed);
      if (out === undefined) process.stdout.write(csv);
      else {
        writeText(out, csv);
        console.error(`${out}: written`);
      }
    });
}

async function check(file: string, { json, ...options }: CheckOptions): Promise<void> {
  try {
    const read = await loadWithReport(file, options);
    const summary = summarise(read.dataset);
    console.log(json ? JSON.stringify(document(file, read, summary), null, 2) : report(file, read, summary));
  } catch (error) {
    if (json && error instanceof LrLabError) {
      console.log(JSON.stringify({ ok: false, file, error: error.message }, null, 2));
    }
    throw error;
  }
}

/** What `--json` prints. */
function document(file: string, { dataset, table, roles }: ReadDataset, summary: DatasetSummary): object {
  return {
    ok: true,
    file,
    delimiter: DELIMITER_NAMES[table.delimiter],
    columns: table.columns,
    used: usedColumns(table.columns, roles),
    summary,
    warnings: dataset.warnings,
  };
}

function report(file: string, { dataset, table, roles }: ReadDataset, summary: DatasetSummary): string {
  const used = usedColumns(table.columns, roles);
  const unused = table.columns.filter((column) => !Object.values(used).flat().includes(column));
  const { min, median, q95, max } = summary.textLength;
  const lines = [
    `${escapeControls(file)}: ${dataset.messages.length} messages, ${dataset.intents.length} intents`,
    `hash       ${dataset.hash}`,
    `delimiter  ${DELIMITER_NAMES[table.delimiter]}`,
    `columns    ${Object.entries(used).map(showUse).join(", ")}`,
    ...(unused.length === 0 ? [] : [`not used   ${unused.map((column) => quote(column)).join(", ")}`]),
    `length     ${min} to ${max} characters, median ${median}, 95% up to ${q95}`,
    "",
    ...countTable([
      ["messages", summary.messages],
      ...(summary.wrongLabels === null ? [] : [["wrong labels", summary.wrongLabels] as const]),
    ]),
    "",
    "Intents",
    ...countTable(summary.intents.map(({ intent, ...counts }) => [quote(intent, 60), counts])),
  ];
  if (summary.slices.length > 0) {
    lines.push("", "Slices", ...countTable(summary.slices.map(({ slice, ...n }) => [quote(slice, 60), n])));
  }
  lines.push("", dataset.warnings.length === 0 ? "No warnings." : `Warnings (${dataset.warnings.length})`);
  for (const { check, message, rows, count } of dataset.warnings) {
    const more = count > rows.length ? `, ${count} in all` : "";
    lines.push(`  ${check}: ${escapeControls(message)}`);
    if (rows.length > 0) lines.push(`    ${listLines(rows, 20)}${more}`);
  }
  return lines.join("\n");
}

function usedColumns(
  columns: readonly string[],
  roles: ReadDataset["roles"],
): Record<string, string | string[]> {
  const { slices, ...single } = roles;
  const used: Record<string, string | string[]> = {};
  for (const [role, column] of Object.entries(single)) if (column !== -1) used[role] = columns[column];
  if (slices.length > 0) used.slices = slices.map(({ column }) => columns[column]);
  return used;
}

function showUse([role, columns]: [string, string | string[]]): string {
  const names = [columns].flat();
  return names.length === 1 && names[0] === role
    ? role
    : `${role} from ${names.map((n) => quote(n)).join(", ")}`;
}

/** Lines of a table: a name, then the counts of each split and in all. */
function countTable(rows: readonly (readonly [string, SplitCounts])[]): string[] {
  const heads = [...SPLITS, "total"] as const;
  const width = Math.max(...rows.map(([name]) => name.length), 12);
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(10)).join("  ")}`;
  return [
    line("", heads),
    ...rows.map(([name, counts]) =>
      line(
        name,
        heads.map((head) => String(counts[head])),
      ),
    ),
  ];
}
