import type { Notebook } from "./nbformat";

/** A recipe's conclusion in one line, displayed under this MIME type beside what readers see. */
export const FINDING_MIME = "application/vnd.lr-lab.finding+json";

/** What a recipe found. */
export interface Finding {
  kind: "finding";
  title: string;
  /** What was chosen, such as a learning rate. */
  chosen: string;
  /** The numbers that speak for it. */
  evidence: string;
  verdict?: string;
}

/** The data of every output of MIME type {@link FINDING_MIME}, in the notebook's order; JSON text is parsed. */
export function collectFindings(notebook: Notebook): unknown[] {
  const findings: unknown[] = [];
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    for (const output of cell.outputs) {
      if (output.output_type !== "display_data" && output.output_type !== "execute_result") continue;
      const data = output.data[FINDING_MIME];
      if (data !== undefined) findings.push(typeof data === "string" ? parsed(data) : data);
    }
  }
  return findings;
}

/** True for a value of the right shape; findings come from notebooks and so from anyone. */
export function isFinding(value: unknown): value is Finding {
  if (typeof value !== "object" || value === null) return false;
  const { kind, title, chosen, evidence, verdict } = value as Record<string, unknown>;
  return (
    kind === "finding" &&
    [title, chosen, evidence].every((text) => typeof text === "string") &&
    (verdict === undefined || typeof verdict === "string")
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
