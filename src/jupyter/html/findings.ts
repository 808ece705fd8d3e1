import { isFinding } from "../findings";
import { escapeHtml } from "./text";

const VERDICTS = ["approve", "reject", "undecided"];

/** Findings as boxes; what is no finding is left out, since findings come from notebooks and so from anyone. */
export function findingsHtml(findings: readonly unknown[]): string {
  return findings
    .filter(isFinding)
    .map(({ title, chosen, evidence, verdict }) => {
      const kind = verdict !== undefined && VERDICTS.includes(verdict) ? ` lr-${verdict}` : "";
      const judged =
        verdict === undefined ? "" : ` <strong class="lr-verdict">${escapeHtml(verdict)}</strong>`;
      return (
        `<div class="lr-finding${kind}"><div>${escapeHtml(title)}${judged}</div>` +
        `<div><strong class="lr-chosen">${escapeHtml(chosen)}</strong></div>` +
        `<div class="lr-evidence">${escapeHtml(evidence)}</div></div>`
      );
    })
    .join("\n");
}
