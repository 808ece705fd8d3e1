import { InputError } from "../../errors";
import { decodeHead } from "./decode-run";
import { readStart } from "./disk";
import { checkFormat, runFiles, type RunFile } from "./layout";
import type { RunHead } from "./run-format";

/** A run's file and what its beginning tells. */
export interface ListedRun extends RunFile {
  /** Not verified: only the whole file can be. Null where the beginning is damaged. */
  readonly head: RunHead | null;
}

/** Mostly all of a header and its evaluations. */
const ENOUGH = 8192;

/**
 * The runs of a store by id, one after the other, from the beginnings of their files: as many runs as there are cost
 * the memory of one. The content's hash is not checked.
 *
 * @throws InputError where the store is of a later version, or the folder is no store
 */
export function* listRuns(folder: string): Generator<ListedRun> {
  checkFormat(folder);
  for (const file of runFiles(folder)) {
    const head = headOf(file);
    if (head !== undefined) yield { ...file, head };
  }
}

/** Undefined where the file has gone. */
function headOf({ id, path }: RunFile): RunHead | null | undefined {
  try {
    for (let length = ENOUGH; ; ) {
      const read = readStart(path, length);
      if (read === undefined) return undefined;
      const head = decodeHead(read.start, read.size);
      if (!("needs" in head)) return head.id === id ? head : null;
      if (head.needs <= length) return null;
      length = head.needs;
    }
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/**
 * The one id that begins with a prefix.
 *
 * @throws InputError where none or several do; names them
 */
export function resolveId(folder: string, prefix: string): string {
  checkFormat(folder);
  const asked = prefix.toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(asked)) {
    throw new InputError(`run ${JSON.stringify(prefix)}: write the first hexadecimal digits of its id`);
  }
  const ids = runFiles(folder, asked).map(({ id }) => id);
  if (ids.length === 1) return ids[0];
  if (ids.length === 0) throw new InputError(`run ${asked}: none in ${folder}; see lr-lab runs list`);
  const shown = ids.slice(0, 10).map((id) => `\n  ${id}`);
  const more = ids.length > shown.length ? `\n  and ${ids.length - shown.length} more` : "";
  throw new InputError(
    `run ${asked}: ${ids.length} ids begin so, write more digits:${shown.join("")}${more}`,
  );
}
