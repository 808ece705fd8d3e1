import { type Dataset, type DatasetSummary, type Message, SPLITS, summarise } from "../data";
import type { MimeBundle } from "./display";
import { escapeHtml } from "./escape";
import { table, tableHtml } from "./table";

/** A dataset: its summary, its columns with types and counts, and what to know about it. */
export function renderDataset(dataset: Dataset): MimeBundle {
  const summary = summarise(dataset);
  const notes = dataset.warnings.map(({ message }) => message);
  const html = [
    ...summaryHtml(summary),
    tableHtml(table(columnRows(dataset.messages), { caption: "Columns" }), false),
    ...(notes.length > 0
      ? [`<p>To know:</p><ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("")}</ul>`]
      : []),
  ];
  return bundle(html, [...summaryText(summary), ...notes.map((note) => `to know: ${note}`)]);
}

/** A dataset's summary: messages by split, and folded, by intent and slice. */
export function renderSummary(summary: DatasetSummary): MimeBundle {
  return bundle(summaryHtml(summary), summaryText(summary));
}

function bundle(html: readonly string[], text: readonly string[]): MimeBundle {
  return {
    "text/html": `<div class="lr-dataset">${html.join("")}</div>`,
    "text/plain": `${text.join("\n")}\n`,
  };
}

function summaryHtml(summary: DatasetSummary): string[] {
  const { name, hash, intents, slices } = summary;
  const mostFirst = <T extends { total: number }>(rows: readonly T[]) =>
    [...rows].sort((a, b) => b.total - a.total);
  const fold = (title: string, rows: readonly object[]) =>
    rows.length === 0 ? [] : [`<details><summary>${title}</summary>${tableHtml(table(rows))}</details>`];
  return [
    `<p><strong>${escapeHtml(name)}</strong>: ${counted(summary)} ` +
      `<small style="opacity:.7">content ${escapeHtml(hash.slice(0, 12))}</small></p>`,
    tableHtml(table(splitRows(summary), { caption: "Messages by split" }), false),
    ...fold("Messages by intent", mostFirst(intents)),
    ...fold("Messages by slice", mostFirst(slices)),
  ];
}

function summaryText(summary: DatasetSummary): string[] {
  const rows = splitRows(summary).map((row) => Object.entries(row).map(([key, value]) => `${key} ${value}`));
  return [
    `${summary.name}: ${counted(summary)} (content ${summary.hash.slice(0, 12)})`,
    ...rows.map((row) => row.join("\t")),
  ];
}

function counted({ messages, intents }: DatasetSummary): string {
  return `${messages.total.toLocaleString("en-US")} messages, ${intents.length} intents`;
}

function splitRows({ messages, intents, wrongLabels }: DatasetSummary) {
  return SPLITS.map((split) => {
    const counts = intents.map((intent) => intent[split]).filter((n) => n > 0);
    return {
      split,
      messages: messages[split],
      intents: counts.length,
      "rarest intent": counts.length > 0 ? Math.min(...counts) : 0,
      "commonest intent": counts.length > 0 ? Math.max(...counts) : 0,
      ...(wrongLabels && messages[split] > 0
        ? { "wrong labels": `${((100 * wrongLabels[split]) / messages[split]).toFixed(1)}%` }
        : {}),
    };
  });
}

function columnRows(messages: readonly Message[]) {
  const columns: { column: string; type: string; of: (message: Message) => unknown }[] = [
    { column: "id", type: "text", of: ({ id }) => id },
    { column: "text", type: "text", of: ({ text }) => text },
    { column: "intent", type: "category", of: ({ intent }) => intent },
    { column: "split", type: "category", of: ({ split }) => split },
    { column: "slices", type: "categories", of: ({ slices }) => slices.join(";") },
    { column: "clean_intent", type: "category", of: ({ cleanIntent }) => cleanIntent },
    { column: "family", type: "category", of: ({ family }) => family },
    { column: "noise", type: "categories", of: ({ noise }) => noise?.join(";") },
  ];
  return columns.flatMap(({ column, type, of }) => {
    const filled = messages.map(of).filter((value) => value !== undefined && value !== "");
    const missing = messages.length - filled.length;
    return filled.length === 0
      ? []
      : [{ column, type, filled: filled.length, missing, different: new Set(filled).size }];
  });
}
