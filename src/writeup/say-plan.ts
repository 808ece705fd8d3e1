import type { StudyPlan } from "../tuning";
import { counted, plain } from "./words";

/**
 * What a study will do, before it does it: the question, what is compared, what is tuned for each and what is held, the
 * seeds, the way, the cost and the rule. Markdown, for any plan of a study.
 *
 * @example showMarkdown(sayPlan(await planCompareSchedules(features)))
 */
export function sayPlan({ study, levels, procedure, cost }: StudyPlan): string {
  const held = Object.entries(study.fixed).map(([name, value]) => `${plain(name)} ${plain(value)}`);
  return [
    `**${plain(study.question)}** Declared before any run:`,
    "",
    `- Compared: ${plain(study.factor)}${levels.length === 0 ? " alone" : `: ${levels.map(plain).join("; ")}`}.`,
    ...(study.nuisance.length > 0
      ? [`- Tuned for each, with the same budget: ${study.nuisance.map(plain).join(", ")}.`]
      : []),
    ...(held.length > 0 ? [`- Held: ${held.join("; ")}.`] : []),
    `- Seeds: ${study.seeds.join(", ")}.`,
    `- Cost: ${sayPlannedCost(cost)}.`,
    `- Rule: ${plain(study.rule)}.`,
    "",
    ...procedure.map((step, i) => `${i + 1}. ${sentence(plain(step))}`),
  ].join("\n");
}

/** "at most 24 runs, 9,600 optimizer steps". */
function sayPlannedCost({ runs, steps, atMost }: StudyPlan["cost"]): string {
  return `${atMost ? "at most " : ""}${counted(runs, "run")}, ${steps.toLocaleString("en-US")} optimizer steps`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
