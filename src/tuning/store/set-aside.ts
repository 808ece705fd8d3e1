import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { InputError } from "../../errors";
import type { RunRecord } from "../../training";
import { decodeRun } from "./decode-run";
import { join, move, readBytes } from "./disk";
import { checkFormat, damagedFolder } from "./layout";

/** A file that was found damaged and set aside. */
export interface Damage {
  readonly file: string;
  /** What is wrong with it. */
  readonly reason: string;
  /** Where it is now. */
  readonly movedTo: string;
}

/** What is wrong with a file's bytes; undefined where nothing is. */
export type Problem = (bytes: Uint8Array) => string | undefined;

/**
 * Moves a damaged file of a store to its `damaged/`, where it stays for whoever wants to know; undefined where
 * another process has done so, or has put a sound file in its place.
 *
 * @throws InputError where the store is of a later version: what looks damaged may be what that version writes
 */
export function setAside(
  folder: string,
  file: string,
  damaged: Uint8Array,
  problem: Problem,
): Damage | undefined {
  checkFormat(folder);
  const reason = problem(damaged);
  if (reason === undefined) return undefined;
  const [, stem, extension] = /([^\\/]+)([.]\w+)$/.exec(file)!;
  const mark = bytesToHex(sha256(damaged)).slice(0, 8);
  const movedTo = join(damagedFolder(folder), `${stem}.${mark}${extension}`);
  if (!move(file, movedTo)) return undefined;
  const moved = readBytes(movedTo);
  if (moved && problem(moved) === undefined) {
    move(movedTo, file);
    return undefined;
  }
  return { file, reason, movedTo };
}

/** The record in the bytes of the file of this id, or what is wrong with them. */
export function readRun(bytes: Uint8Array, id: string): RunRecord | { readonly problem: string } {
  try {
    const record = decodeRun(bytes);
    return record.id === id ? record : { problem: `run record: it is the run ${record.id}` };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

/** The {@link Problem} of the file of a run. */
export function problemOfRun(id: string): Problem {
  return (bytes) => {
    const read = readRun(bytes, id);
    return "problem" in read ? read.problem : undefined;
  };
}
