import { median, type MemorisationGroup, type MemorisationLedger } from "../evaluation";
import { counted, percent, plain } from "./words";

/**
 * How much of the wrong labels each setting has learned, beside the right ones: Markdown, computed from the ledger. At
 * the last epoch that more than half of a setting's runs reached; medians over its runs.
 *
 * @example showMarkdown(sayMemorisation(ledger))
 */
export function sayMemorisation({ groups, labels }: MemorisationLedger): string {
  const known = labels.right + labels.wrong;
  const head =
    `Of ${counted(known, "training label")} whose right value is known ${labels.wrong} are wrong ` +
    `(${percent(labels.wrong / known)})${labels.unknown > 0 ? `; ${labels.unknown} more are not known` : ""}. ` +
    "A wrong label that is learned is a mistake learned by heart; one that is seen through is predicted as what the " +
    "message really is.";
  return `${head}\n\n${groups.map(lineOf).join("\n")}`;
}

function lineOf(group: MemorisationGroup): string {
  const { label, runs } = group;
  const broke = runs.filter(({ status }) => status === "diverged").length;
  const { epoch, points } = lastReached(group);
  const middle = (of: (point: (typeof points)[number]) => number): string => percent(median(points.map(of)));
  const end = broke === 0 ? "" : ` ${broke} of ${counted(runs.length, "run")} diverged.`;
  if (epoch === 0) return `- **${plain(label)}**: no epoch was finished.${end}`;
  return (
    `- **${plain(label)}**, by epoch ${epoch}: ${middle((point) => point.wrongLearned)} of the wrong labels learned, ` +
    `${middle((point) => point.wrongSeenThrough)} seen through; ${middle((point) => point.cleanFitted)} of the right ` +
    `labels fitted.${end}`
  );
}

function lastReached({ runs }: MemorisationGroup): {
  epoch: number;
  points: MemorisationGroup["runs"][0]["points"];
} {
  for (
    let epoch = Math.max(...runs.map(({ points }) => Math.floor(points[points.length - 1].epoch)));
    ;
    epoch--
  ) {
    const points = runs.flatMap((run) => run.points.filter((point) => point.epoch === epoch));
    if (2 * points.length > runs.length || epoch <= 0) return { epoch: Math.max(0, epoch), points };
  }
}
