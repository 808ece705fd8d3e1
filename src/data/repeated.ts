import { SPLITS, type Dataset } from "./dataset";
import { nearDuplicateGroups } from "./near-duplicates";

/** Messages that say the same in (almost) the same words, and whether their labels agree. */
export interface RepeatedMessages {
  readonly kind: "repeated-messages";
  /** Groups of two messages or more whose 5-grams are alike (Jaccard of .8 or more). */
  readonly groups: number;
  /** Messages in these groups. */
  readonly messages: number;
  /** Of them, those whose label is not the one that most of their group have. */
  readonly disagreeing: number;
  /** Validation and test messages that have such a twin in an earlier split (train, validation, test). */
  readonly seenBefore: number;
  /** All validation and test messages. */
  readonly judged: number;
}

/**
 * Looks at messages that are there (almost) twice. Where their labels differ at least one is wrong, which shows label
 * noise in data whose right labels nobody knows: a floor, since two equal labels can both be wrong, and of these
 * messages only. Where they stand in two splits, a score is partly a memory.
 *
 * @example repeatedMessages(dataset).disagreeing
 */
export function repeatedMessages({ messages }: Dataset): RepeatedMessages {
  const groups = new Map<number, number[]>();
  nearDuplicateGroups(messages.map(({ text }) => text)).forEach((group, i) => {
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [i]);
    else members.push(i);
  });
  const repeated = [...groups.values()].filter((members) => members.length > 1);
  let disagreeing = 0;
  let seenBefore = 0;
  for (const members of repeated) {
    const counts = new Map<string, number>();
    for (const i of members) counts.set(messages[i].intent, (counts.get(messages[i].intent) ?? 0) + 1);
    disagreeing += members.length - Math.max(...counts.values());
    const places = members.map((i) => SPLITS.indexOf(messages[i].split));
    seenBefore += places.filter((place) => place > Math.min(...places)).length;
  }
  return {
    kind: "repeated-messages",
    groups: repeated.length,
    messages: repeated.reduce((sum, members) => sum + members.length, 0),
    disagreeing,
    seenBefore,
    judged: messages.filter(({ split }) => split !== "train").length,
  };
}
