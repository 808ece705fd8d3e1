import { displayTarget, type MimeBundle } from "./display";
import { escapeHtml } from "./escape";

/** What a recipe found: the choice, and what it rests on. */
export interface Finding {
  readonly kind: "finding";
  /** What was to be found. */
  readonly title: string;
  /** What was chosen, e.g. "cosine, peak 0.5". */
  readonly chosen: string;
  /** The numbers that say so, in a sentence. */
  readonly evidence: string;
  /** "approve", "reject" or "undecided", where something was judged. */
  readonly verdict?: string;
}

/** The MIME type by which the runner and exported pages recognise findings. */
export const FINDING = "application/vnd.lr-lab.finding+json";

const VERDICT_COLOURS: Record<string, string> = {
  approve: "#009E73",
  reject: "#D55E00",
  undecided: "#8a8a8a",
};

/**
 * Shows what was found in a highlighted box, which the runner also lists on the terminal and on the index
 * page. Returns nothing, since a kernel prints what a cell's last expression returns.
 *
 * @example
 * finding({ title: "Baseline rate", chosen: "0.3", evidence: "macro-F1 0.86, 8 seeds" })
 */
export function finding(found: Omit<Finding, "kind">): void {
  const { title, chosen, evidence, verdict } = found;
  const whole: Finding = {
    kind: "finding",
    title,
    chosen,
    evidence,
    ...(verdict === undefined ? {} : { verdict }),
  };
  displayTarget().display(renderFinding(whole));
}

/** A finding as HTML, as data for programs, and as text. */
export function renderFinding(found: Finding): MimeBundle {
  const { title, chosen, evidence, verdict } = found;
  const colour = VERDICT_COLOURS[verdict ?? ""] ?? "#0072B2";
  const html =
    `<div class="lr-finding lr-${/^[a-z]+$/.test(verdict ?? "") ? verdict : "found"}" ` +
    `style="border-left:4px solid ${colour};padding:.4em 1em;margin:.5em 0">` +
    `<div>${escapeHtml(title)}${verdict === undefined ? "" : ` <strong class="lr-verdict">${escapeHtml(verdict)}</strong>`}</div>` +
    `<div style="font-size:1.25em"><strong class="lr-chosen">${escapeHtml(chosen)}</strong></div>` +
    `<div class="lr-evidence">${escapeHtml(evidence)}</div></div>`;
  const text = `${title}: ${chosen}${verdict === undefined ? "" : ` (${verdict})`}\n${evidence}`;
  return { "text/html": html, [FINDING]: found, "text/plain": text };
}
