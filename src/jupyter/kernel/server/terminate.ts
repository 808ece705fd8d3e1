import { Session } from "node:inspector";
import { Shared } from "../thread-messages";
import { TIDY } from "../tidy-name";
import { within } from "./within";

const PAUSE_PATIENCE_MS = 300;
/** How long a call outside JavaScript may take to come back. */
const OUTSIDE_MS = 30_000;
const END_PATIENCE_MS = 500;

/**
 * Ends the JavaScript that the main thread runs right now, from another thread: no signal and no message reaches a
 * thread whose loop never ends. The inspector stops it at a statement outside Node's own code, and there V8 ends
 * it without running any more of it.
 *
 * What is ended leaves Node's stack of asynchronous ids as it was, and Node aborts the process when it finds it not
 * empty. While the code is paused, `process._fatalException` empties it, as it does after any uncaught exception.
 *
 * @returns false when the thread did not come back to JavaScript
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-terminateExecution
 */
export async function terminateMainThread(shared: Int32Array): Promise<boolean> {
  const session = new Session();
  // In Node 20's declarations connectToMainThread is there; an inspector that is switched off throws.
  session.connectToMainThread();
  const post = (method: string, parameters?: object) =>
    new Promise<true>((resolve) => session.post(method, parameters, () => resolve(true)));
  Atomics.store(shared, Shared.terminating, 1);
  try {
    const paused = new Promise<void>((resolve) => session.once("Debugger.paused", () => resolve()));
    // No answer means that it is in a call outside JavaScript, e.g. waits for a process. What is asked meanwhile would
    // be done after this session has gone, and a pause without a session never ends: so nothing more is asked.
    if (!(await within(post("Debugger.enable"), OUTSIDE_MS))) return false;
    await within(post("Debugger.setBlackboxPatterns", { patterns: ["^node:"] }), END_PATIENCE_MS);
    session.post("Debugger.pause");
    await within(paused, PAUSE_PATIENCE_MS);
    // Without a pause it waits outside JavaScript, e.g. in Atomics.wait, which ends when V8 is asked to.
    await within(post("Runtime.evaluate", { expression: `globalThis.${TIDY}?.()` }), END_PATIENCE_MS);
    const ended = post("Runtime.terminateExecution");
    session.post("Debugger.resume", () => {}); // it may have paused later than we waited
    await within(ended, END_PATIENCE_MS);
    await within(post("Debugger.disable"), END_PATIENCE_MS);
    return true;
  } finally {
    session.disconnect();
    Atomics.store(shared, Shared.terminating, 0);
  }
}
