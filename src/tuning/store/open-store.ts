import { InputError } from "../../errors";
import { encodeRun } from "./encode-run";
import { readBytes, writeAtomically } from "./disk";
import { checkFormat, ensureFormat, parseSeconds, runFiles, runPath, timePath } from "./layout";
import type { RunStore, StoredRun } from "./run-store";
import { problemOfRun, readRun, setAside, type Damage } from "./set-aside";

/** How to hear of what a store finds. */
export interface StoreOptions {
  /** Called for each record that was found damaged and set aside; a warning of the process unless given. */
  readonly onDamage?: (damage: Damage) => void;
}

/**
 * Opens the store of runs in a folder; the folder is made by the first `put`. Records are files under the hash of
 * their spec, written whole or not at all and known by the hash of their content, so that several processes may share
 * a store without locks: two that put the same run write the same bytes, and the first record of a run stays.
 *
 * @throws InputError where the store is of a later version of lr-lab, or the folder is no store
 * @example
 * const store = await openStore(".lr-lab");
 * const known = await store.get(runId(spec));
 * if (known === undefined) await store.put(await train(spec, features));
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<RunStore> {
  checkFormat(folder);
  const onDamage = options.onDamage ?? warn;

  /** The record of an id; a damaged one is set aside. */
  const find = (id: string): StoredRun["record"] | undefined => {
    const file = runPath(folder, id);
    const bytes = readBytes(file);
    if (bytes === undefined) return undefined;
    const read = readRun(bytes, id);
    if (!("problem" in read)) return read;
    const damage = setAside(folder, file, bytes, problemOfRun(id));
    if (damage) onDamage(damage);
    return undefined;
  };

  /** One at a time: a thousand writes at once would open a thousand files. */
  let last: Promise<void> = Promise.resolve();

  return {
    folder,
    async get(id) {
      const record = find(id);
      return record && { record, seconds: parseSeconds(readBytes(timePath(folder, id))) };
    },
    put(run) {
      const written = last.then(() => write(folder, run, find));
      last = written.catch(() => undefined);
      return written;
    },
    async ids() {
      return runFiles(folder).map(({ id }) => id);
    },
  };
}

async function write(
  folder: string,
  { record, seconds }: StoredRun,
  find: (id: string) => StoredRun["record"] | undefined,
): Promise<void> {
  const { id } = record;
  const bytes = encodeRun(record);
  await ensureFormat(folder);
  if (find(id) !== undefined) return;
  // The clock first: a record that is there has its time.
  if (seconds !== null) {
    if (!(seconds >= 0 && seconds < Infinity)) throw new InputError(`run ${id}: took ${seconds} seconds`);
    const text = `${JSON.stringify({ seconds })}\n`;
    await writeAtomically(timePath(folder, id), new TextEncoder().encode(text));
  }
  try {
    await writeAtomically(runPath(folder, id), bytes);
  } catch (error) {
    // On Windows a file that another process reads cannot be replaced; where it is the run's record, all is well.
    if (find(id) === undefined) throw error;
  }
}

function warn({ file, reason, movedTo }: Damage): void {
  process.emitWarning(`${file}: damaged (${reason}); moved to ${movedTo}, the run is needed again`);
}
