import { createCellCompiler, type CellCompilerOptions } from "../cells";
import type { CompilerAnswer, CompilerCall } from "./thread-messages";

/** How calls arrive at the compiler and answers leave it. */
export interface CompilerLine {
  onCall(take: (call: CompilerCall) => void): void;
  post(answer: CompilerAnswer): void;
}

/** How long nobody may have asked for anything before it warms up, in milliseconds. */
const IDLE_MS = 150;

/**
 * Serves the methods of a cell compiler. Before anyone asks, since the first program takes most of a kernel's start;
 * what the first real cells would wait for comes when nobody has asked for a moment, and then `onIdle`.
 */
export function serveCompiler(
  line: CompilerLine,
  options: CellCompilerOptions,
  onIdle: () => void = () => undefined,
): void {
  const compiler = createCellCompiler(options);
  let isWarm = false;
  let warmUp: NodeJS.Timeout | undefined;

  function warmUpWhenIdle(): void {
    if (isWarm) return;
    clearTimeout(warmUp);
    warmUp = setTimeout(() => {
      isWarm = true;
      compiler.warmUp();
      onIdle();
    }, IDLE_MS);
  }

  line.onCall(({ id, method, args }) => {
    let answer: CompilerAnswer;
    try {
      const call = compiler[method] as (...args: readonly unknown[]) => unknown;
      answer = { id, value: call.apply(compiler, args as unknown[]) };
    } catch (error) {
      answer = { id, failure: (error as Error).stack ?? String(error) };
    }
    line.post(answer);
    warmUpWhenIdle();
  });
  warmUpWhenIdle();
}
