import type { ListedRun } from "../tuning";
import {
  alignRows,
  modelWords,
  numberWords,
  optimizerWords,
  scheduleWords,
  seedWords,
  sizeWords,
} from "./run-words";

/** A line of `lr-lab runs list`. */
export type RunRow = readonly string[];

const HEADS = ["id", "status", "seed", "macro-F1", "steps", "size", "model", "optimizer", "schedule"];
/** The columns of numbers. */
const RIGHT = new Set([2, 3, 4, 5]);
/** Digits of an id: enough to tell a million runs apart. */
const DIGITS = 12;

export const runsTable = {
  /** The macro-F1 is that of the last evaluation on validation; steps say how many of how many where it ended early. */
  row({ id, bytes, head }: ListedRun): RunRow {
    const [short, size] = [id.slice(0, DIGITS), sizeWords(bytes)];
    if (head === null) return [short, "damaged", "-", "-", "-", size, "-", "-", "-"];
    const { spec, status, steps, plannedSteps, evaluations } = head;
    const last = evaluations[evaluations.length - 1];
    return [
      short,
      status,
      seedWords(spec),
      last ? numberWords(last.validation.macroF1) : "-",
      steps === plannedSteps ? `${steps}` : `${steps}/${plannedSteps}`,
      size,
      modelWords(spec),
      optimizerWords(spec),
      scheduleWords(spec),
    ];
  },
  text(rows: readonly RunRow[]): string {
    return alignRows([HEADS, ...rows], RIGHT).join("\n");
  },
};
