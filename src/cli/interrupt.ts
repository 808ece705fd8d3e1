const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof CODES;

/** What listens to Ctrl-C while a command works. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** The code to exit with; undefined while nothing interrupted. */
  exitCode(): number | undefined;
  /** Stops listening. */
  release(): void;
}

/** The first signal aborts, and lets the work keep what is done; the second ends the process at once. */
export function onInterrupt(first: () => void): Interrupt {
  const controller = new AbortController();
  let code: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (code !== undefined) process.exit(CODES[signal as Signal]);
    code = CODES[signal as Signal];
    first();
    controller.abort();
  };
  const signals = Object.keys(CODES) as Signal[];
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      for (const signal of signals) process.removeListener(signal, stop);
    },
  };
}
