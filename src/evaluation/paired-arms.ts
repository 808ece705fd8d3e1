import { InputError } from "../errors";

/** Labels of the same messages by two models, one list a seed. */
export interface PairedArms {
  readonly truth: ArrayLike<number>;
  readonly baseline: readonly ArrayLike<number>[];
  readonly candidate: readonly ArrayLike<number>[];
}

/** Throws InputError unless both arms have as many runs, at least one, and every list has a label a message. */
export function checkArms(where: string, arms: PairedArms, messages: number, classes: number): void {
  const { truth, baseline, candidate } = arms;
  checkPaired(where, baseline, candidate);
  if (messages === 0) throw new InputError(`${where}: the split has no messages`);
  const lists = [
    { name: "truth", labels: truth },
    ...baseline.map((labels, seed) => ({ name: `baseline[${seed}]`, labels })),
    ...candidate.map((labels, seed) => ({ name: `candidate[${seed}]`, labels })),
  ];
  for (const { name, labels } of lists) {
    if (labels.length !== messages) {
      throw new InputError(
        `${where}: ${name} must have a label for each of the ${messages} messages, found ${labels.length}`,
      );
    }
    for (let row = 0; row < messages; row++) {
      const label = labels[row];
      if (!Number.isInteger(label) || label < 0 || label >= classes) {
        throw new InputError(
          `${where}: ${name}[${row}] must be an intent, an integer of 0 to ${classes - 1}, found ${label}`,
        );
      }
    }
  }
}

/** Throws InputError unless both arms have as many runs, and at least one. */
export function checkPaired(
  where: string,
  baseline: readonly unknown[],
  candidate: readonly unknown[],
): void {
  if (baseline.length > 0 && baseline.length === candidate.length) return;
  throw new InputError(
    `${where}: the arms are paired by seed and need as many runs each, at least one; found ${baseline.length} and ` +
      `${candidate.length}`,
  );
}
