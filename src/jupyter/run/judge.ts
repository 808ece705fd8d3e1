import { appendError, thrownError, unhandledError, type CellError } from "../cell-error";
import type { Reply } from "../client";
import type { CodeCell } from "../nbformat";

/** What is known of a cell that has ended. */
export interface EndedCell {
  cell: CodeCell;
  reply: Reply;
  /** The texts of its stderr messages, in order. */
  stderr: readonly string[];
  /** Whether the kernel is stock tslab, whose errors have to be read from stderr. */
  isStock: boolean;
}

/**
 * The error of a cell, if it failed; it is in the cell's outputs then, once. A kernel that keeps to the protocol
 * has sent it as an `error` message (also where the reply is `ok`: a promise that nobody awaited); stock tslab
 * prints it.
 */
export function judge({ cell, reply, stderr, isStock }: EndedCell): CellError | undefined {
  const sent = cell.outputs.filter((output) => output.output_type === "error").at(-1);
  if (sent) return sent;
  if (reply.content.status === "ok") {
    const unhandled = isStock ? unhandledError(stderr) : undefined;
    if (unhandled) appendError(cell, unhandled.error, unhandled.message);
    return unhandled?.error;
  }
  if (isStock) {
    const { error, messages } = thrownError(stderr);
    appendError(cell, error, stderr.slice(stderr.length - messages).join(""));
    return error;
  }
  const error = repliedError(reply);
  appendError(cell, error);
  return error;
}

function repliedError({ content }: Reply): CellError {
  const { ename, evalue, traceback, status } = content;
  return {
    ename: typeof ename === "string" ? ename : "Error",
    evalue: typeof evalue === "string" ? evalue : `the kernel replied "${String(status)}" without a message`,
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}
