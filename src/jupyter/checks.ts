import { CHECK, type CheckResult } from "../notebook";
import type { CodeCell, Notebook } from "./nbformat";

/** What the checks of a notebook's exercises found, in its order; what has not their shape is left out. */
export function collectChecks({ cells }: Notebook): CheckResult[] {
  return cells.flatMap((cell) => (cell.cell_type === "code" ? checksOf(cell) : []));
}

/** What the checks in one cell found. */
export function checksOf({ outputs }: CodeCell): CheckResult[] {
  return outputs.flatMap((output) => {
    if (output.output_type !== "display_data") return [];
    const found = output.data[CHECK];
    return isCheck(found) ? [found] : [];
  });
}

/** Outputs come from notebooks, and so from anyone. */
function isCheck(value: unknown): value is CheckResult {
  if (typeof value !== "object" || value === null) return false;
  const { kind, title, passed, failed, hint } = value as Record<string, unknown>;
  return (
    kind === "check" &&
    typeof title === "string" &&
    typeof passed === "boolean" &&
    [failed, hint].every((text) => text === undefined || typeof text === "string")
  );
}
