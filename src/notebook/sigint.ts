type Listener = (signal: NodeJS.Signals) => void;

/** Who is to be told of the next SIGINT, and who else listened before. */
const waiting = new Set<() => void>();
let others: readonly Listener[] = [];
let taken = false;

/**
 * Calls `listener` at the next SIGINT in place of everybody who listens already; the one after it is theirs again, or
 * ends the process where nobody listens. Stock tslab's own listener would end the cell at once with an error, and what
 * the cell has done would be in no variable of the cells that follow.
 *
 * @returns stops listening
 */
export function onSigint(listener: () => void): () => void {
  // Each call is one of its own, also with the same function.
  const told = (): void => listener();
  waiting.add(told);
  // Not at once: up to its first await a cell of tslab runs under `breakOnSigint`, which puts the listeners aside, and
  // after which Node forgets the ones that were added meanwhile: the next SIGINT would end the kernel.
  if (waiting.size === 1) queueMicrotask(takeOver);
  return () => {
    if (waiting.delete(told) && waiting.size === 0) giveBack();
  };
}

/** Whether the program has a way of its own with SIGINT. */
export function othersListen(): boolean {
  return !taken && process.listenerCount("SIGINT") > 0;
}

function takeOver(): void {
  if (taken || waiting.size === 0) return;
  taken = true;
  others = process.rawListeners("SIGINT") as Listener[];
  for (const other of others) process.removeListener("SIGINT", other);
  process.on("SIGINT", fire);
}

function giveBack(): void {
  if (!taken) return;
  taken = false;
  process.removeListener("SIGINT", fire);
  for (const other of others) process.on("SIGINT", other);
  others = [];
}

function fire(): void {
  giveBack();
  const told = [...waiting];
  waiting.clear();
  for (const tell of told) tell();
}
