import { escapeControls } from "../data";
import { finalOf, type RunRecord, type RunSpec } from "../training";
import type { StoredRun } from "../tuning";
import { alignRows, numberWords, scheduleWords } from "./run-words";

const MEASURES = ["loss", "rate", "gradientNorm", "updateRatio", "overshoot"] as const;
const SPLITS = ["train", "validation"] as const;

/** A run for a person to read. */
export function showRun({ record, seconds }: StoredRun): string {
  const { id, spec, status, steps, plannedSteps } = record;
  const took = seconds === null ? "" : `, ${seconds.toFixed(1)} s`;
  return [
    `run       ${id}`,
    `status    ${status}, ${steps} of ${plannedSteps} steps${took}`,
    `schedule  ${scheduleWords(spec)}`,
    "",
    "Spec",
    ...indent(alignRows(specRows(spec), new Set())),
    "",
    ...scoreLines(record),
    "",
    "Curve, over the steps",
    ...indent(
      alignRows(
        [["", "first", "lowest", "median", "highest", "last", "not finite"], ...curveRows(record)],
        NUMBERS,
      ),
    ),
  ].join("\n");
}

const NUMBERS = new Set([1, 2, 3, 4, 5, 6]);

/** Each value of the spec under its dotted path. */
function specRows(spec: RunSpec): string[][] {
  const rows: string[][] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [name, member] of Object.entries(value))
        walk(member, path === "" ? name : `${path}.${name}`);
    } else rows.push([path, typeof value === "string" ? value : JSON.stringify(value)]);
  };
  walk(spec, "");
  return rows.map((row) => row.map(escapeControls));
}

function scoreLines({ evaluations }: RunRecord): string[] {
  if (evaluations.length === 0) return ["No evaluations."];
  const last = finalOf({ evaluations });
  const best = evaluations.reduce((a, b) => (b.validation.macroF1 > a.validation.macroF1 ? b : a));
  const rows = SPLITS.map((split) => {
    const { loss, accuracy, macroF1 } = last[split];
    return [split, ...[loss, accuracy, macroF1].map(numberWords)];
  });
  return [
    `Scores after step ${last.step} (epoch ${numberWords(last.epoch)}), of ${evaluations.length} evaluations`,
    ...indent(alignRows([["", "loss", "accuracy", "macro-F1"], ...rows], NUMBERS)),
    `  highest macro-F1 on validation: ${numberWords(best.validation.macroF1)}, after step ${best.step}`,
  ];
}

function curveRows({ curve }: RunRecord): string[][] {
  return MEASURES.map((measure) => {
    const values = curve[measure];
    if (values.length === 0) return [measure, "-", "-", "-", "-", "-", "-"];
    const finite = Float64Array.from(values.filter(Number.isFinite)).sort();
    const at = (share: number): string =>
      finite.length === 0 ? "-" : numberWords(finite[Math.floor(share * (finite.length - 1))]);
    const [first, last] = [values[0], values[values.length - 1]].map(numberWords);
    return [measure, first, at(0), at(0.5), at(1), last, String(values.length - finite.length)];
  });
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
