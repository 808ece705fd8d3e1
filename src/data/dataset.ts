/** The part of the work that a message is for. Test messages stay sealed until a choice has been made. */
export type Split = "train" | "validation" | "test";

export const SPLITS: readonly Split[] = ["train", "validation", "test"];

/** One labelled message. */
export interface Message {
  readonly id: string;
  readonly text: string;
  /** The label that training sees; in generated data it may be wrong on purpose. */
  readonly intent: string;
  readonly split: Split;
  /** Names of the groups that a message belongs to ("short", "negation"); sorted; may be empty. */
  readonly slices: readonly string[];
  /** The right label, where it is known (generated data). */
  readonly cleanIntent?: string;
  /** The phrase family that the message was made from (generated data). */
  readonly family?: string;
  /** Tags of the noise that was put in (generated data); sorted. */
  readonly noise?: readonly string[];
}

/** Something about the data that a person should know but that does not stop the work. */
export interface DataWarning {
  /** Stable name of the check, e.g. "duplicate-across-splits". */
  readonly check: string;
  /** One sentence that names file, column and what to do. */
  readonly message: string;
  /** 1-based lines of the file (the header is line 1), at most the first 20. */
  readonly rows: readonly number[];
  /** How many rows the check found in all. */
  readonly count: number;
}

/** Labelled messages with a content hash: the first of the six nouns. */
export interface Dataset {
  readonly kind: "dataset";
  /** What to call it in a title: the file's base name unless told otherwise. */
  readonly name: string;
  /** SHA-256 (hex) of the canonical JSON of `messages`. */
  readonly hash: string;
  /** All intents, sorted by code unit. */
  readonly intents: readonly string[];
  readonly messages: readonly Message[];
  readonly warnings: readonly DataWarning[];
}
