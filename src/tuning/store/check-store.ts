import { entriesOf, join, readBytes, remove, type Entry } from "./disk";
import { checkFormat, damagedFolder, isRunFile, isTimeFile, parseSeconds } from "./layout";
import { problemOfRun, setAside, type Damage, type Problem } from "./set-aside";
import { isLeftOver, isTemporary } from "./temporary";

/** What {@link checkStore} found and did. */
export interface StoreCheck {
  /** Records whose every byte was verified. */
  readonly sound: number;
  /** Files found damaged now, and set aside. */
  readonly damaged: readonly Damage[];
  /** Temporary files that were left by processes that have ended, and were removed. */
  readonly cleared: number;
  /** Temporary files of processes that may still be writing them. */
  readonly inUse: number;
  /** What is among the runs and is not the store's; it was left alone. */
  readonly unknown: readonly string[];
  /** Files that were set aside, now or earlier. */
  readonly setAside: number;
}

interface Part {
  readonly name: "runs" | "times";
  isOurs(folder: string, name: string): boolean;
  problemOf(name: string): Problem;
}

const PARTS: readonly Part[] = [
  { name: "runs", isOurs: isRunFile, problemOf: (name) => problemOfRun(name.slice(0, -".run".length)) },
  {
    name: "times",
    isOurs: isTimeFile,
    problemOf: () => (bytes) => (parseSeconds(bytes) === null ? "it holds no seconds" : undefined),
  },
];

/**
 * Verifies every record and time of a store, sets the damaged ones aside, and removes what processes that ended in
 * the middle of writing have left.
 *
 * @throws InputError where the store is of a later version, or the folder is no store
 */
export function checkStore(folder: string): StoreCheck {
  checkFormat(folder);
  const damaged: Damage[] = [];
  const unknown: string[] = [];
  let [sound, cleared, inUse] = [0, 0, 0];

  const clear = (path: string, { name, age }: Entry): void => {
    if (isLeftOver(name, age) && remove(path)) cleared++;
    else inUse++;
  };
  const verify = (part: Part, path: string, name: string): void => {
    const bytes = readBytes(path);
    if (bytes === undefined) return;
    const problem = part.problemOf(name);
    if (problem(bytes) !== undefined) {
      const damage = setAside(folder, path, bytes, problem);
      if (damage) damaged.push(damage);
    } else if (part.name === "runs") sound++;
  };

  for (const entry of entriesOf(folder)) {
    if (isTemporary(entry.name)) clear(join(folder, entry.name), entry);
  }
  for (const part of PARTS) {
    for (const inner of entriesOf(join(folder, part.name))) {
      const path = join(folder, part.name, inner.name);
      if (inner.kind !== "folder") {
        unknown.push(path);
        continue;
      }
      for (const entry of entriesOf(path)) {
        const file = join(path, entry.name);
        if (entry.kind === "file" && isTemporary(entry.name)) clear(file, entry);
        else if (entry.kind === "file" && part.isOurs(inner.name, entry.name)) verify(part, file, entry.name);
        else unknown.push(file);
      }
    }
  }
  for (const part of ["openings", "answers"]) {
    for (const test of entriesOf(join(folder, part))) {
      for (const entry of entriesOf(join(folder, part, test.name))) {
        if (isTemporary(entry.name)) clear(join(folder, part, test.name, entry.name), entry);
      }
    }
  }
  return { sound, damaged, cleared, inUse, unknown, setAside: entriesOf(damagedFolder(folder)).length };
}
