import { SPLITS, type DataWarning, type Split } from "./dataset";
import type { LabelledRow } from "./rows";
import { byCodeUnit, count, listNames, quote, warning } from "./show-text";

/** A message longer than this (UTF-16 units) is called very long. */
export const VERY_LONG = 5000;

/** An intent with one text in this share of its messages or more is called near-constant, from 5 messages on. */
export const NEAR_CONSTANT = 0.8;

/** A row whose split is settled. */
export type SplitRow = LabelledRow & { readonly split: Split };

/**
 * All warnings about rows that read well but may mislead, most serious first.
 *
 * @param columns what the columns of texts and labels are called, for the messages
 */
export function checkRows(
  rows: readonly SplitRow[],
  columns: { readonly text: string; readonly intent: string },
): DataWarning[] {
  const about = (column: string, warnings: DataWarning[]): DataWarning[] =>
    warnings.map((said) => ({ ...said, message: `column ${quote(column)}: ${said.message}` }));
  return [
    ...about(columns.text, duplicateTexts(rows)),
    ...about(columns.intent, missingIntents(rows)),
    ...about(columns.intent, labelVariants(rows)),
    ...about(columns.text, nearConstantIntents(rows)),
    ...about(columns.text, longMessages(rows)),
  ];
}

/** The same text (ends trimmed) in two splits; the same text with two labels. */
function duplicateTexts(rows: readonly SplitRow[]): DataWarning[] {
  const across: SplitRow[][] = [];
  const conflicting: SplitRow[][] = [];
  for (const group of groupBy(rows, ({ text }) => text.trim()).values()) {
    if (new Set(group.map(({ split }) => split)).size > 1) across.push(group);
    if (new Set(group.map(({ intent }) => intent)).size > 1) conflicting.push(group);
  }
  return [
    ...warnIf(
      "duplicate-across-splits",
      across.flat(),
      `${count(across.length, "text")} in more than one split, so that scores flatter: ` +
        "keep each in one split.",
    ),
    ...warnIf(
      "conflicting-labels",
      conflicting.flat(),
      `${count(conflicting.length, "text")} with more than one intent: ` +
        "decide on one, or no model can be right about all of them.",
    ),
  ];
}

/** Intents that a split lacks. Unseen in training is the worst of it: they can never be predicted. */
function missingIntents(rows: readonly SplitRow[]): DataWarning[] {
  const splitsOf = new Map<string, Set<Split>>();
  for (const [intent, group] of groupBy(rows, (row) => row.intent)) {
    splitsOf.set(intent, new Set(group.map(({ split }) => split)));
  }
  return SPLITS.flatMap((split) => {
    const missing = [...splitsOf].filter(([, splits]) => !splits.has(split)).map(([intent]) => intent);
    if (missing.length === 0) return [];
    const names = listNames(missing.sort(byCodeUnit).map((intent) => quote(intent)));
    const affected = rows.filter(({ intent }) => missing.includes(intent));
    const what = `${count(missing.length, "intent")} without ${split} messages (${names})`;
    return split === "train"
      ? warnIf(
          "unseen-intent",
          affected,
          `${what}: a model never predicts what it has not seen; add training messages.`,
        )
      : warnIf(
          "intent-missing-in-split",
          affected,
          `${what}: nothing is known there about how well they are told apart; add some.`,
        );
  });
}

/** Labels that differ only by case or spaces, which are most often one intent. */
function labelVariants(rows: readonly SplitRow[]): DataWarning[] {
  const variants = groupBy(rows, ({ intent }) => fold(intent));
  return [...variants.values()].flatMap((group) => {
    const labels = [...new Set(group.map(({ intent }) => intent))].sort(byCodeUnit);
    if (labels.length === 1) return [];
    const names = listNames(labels.map((label) => quote(label)));
    return warnIf(
      "label-variants",
      group,
      `the labels ${names} differ only by case or spaces and count as ${labels.length} intents: ` +
        "write them alike if they are one.",
    );
  });
}

/** Intents with one and the same text (but for case and spaces) nearly everywhere. */
function nearConstantIntents(rows: readonly SplitRow[]): DataWarning[] {
  return [...groupBy(rows, (row) => row.intent)].flatMap(([intent, group]) => {
    if (group.length < 5) return [];
    const texts = [...groupBy(group, ({ text }) => fold(text)).values()];
    const most = texts.reduce((best, same) => (same.length > best.length ? same : best));
    if (most.length < NEAR_CONSTANT * group.length) return [];
    return warnIf(
      "near-constant-intent",
      most,
      `${most.length} of the ${group.length} messages of the intent ${quote(intent)} have the same ` +
        "text: its score says little; add messages as people write them.",
    );
  });
}

function longMessages(rows: readonly SplitRow[]): DataWarning[] {
  const long = rows.filter(({ text }) => text.length > VERY_LONG);
  return warnIf(
    "very-long-message",
    long,
    `${count(long.length, "message")} of more than ${VERY_LONG} characters: ` +
      "check for a missing quote or a whole thread in one cell.",
  );
}

function warnIf(check: string, rows: readonly SplitRow[], message: string): DataWarning[] {
  if (rows.length === 0) return [];
  return [
    warning(
      check,
      message,
      rows.map(({ line }) => line),
    ),
  ];
}

/** A label or text without what case and spaces make of it. */
export function fold(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
