import { InvalidArgumentError, type Command } from "commander";

/** Adds to a command how its CSV of labelled messages is to be read: `DatasetOptions` by their flags. */
export function withDataOptions(command: Command): Command {
  return command
    .option("--text <column>", 'column of the messages (default: "text")')
    .option("--intent <column>", 'column of the labels (default: "intent")')
    .option("--split <column>", 'column of the splits (default: "split" where there is one)')
    .option("--slice <column>", "column that names slices (repeatable)", (name, all: string[] = []) => [
      ...all,
      name,
    ])
    .option("--seed <n>", "seed of the splits that have to be made (default: 0)", parseSeed);
}

/** A seed, as an option gives it. */
export function parseSeed(text: string): number {
  const seed = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(seed)) throw new InvalidArgumentError("Write an integer from 0 to 2^53 - 1.");
  return seed;
}
