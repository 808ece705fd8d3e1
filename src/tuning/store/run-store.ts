import type { RunRecord } from "../../training";

/** A record and, outside it, what the clock said. */
export interface StoredRun {
  readonly record: RunRecord;
  /** Seconds that training took; null where the store does not know. */
  readonly seconds: number | null;
}

/** Records under their ids. Several processes may share one. */
export interface RunStore {
  /** Where it is, for messages. */
  readonly folder: string;
  /** The record of this id, or undefined where there is none or a damaged one (which is set aside). */
  get(id: string): Promise<StoredRun | undefined>;
  /** Keeps a record: whole or not at all, whatever happens to the process. One of an interrupted run is refused. */
  put(run: StoredRun): Promise<void>;
  /** The ids of all records. */
  ids(): Promise<string[]>;
}
