import { InputError } from "../errors";

/** How many runs train side by side, as `--threads` gives it. */
export function parseThreads(text: string): number {
  const threads = Number(text);
  if (/^\d+$/.test(text) && threads >= 1 && threads <= 64) return threads;
  throw new InputError(`--threads ${text}: write a whole number from 1 to 64`);
}
