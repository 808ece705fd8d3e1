import { VERY_LONG } from "./checks";
import { csvText } from "./csv-text";
import type { Dataset, Message, Split } from "./dataset";
import { createRandom } from "./random";
import { byCodeUnit } from "./show-text";

/** How much of each fault {@link messyCopy} puts in. */
export const MESS = {
  /** The intents that it takes, the most frequent ones, and one more that is left with a few training rows. */
  intents: 12,
  rareRows: 6,
  train: 1800,
  test: 900,
  /** Test messages that stand in training too. */
  leaks: 14,
  /** Training messages that are there twice, with two labels. */
  conflicts: 9,
  /** Training labels of one intent that begin with a capital. */
  variants: 12,
} as const;

/** The split that a row of the copy names; it has no validation rows. */
const SETS: Partial<Record<Split, string>> = { train: "Train", test: "Test" };

/**
 * A CSV as people export them, made from sound data to learn on: semicolons, columns `ticket;message;topic;set;channel`,
 * no validation rows, a quarter of the messages, and the usual faults ({@link MESS}): the same text in two sets, with two
 * labels, a label in two spellings, an intent without test messages, a whole thread in one cell. Pure: the same data
 * and seed give the same text.
 *
 * @param dataset with more than `MESS.intents` intents, such as the one that ships
 * @example writeFileSync("export.csv", messyCopy(await loadDataset("data/support-intents.csv")));
 */
export function messyCopy(dataset: Dataset, seed = 1): string {
  const random = createRandom(seed);
  const training = dataset.messages.filter(({ split }) => split === "train");
  const frequent = byFrequency(training).slice(0, MESS.intents);
  const rare = byFrequency(training)[MESS.intents];
  const take = (split: Split, count: number): Message[] =>
    dataset.messages
      .filter((message) => message.split === split && frequent.includes(message.intent))
      .slice(0, count);
  const [train, test] = [take("train", MESS.train), take("test", MESS.test)];
  const few = training.filter(({ intent }) => intent === rare).slice(0, MESS.rareRows);

  const varied = train.filter(({ intent }) => intent === frequent[0]).slice(0, MESS.variants);
  const capital = frequent[0].charAt(0).toUpperCase() + frequent[0].slice(1);
  const leaked = test.slice(0, MESS.leaks).map((message) => ({ ...message, split: "train" as const }));
  const doubled = train
    .filter((message) => !varied.includes(message))
    .slice(0, MESS.conflicts)
    .map((message) => ({ ...message, intent: frequent.find((intent) => intent !== message.intent)! }));
  const thread = { ...train[train.length - 1], text: longThread(train) };

  const rows = random.shuffle([
    ...train.map((message) => (varied.includes(message) ? { ...message, intent: capital } : message)),
    ...test,
    ...few,
    ...leaked,
    ...doubled,
    thread,
  ]);
  return csvText(
    ["ticket", "message", "topic", "set", "channel"],
    rows.map(({ text, intent, split }, i) => [
      `T-${String(i + 1).padStart(5, "0")}`,
      text,
      intent,
      SETS[split] ?? split,
      text.length < 70 ? "chat" : random.pick(["mail", "form"]),
    ]),
    ";",
  );
}

function byFrequency(messages: readonly Message[]): string[] {
  const counts = new Map<string, number>();
  for (const { intent } of messages) counts.set(intent, (counts.get(intent) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || byCodeUnit(a, b)).map(([intent]) => intent);
}

/** One message of more than `VERY_LONG` characters: a thread, quoted. */
function longThread(messages: readonly Message[]): string {
  let text = "";
  for (const message of messages) {
    text += `${text === "" ? "" : "\n> "}${message.text}`;
    if (text.length > VERY_LONG) break;
  }
  return text;
}
