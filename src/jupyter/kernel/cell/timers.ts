import { currentCell } from "./context";

type Timer = (callback: (...args: unknown[]) => unknown, ...rest: unknown[]) => unknown;

const NAMES = ["setTimeout", "setInterval", "setImmediate"] as const;

/**
 * Makes the global timers forget callbacks of cells that were interrupted: code that nobody waits for any more must
 * not keep the thread busy.
 */
export function installTimers(): void {
  const timers = globalThis as unknown as Record<string, Timer>;
  for (const name of NAMES) {
    const original = timers[name];
    const guarded: Timer = (callback, ...rest) => {
      if (typeof callback !== "function") return original(callback, ...rest); // Node says what is wrong
      const timer = original(
        function (this: unknown, ...args: unknown[]) {
          if (currentCell()?.muted !== true) return callback.apply(this, args);
          if (name === "setInterval") clearInterval(timer as NodeJS.Timeout);
          return undefined;
        },
        ...rest,
      );
      return timer;
    };
    // `util.promisify` and others look for their own versions on the function.
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
    timers[name] = guarded;
  }
}
