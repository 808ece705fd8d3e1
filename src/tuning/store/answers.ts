import { contentHash } from "../../data";
import { InputError, WorkError } from "../../errors";
import { join, readBytes, writeAtomically } from "./disk";
import { ensureFormat } from "./layout";

/*
 * answers/<hash of the test split>/<run id>.json: the labels that a run's final weights give the test messages, in
 * their order, with the hash of the content. Kept only of splits that a gate has opened, so that its numbers can be
 * computed again without the weights.
 */

const HASH = /^[0-9a-f]{64}$/;

/**
 * A run's labels for the messages of a test split, as indices into the features' labels; undefined where none are kept.
 *
 * @throws InputError where the file is not as it was written
 */
export function answersOf(folder: string, test: string, run: string): readonly number[] | undefined {
  const path = pathOf(folder, test, run);
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const labels = read(bytes, test, run);
  if (labels !== undefined) return labels;
  throw new InputError(
    `${path}: is not as it was written. Remove it: the run is then trained again and its answers are the same.`,
  );
}

/** Keeps a run's labels for the messages of a test split that was opened: whole or not at all. */
export async function keepAnswers(
  folder: string,
  test: string,
  run: string,
  labels: ArrayLike<number>,
): Promise<void> {
  await ensureFormat(folder);
  const content = { test, run, labels: Array.from(labels) };
  const text = `${JSON.stringify({ ...content, hash: contentHash(content) })}\n`;
  await writeAtomically(pathOf(folder, test, run), new TextEncoder().encode(text));
}

function read(bytes: Uint8Array, test: string, run: string): readonly number[] | undefined {
  try {
    const { hash, ...content } = JSON.parse(new TextDecoder().decode(bytes)) as {
      hash: string;
      test: string;
      run: string;
      labels: readonly number[];
    };
    const same = content.test === test && content.run === run && contentHash(content) === hash;
    return same ? content.labels : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(folder: string, test: string, run: string): string {
  for (const id of [test, run]) {
    if (!HASH.test(id)) throw new WorkError(`a hash has 64 hexadecimal digits, found ${JSON.stringify(id)}`);
  }
  return join(folder, "answers", test, `${run}.json`);
}
