import { summarise, type Dataset, type RepeatedMessages } from "../data";
import { GATE_RULES, slicesOf, shareInterval, type GateRules } from "../evaluation";
import { counted, listed, percent, plain } from "./words";

/**
 * What messages that are there (almost) twice tell of the labels and of the splits: Markdown.
 *
 * @example showMarkdown(sayRepeated(repeatedMessages(dataset)))
 */
export function sayRepeated(found: RepeatedMessages): string {
  const { groups, messages, disagreeing, seenBefore, judged } = found;
  const leak =
    judged === 0
      ? ""
      : seenBefore === 0
        ? ` Of the ${judged.toLocaleString("en-US")} validation and test messages none has a twin in an earlier split.`
        : ` **${counted(seenBefore, "message")}** of the ${judged.toLocaleString("en-US")} in validation and test ` +
          `(${percent(seenBefore / judged)}) ${seenBefore === 1 ? "has" : "have"} a twin in an earlier split: there a score is partly a memory.`;
  if (groups === 0) {
    return `No message is there twice, or almost: repeats say nothing of label noise here.${leak}`;
  }
  const { low, high } = shareInterval(disagreeing, messages);
  return (
    `${counted(messages, "message")} say almost the same as another one, in ${counted(groups, "group")}. In these ` +
    `**${counted(disagreeing, "label")}** ${disagreeing === 1 ? "differs" : "differ"} from what most of the group have ` +
    `(${percent(disagreeing / messages)}, 95% interval ${percent(low)} to ${percent(high)}). Where equal words have two labels one ` +
    "is wrong; it is a floor for the label noise of such messages, and the rest may have more or less." +
    leak
  );
}

/** Share of messages on which two models typically disagree, for what can be said before there are two. */
const DISAGREE = 0.1;
/** Normal quantiles of 97.5% and 80%: a difference so many standard errors wide is seen four times in five. */
const QUANTILES = 2.8;
/** The fewest test messages that a gate takes. */
const FEWEST = 100;

/**
 * What a data set can decide, known from its counts alone, before anything is trained: Markdown. How wide the interval of
 * an accuracy is (Clopper and Pearson, at 80%), which gain two models that differ on one message in ten must show (2.8
 * standard errors of a paired difference, sqrt(.1 / n)), which slices can be held to a margin, how much one message of
 * the rarest intent moves its score. A gate says it more closely, from runs (`sayOutlook`).
 *
 * @param rules of the gate that will be asked; the default ones unless told otherwise
 * @example showMarkdown(sayReach(dataset))
 */
export function sayReach(dataset: Dataset, rules: Partial<GateRules> = {}): string {
  const { sliceMessages, sliceMargin } = { ...GATE_RULES, ...rules };
  const { intents, messages } = summarise(dataset);
  const n = messages.test;
  const tested = intents.filter(({ test }) => test > 0);
  const untested = intents.length - tested.length;
  const fewest = Math.min(...tested.map(({ test }) => test));
  const rarest = tested.filter(({ test }) => test === fewest);
  const slices = slicesOf(dataset, "test");
  const gated = slices.filter(({ rows }) => rows.length >= sliceMessages);
  const { low, high } = shareInterval(Math.round(0.8 * n), n);
  const gain = QUANTILES * Math.sqrt(DISAGREE / n);
  const ofOnePoint = Math.ceil((DISAGREE * QUANTILES ** 2) / 0.01 ** 2 / 100) * 100;
  const named = rarest.slice(0, 3).map(({ intent }) => plain(intent));
  const names = listed([...named, ...(rarest.length > 3 ? [`${rarest.length - 3} more`] : [])]);
  return [
    `With **${counted(n, "test message")}**:`,
    `- **One model**: an accuracy of 80% is known as ${percent(low)} to ${percent(high)} (95% interval, from the number of messages alone).`,
    n < FEWEST
      ? `- **Two models**: no verdict. A gate takes ${FEWEST} test messages or more; with these a gain would have to be ` +
        `about ${(100 * gain).toFixed(0)} points.`
      : `- **Two models** that differ on one message in ten: a gain of about **${(100 * gain).toFixed(1)} points** is seen four times ` +
        `in five; to see one point takes about ${ofOnePoint.toLocaleString("en-US")} test messages.`,
    gated.length > 0
      ? `- **Who pays**: ${listed(gated.map(({ name, rows }) => `${plain(name)} (${rows.length})`))} can be held to a margin of ${sliceMargin} points; ` +
        `${counted(slices.length - gated.length, "smaller slice")} cannot.`
      : `- **Who pays**: nothing can be said; no slice has the ${sliceMessages} test messages that a margin of ${sliceMargin} points takes` +
        `${slices.length > 0 ? ` (largest: ${plain(slices[0].name)}, ${slices[0].rows.length})` : ""}.`,
    `- **The rarest ${rarest.length === 1 ? "intent" : "intents"}** in the test (${names}) ${rarest.length === 1 ? "has" : "have"} ` +
      `${counted(fewest, "message")}${rarest.length === 1 ? "" : " each"}: one answer moves the recall by ` +
      `${(100 / fewest).toFixed(fewest > 20 ? 1 : 0)} points` +
      (untested === 0
        ? "."
        : `; ${counted(untested, "intent")} ${untested === 1 ? "has" : "have"} none, so nothing is known of ${untested === 1 ? "it" : "them"}.`),
    "",
    "What no number of messages decides: whether next month's are like these, and whether the labels are right.",
  ].join("\n");
}
