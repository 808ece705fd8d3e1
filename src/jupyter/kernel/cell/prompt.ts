import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { Shared, type FromMain } from "../thread-messages";
import { currentCell, Interrupted } from "./context";

/**
 * Puts `prompt(text, preset)` on `globalThis`, as browsers and Deno have it: asks the reader of the notebook and
 * waits for the answer. An empty answer is the preset, or else an empty text. It throws where the front end takes no
 * input.
 */
export function installPrompt(port: MessagePort, answers: MessagePort, shared: Int32Array): void {
  const prompt = (text: unknown = "", preset?: unknown): string => {
    const context = currentCell();
    if (context?.allowInput !== true) {
      throw new Error("prompt: this front end cannot ask for input (it runs the notebook without a reader)");
    }
    while (receiveMessageOnPort(answers) !== undefined); // an answer to a question that was interrupted
    Atomics.store(shared, Shared.answered, 0);
    const asked: FromMain = { type: "prompt", cell: context.cell, text: `${String(text)} ` };
    port.postMessage(asked);
    Atomics.wait(shared, Shared.answered, 0);
    const answer = receiveMessageOnPort(answers)?.message as string | undefined;
    if (answer === undefined) throw new Interrupted();
    return answer === "" && preset !== undefined ? String(preset) : answer;
  };
  Object.defineProperty(globalThis, "prompt", { value: prompt, configurable: true, writable: true });
}
