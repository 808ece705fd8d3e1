import { isFinding } from "../findings";
import { escapeHtml } from "./text";

/** A verdict's mark beside its word, so that the colour only repeats what is said. */
const VERDICTS: Readonly<Record<string, string>> = { approve: "✓", reject: "✗", undecided: "?" };

/** Findings as boxes; what is no finding is left out, since findings come from notebooks and so from anyone. */
export function findingsHtml(findings: readonly unknown[]): string {
  return findings
    .filter(isFinding)
    .map(({ title, chosen, evidence, verdict }) => {
      const known = verdict !== undefined && Object.hasOwn(VERDICTS, verdict);
      const kind = known ? ` lr-${verdict}` : "";
      const mark = known ? `<span aria-hidden="true">${VERDICTS[verdict]} </span>` : "";
      const judged =
        verdict === undefined ? "" : ` <strong class="lr-verdict">${mark}${escapeHtml(verdict)}</strong>`;
      return (
        `<div class="lr-finding${kind}"><div>${escapeHtml(title)}${judged}</div>` +
        `<div><strong class="lr-chosen">${escapeHtml(chosen)}</strong></div>` +
        `<div class="lr-evidence">${escapeHtml(evidence)}</div></div>`
      );
    })
    .join("\n");
}
