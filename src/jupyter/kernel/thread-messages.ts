import type { MessagePort } from "node:worker_threads";
import type { DisplayMessage, MimeBundle } from "../../notebook";
import type { CellCompilerOptions } from "../cells";
import type { CellError } from "../cell-error";

/** What the server thread tells the main thread, which runs the cells. */
export type ToMain =
  | ({ type: "run" } & CellToRun)
  | { type: "interrupt"; cell: number }
  | { type: "abandon"; cell: number }
  | { type: "ping"; turn: number }
  | { type: "close" };

/** What the main thread tells the server thread. */
export type FromMain =
  | { type: "stream"; cell: number; name: "stdout" | "stderr"; text: string }
  | { type: "display"; cell: number; content: DisplayMessage; update: boolean }
  | { type: "clear"; cell: number; wait: boolean }
  | { type: "prompt"; cell: number; text: string }
  | { type: "late-error"; cell: number; error: CellError }
  | { type: "done"; cell: number; outcome: Outcome }
  | { type: "interrupting"; cell: number; cooperative: boolean }
  | { type: "pong"; turn: number; active: number }
  | { type: "signal" };

/** A translated cell. Cells are numbered from 1 in the order in which they run. */
export interface CellToRun {
  cell: number;
  /** How error messages call it, e.g. `cell [3]`. */
  label: string;
  source: string;
  javascript: string;
  sourceMap: string;
  isAsync: boolean;
  names: readonly string[];
  modules: readonly { path: string; javascript: string }[];
  /** Whether the front end can be asked for input. */
  allowInput: boolean;
}

/** How a cell ended. */
export interface Outcome {
  /** What its last expression gave, as bundles below each other; the last one is the result. */
  result?: readonly MimeBundle[];
  error?: CellError;
  /** The names that have a value now. */
  initialised: readonly string[];
}

/** What threads share: numbers in one Int32Array. */
export const enum Shared {
  /** Cells up to this number are not to be started. */
  cancelled = 0,
  /** How much code listens for an interrupt. */
  listeners = 1,
  /** 1 as soon as the answer to a prompt lies in its port. */
  answered = 2,
  /** What the server thread has not taken yet of what cells show, see {@link weightOf}. */
  pendingOutput = 3,
  /** 1 while the inspector ends what runs: exceptions of the main thread are its doing. */
  terminating = 4,
  /** 1 while loops of cells have to stop. */
  stop = 5,
  length = 6,
}

/** A loop that shows something waits while the server thread has more than this to take. */
export const MOST_PENDING = 4_000_000;
/** A display takes the server thread about as long as so many characters of text. */
const DISPLAY_WEIGHT = 4_000;
/** And any message has some weight: a queue of millions of short lines takes memory and time too. */
const MESSAGE_WEIGHT = 40;

/** How much a message of what cells show keeps the server thread at work, in characters of text. */
export function weightOf(message: FromMain): number {
  switch (message.type) {
    case "stream":
      return MESSAGE_WEIGHT + message.text.length;
    case "display":
      return DISPLAY_WEIGHT + textIn(message.content.data);
    case "clear":
      return DISPLAY_WEIGHT;
    default:
      return 0;
  }
}

function textIn(data: MimeBundle): number {
  let length = 0;
  for (const value of Object.values(data)) if (typeof value === "string") length += value.length;
  return length;
}

/** What the server thread is given at its start. */
export interface ServerThreadData {
  connectionFile: string;
  shared: Int32Array;
  main: MessagePort;
  answers: MessagePort;
  compiler: CellCompilerOptions;
}

/** Calls on the compiler: one of the compiler's methods with its arguments, answered under the same id. */
export interface CompilerCall {
  id: number;
  method: "compile" | "commit" | "complete" | "inspect" | "isComplete";
  args: readonly unknown[];
}

export type CompilerAnswer = { id: number; value: unknown } | { id: number; failure: string };
