import { InputError, WorkError } from "../../errors";
import { checkFolder, entriesOf, join, readBytes, writeAtomically } from "./disk";

/*
 * A store's folder:
 *
 *   format.json            which layout this is
 *   runs/ab/<id>.run       one file a run; ab are the first two digits of its id
 *   times/ab/<id>.json     what the clock said of it: not part of the record
 *   openings/<hash>/       which plans opened the test split of this hash: see openings.ts
 *   answers/<hash>/        what runs answer on a test split that was opened: see answers.ts
 *   damaged/               what was found damaged, under its name and the beginning of its content's hash
 */
const FORMAT = { kind: "lr-lab-store", version: 1 } as const;
const ID = /^[0-9a-f]{64}$/;

/** A file of a store that belongs to one run. */
export interface RunFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

export function runPath(folder: string, id: string): string {
  return join(folder, "runs", checkId(id).slice(0, 2), `${id}.run`);
}

export function timePath(folder: string, id: string): string {
  return join(folder, "times", checkId(id).slice(0, 2), `${id}.json`);
}

export function damagedFolder(folder: string): string {
  return join(folder, "damaged");
}

/** The files of runs, sorted by id; only those whose id begins with `prefix`. */
export function runFiles(folder: string, prefix = ""): RunFile[] {
  const begins = (name: string): boolean => name.startsWith(prefix) || prefix.startsWith(name);
  const folders = entriesOf(join(folder, "runs")).filter(
    ({ kind, name }) => kind === "folder" && begins(name),
  );
  return folders.flatMap((inner) =>
    entriesOf(join(folder, "runs", inner.name)).flatMap(({ name, kind, bytes }) => {
      const id = name.slice(0, -".run".length);
      const path = join(folder, "runs", inner.name, name);
      const ours = kind === "file" && isRunFile(inner.name, name) && id.startsWith(prefix);
      return ours ? [{ id, path, bytes }] : [];
    }),
  );
}

/** Whether a file of this name, in this folder of `runs/`, is where a run of its id is looked for. */
export function isRunFile(folder: string, name: string): boolean {
  const id = name.slice(0, -".run".length);
  return name.endsWith(".run") && ID.test(id) && id.startsWith(folder) && folder.length === 2;
}

/** As {@link isRunFile}, of `times/`. */
export function isTimeFile(folder: string, name: string): boolean {
  const id = name.slice(0, -".json".length);
  return name.endsWith(".json") && ID.test(id) && id.startsWith(folder) && folder.length === 2;
}

/**
 * Reads which layout the store has; false where there is none yet.
 *
 * @throws InputError where the store is of a later version, or the folder is no store
 */
export function checkFormat(folder: string): boolean {
  checkFolder(folder);
  const path = join(folder, "format.json");
  const bytes = readBytes(path);
  if (bytes === undefined) return false;
  const version = versionIn(bytes);
  if (version === undefined) {
    throw new InputError(
      `${path}: does not say which format the store of runs has. Set LR_LAB_HOME to another folder, or, where this ` +
        `is a store that this version of lr-lab wrote, write ${JSON.stringify(FORMAT)} into the file.`,
    );
  }
  if (version > FORMAT.version) {
    throw new InputError(
      `${folder}: the store of runs has format ${version}, this lr-lab knows ${FORMAT.version}. ` +
        "Use a later lr-lab, or set LR_LAB_HOME to another folder.",
    );
  }
  return true;
}

function versionIn(bytes: Uint8Array): number | undefined {
  try {
    const { kind, version } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const known = kind === FORMAT.kind && Number.isSafeInteger(version) && Number(version) >= 1;
    return known ? Number(version) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the folder a store where it is none yet. */
export async function ensureFormat(folder: string): Promise<void> {
  if (checkFormat(folder)) return;
  await writeAtomically(join(folder, "format.json"), new TextEncoder().encode(`${JSON.stringify(FORMAT)}\n`));
}

/** Seconds in the bytes of a file of `times/`; null where they are none. */
export function parseSeconds(bytes: Uint8Array | undefined): number | null {
  try {
    const { seconds } = JSON.parse(new TextDecoder().decode(bytes)) as { seconds?: unknown };
    return typeof seconds === "number" && seconds >= 0 && seconds < Infinity ? seconds : null;
  } catch {
    return null;
  }
}

/** A path is made of it: nothing else than an id may pass. */
function checkId(id: string): string {
  if (!ID.test(id)) throw new WorkError(`a run's id has 64 hexadecimal digits, found ${JSON.stringify(id)}`);
  return id;
}
