import { entriesOf, join, remove, sizeOf } from "./disk";
import { checkFormat, damagedFolder, timePath } from "./layout";
import { listRuns, type ListedRun } from "./list-runs";

/** What to remove from a store. */
export interface PruneChoices {
  /** The runs to remove, with their times. */
  readonly runs: (run: ListedRun) => boolean;
  /** Also the files that were set aside as damaged. */
  readonly damaged: boolean;
  /** Only tell what would be removed. */
  readonly dryRun: boolean;
}

/** What was, or would be, removed. */
export interface Pruned {
  readonly runs: readonly string[];
  /** Paths of files that had been set aside. */
  readonly damaged: readonly string[];
  /** Of all of it. */
  readonly bytes: number;
  /** Runs that stay. */
  readonly kept: number;
}

/**
 * Removes runs from a store. A process that needs a removed run trains it again.
 *
 * @throws InputError where the store is of a later version, or the folder is no store
 */
export function pruneStore(folder: string, { runs: chosen, damaged, dryRun }: PruneChoices): Pruned {
  checkFormat(folder);
  const runs: string[] = [];
  const setAside: string[] = [];
  let [bytes, kept] = [0, 0];
  const drop = (path: string, size: number): boolean => {
    if (!dryRun && !remove(path)) return false;
    bytes += size;
    return true;
  };
  for (const run of listRuns(folder)) {
    if (!chosen(run)) {
      kept++;
      continue;
    }
    // The record first: it is the record that says that there is a run.
    if (drop(run.path, run.bytes)) runs.push(run.id);
    const time = timePath(folder, run.id);
    const size = sizeOf(time);
    if (size !== undefined) drop(time, size);
  }
  if (damaged) {
    for (const { name, kind, bytes: size } of entriesOf(damagedFolder(folder))) {
      if (kind !== "file") continue;
      const path = join(damagedFolder(folder), name);
      if (drop(path, size)) setAside.push(path);
    }
  }
  return { runs, damaged: setAside, bytes, kept };
}
