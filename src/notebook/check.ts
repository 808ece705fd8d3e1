import { displayTarget, type MimeBundle } from "./display";
import { escapeHtml } from "./escape";

/** Something that an exercise's answer must do. */
export interface CheckRule {
  /** What holds when the exercise is solved, e.g. "every rung is twice the one before". */
  readonly says: string;
  /** Whether it does; asked only when all rules before it hold. */
  readonly holds: () => boolean;
  /** Where to look when it does not: never the answer. */
  readonly hint: string;
}

/** What a check found, as programs read it. */
export interface CheckResult {
  readonly kind: "check";
  readonly title: string;
  readonly passed: boolean;
  /** What does not hold yet: the first rule that failed. */
  readonly failed?: string;
  readonly hint?: string;
}

/** The MIME type by which the runner and exported pages recognise checks. */
export const CHECK = "application/vnd.lr-lab.check+json";

/** A check's result with what its box shows beside it. */
interface Asked {
  readonly result: CheckResult;
  /** The rules that held, in order. */
  readonly held: readonly string[];
  /** What a rule threw, in a line. */
  readonly thrown?: string;
}

/**
 * Checks an exercise: asks the rules in order, stops at the first that does not hold, and shows a box with what
 * holds, what does not hold yet and where to look. A rule that throws, or that answers anything but true, does not
 * hold. Never throws itself, whatever it is given: a check that cannot be asked is a box that says so.
 *
 * @param title what the exercise asks for, in a few words
 * @param rules at least one; ask what the answer does, not how it is written
 * @example
 * check("Twice the rate", [
 *   { says: "the rate is above 0", holds: () => mine > 0, hint: "a rate of 0 learns nothing" },
 *   { says: "it is twice the start", holds: () => mine === 2 * start, hint: "compare `mine` with `start`" },
 * ]);
 */
export function check(title: string, rules: readonly CheckRule[]): void {
  displayTarget().display(renderCheck(ask(title, rules)));
}

/** Asks the rules; never throws. Arguments are what a cell gave, and so may be anything. */
function ask(title: unknown, rules: unknown): Asked {
  const named = typeof title === "string" && title.trim() !== "" ? title : "Check";
  const wrong = wrongRules(rules);
  if (wrong !== undefined) return notYet(named, [], "the check can be asked", wrong);
  const held: string[] = [];
  for (const { says, holds, hint } of rules as readonly CheckRule[]) {
    let thrown: string | undefined;
    try {
      const answer: unknown = holds();
      if (answer === true) {
        held.push(says);
        continue;
      }
      if (answer instanceof Promise) {
        answer.catch(() => undefined);
        thrown = "the rule gave a promise and not yes or no: await before the check";
      }
    } catch (error) {
      thrown = inOneLine(error);
    }
    return notYet(named, held, says, hint, thrown);
  }
  return { result: { kind: "check", title: named, passed: true }, held };
}

function notYet(
  title: string,
  held: readonly string[],
  failed: string,
  hint: string,
  thrown?: string,
): Asked {
  const result: CheckResult = { kind: "check", title, passed: false, failed, hint };
  return { result, held, ...(thrown === undefined ? {} : { thrown }) };
}

/** What is wrong with the rules, for the author of the cell; undefined when they can be asked. */
function wrongRules(rules: unknown): string | undefined {
  if (!Array.isArray(rules) || rules.length === 0)
    return "give check a title and a list of at least one rule";
  const broken = rules.findIndex((rule: Partial<CheckRule> | null | undefined) => {
    return (
      typeof rule?.says !== "string" || typeof rule.hint !== "string" || typeof rule.holds !== "function"
    );
  });
  return broken < 0 ? undefined : `rule ${broken + 1} needs says (text), holds (a function) and hint (text)`;
}

/** Name and message of whatever was thrown: no stack, one line, not longer than a reader takes in. */
function inOneLine(error: unknown): string {
  let words: string;
  try {
    words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    words = "an error that cannot be shown";
  }
  const line = words.split(/[\r\n\u2028\u2029]/)[0];
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** A check as HTML, as data for programs, and as text. Marks and words say it; the colour only repeats them. */
export function renderCheck({ result, held, thrown }: Asked): MimeBundle {
  const { title, passed, failed = "", hint = "" } = result;
  const mark = passed ? "✓" : "✗";
  const colour = passed ? "#009E73" : "#D55E00";
  const items = held.map((says) => `<div>✓ ${escapeHtml(says)}</div>`);
  if (!passed) {
    const why = thrown === undefined ? "" : `<div class="lr-evidence">${escapeHtml(thrown)}</div>`;
    items.push(
      `<div><strong>✗ not yet: ${escapeHtml(failed)}</strong></div>${why}`,
      `<div class="lr-hint" style="margin-top:.4em">Hint: ${escapeHtml(hint)}</div>`,
    );
  }
  const html =
    `<div class="lr-check ${passed ? "lr-passed" : "lr-not-yet"}" ` +
    `style="border-left:4px solid ${colour};padding:.4em 1em;margin:.5em 0;overflow-wrap:anywhere">` +
    `<div style="font-size:1.1em"><strong>${mark} ${escapeHtml(title)}</strong></div>${items.join("")}</div>`;
  const lines = held.map((says) => `  ✓ ${says}`);
  if (!passed) {
    lines.push(
      `  ✗ not yet: ${failed}`,
      ...(thrown === undefined ? [] : [`    ${thrown}`]),
      `  Hint: ${hint}`,
    );
  }
  return { "text/html": html, [CHECK]: result, "text/plain": [`${mark} ${title}`, ...lines].join("\n") };
}
