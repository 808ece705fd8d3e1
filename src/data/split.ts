import { InputError } from "../errors";
import type { Split } from "./dataset";
import { nearDuplicateGroups } from "./near-duplicates";
import { createRandom } from "./random";
import { byCodeUnit, count, listNames, quote } from "./show-text";

/** A split to make and its share of the messages, 0 to 1. */
export type Share = readonly [split: Split, share: number];

/** How messages are divided into splits. */
export interface SplitOptions {
  /** The splits to make; the shares add up to 1. The first takes what rounding leaves over. */
  shares: readonly Share[];
  /** Seed of the shuffle; the same seed and messages give the same splits. */
  seed: number;
  /** An intent with fewer distinct messages than this cannot be split; at least one for each split. */
  minPerIntent: number;
  /** What to call the source in an error. */
  file: string;
}

/**
 * Divides messages into splits, intent by intent (stratified), with near-duplicates (5-gram Jaccard of .8 or
 * more) always together, so that no message is judged on a copy of itself. Groups go in seeded random order,
 * the larger first, each to the split that lacks most of its share; every intent is in every split.
 *
 * @returns the split of each message, in order
 * @throws InputError that lists the intents with too few distinct messages and says what to do
 */
export function stratifiedSplit(
  messages: readonly { readonly text: string; readonly intent: string }[],
  options: SplitOptions,
): Split[] {
  const { shares, seed, minPerIntent, file } = options;
  if (!Number.isInteger(minPerIntent) || minPerIntent < shares.length) {
    throw new InputError(
      `minPerIntent must be an integer of at least ${shares.length} (one message for each split to make), ` +
        `found ${String(minPerIntent)}`,
    );
  }
  const random = createRandom(seed);
  const intents = intentGroups(messages);
  const small = intents.filter(({ groups }) => groups.length < minPerIntent);
  if (small.length > 0) {
    const names = listNames(small.map(({ intent, groups }) => `${quote(intent)} has ${groups.length}`));
    throw new InputError(
      `${file}: ${count(small.length, "intent")} with too few distinct messages to split: ${names}; ` +
        `${minPerIntent} are needed (near-duplicates count once): add messages, merge the intent into ` +
        'another, or give every row its split in a column "split"',
    );
  }

  const result = new Array<Split>(messages.length);
  const counts = new Map(intents.map(({ intent }) => [intent, shares.map(() => 0)]));
  for (const { intent, total, groups } of intents) {
    random.shuffle(groups).sort((a, b) => b.length - a.length);
    const placed = counts.get(intent)!;
    const chosen = groups.map((group) => {
      const missing = shares.map(([, share], s) => share * total - placed[s]);
      const s = missing.indexOf(Math.max(...missing));
      for (const i of group) counts.get(messages[i].intent)![s]++;
      return s;
    });
    // Rounding can leave a split without the intent: it takes the smallest group of the fullest split.
    shares.forEach((_, s) => {
      if (chosen.includes(s)) return;
      const fullest = mostFrequent(chosen);
      const last = chosen.lastIndexOf(fullest);
      chosen[last] = s;
      for (const i of groups[last]) {
        const moved = counts.get(messages[i].intent)!;
        moved[fullest]--;
        moved[s]++;
      }
    });
    groups.forEach((group, g) => group.forEach((i) => (result[i] = shares[chosen[g]][0])));
  }
  return result;
}

/** Near-duplicate groups under the intent that most of their messages have (the first by code unit of equals). */
function intentGroups(
  messages: readonly { readonly text: string; readonly intent: string }[],
): { intent: string; total: number; groups: number[][] }[] {
  const groupOf = nearDuplicateGroups(messages.map(({ text }) => text));
  const members = new Map<number, number[]>();
  groupOf.forEach((group, i) => {
    if (!members.has(group)) members.set(group, []);
    members.get(group)!.push(i);
  });

  const intents = new Map<string, { intent: string; total: number; groups: number[][] }>();
  for (const intent of messages.map((message) => message.intent).sort(byCodeUnit)) {
    const known = intents.get(intent);
    if (known === undefined) intents.set(intent, { intent, total: 1, groups: [] });
    else known.total++;
  }
  for (const group of members.values()) {
    const labels = group.map((i) => messages[i].intent).sort(byCodeUnit);
    intents.get(mostFrequent(labels))!.groups.push(group);
  }
  return [...intents.values()];
}

/** The most frequent value; of equals, the one that comes first. */
function mostFrequent<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
