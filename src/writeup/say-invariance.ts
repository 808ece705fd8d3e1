import type { Invariance, InvarianceTest } from "../evaluation";
import { counted, differenceText, listed, percent, plain } from "./words";

/**
 * Whether the candidate is easier to throw than the baseline, perturbation by perturbation: Markdown, computed from the
 * tests.
 *
 * @example showMarkdown(sayInvariance(invariance, "cosine", "the fixed rate"))
 */
export function sayInvariance(invariance: Invariance, candidate: string, baseline: string): string {
  const { tests, notApplicable, seeds, messages } = invariance;
  const [tried, same] = [
    tests.filter(({ featuresChanged }) => featuresChanged > 0),
    tests.filter(({ featuresChanged }) => featuresChanged === 0),
  ];
  const lines = tried.map(
    ({ perturbation, baseline: before, candidate: after, difference, texts }) =>
      `- ${perturbation} (${counted(texts, "text")}): ${percent(after.mean)} of the answers change, ` +
      `${percent(before.mean)} with ${plain(baseline)}: ${differenceText(difference)}`,
  );
  const notes = [
    ...(same.length > 0
      ? [
          `Invariant by construction, since the features of no text change: ${listed(same.map(({ perturbation }) => perturbation))}.`,
        ]
      : []),
    ...(notApplicable.length > 0 ? [`Not tried, since they change no text: ${listed(notApplicable)}.`] : []),
  ];
  const looked = `${counted(messages, "message")}, ${counted(seeds, "seed")}`;
  const head = `${sentenceOf(tried, plain(candidate), plain(baseline))} (${looked}.)`;
  return [head, ...(lines.length > 0 ? [lines.join("\n")] : []), ...notes].join("\n\n");
}

/** A row a perturbation, for `table`; shares in percent, the difference in points. */
export function invarianceRows({ tests }: Invariance): Record<string, string | number>[] {
  return tests.map(({ perturbation, texts, featuresChanged, baseline, candidate, difference }) => ({
    perturbation,
    texts,
    "baseline changes %": Number((100 * baseline.mean).toFixed(2)),
    "candidate changes %": Number((100 * candidate.mean).toFixed(2)),
    difference: featuresChanged === 0 ? "none by construction" : differenceText(difference),
  }));
}

function sentenceOf(tried: readonly InvarianceTest[], candidate: string, baseline: string): string {
  if (tried.length === 0) return "No perturbation changes what the models read.";
  const names = (some: readonly InvarianceTest[]): string =>
    listed(some.map(({ perturbation }) => perturbation));
  const worse = tried.filter(({ difference }) => difference.low > 0);
  const better = tried.filter(({ difference }) => difference.high < 0);
  const parts = [
    ...(worse.length > 0 ? [`is **easier to throw** than ${baseline} by ${names(worse)}`] : []),
    ...(better.length > 0 ? [`is **steadier** under ${names(better)}`] : []),
  ];
  const told =
    parts.length > 0
      ? parts.join(", and ")
      : `**cannot be told** from ${baseline} in how often a small change of the text changes its answer`;
  return `${candidate} ${told}.`;
}
