import { contentHash, createRandom, type Dataset } from "../../src/data";

/** The same texts with the right labels in training and validation. */
export function clean(dataset: Dataset): Dataset {
  return relabelled(dataset, (message) => message.cleanIntent ?? message.intent);
}

/** The same texts with the labels of training and validation dealt out at random within the split. */
export function shuffled(dataset: Dataset, seed: number): Dataset {
  const random = createRandom(seed);
  const left = new Map(
    (["train", "validation"] as const).map((split) => [
      split,
      random.shuffle(dataset.messages.filter((one) => one.split === split).map(({ intent }) => intent)),
    ]),
  );
  return relabelled(dataset, ({ split, intent }) =>
    split === "test" ? intent : (left.get(split)?.pop() ?? intent),
  );
}

function relabelled(dataset: Dataset, label: (message: Dataset["messages"][number]) => string): Dataset {
  const messages = dataset.messages.map((message) => ({ ...message, intent: label(message) }));
  return { ...dataset, messages, hash: contentHash(messages) };
}
