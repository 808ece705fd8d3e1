import type { Mistake } from "../evaluation";
import { plain } from "./words";

/** A mistake that fired, or that it did not: one paragraph of Markdown. */
export function sayMistake(found: Mistake | null, quiet: string): string {
  return found === null
    ? `**Not here.** ${quiet}`
    : `**It fires.** ${plain(found.meaning)} *${plain(found.advice)}*`;
}
