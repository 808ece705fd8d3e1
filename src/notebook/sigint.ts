type Listener = (signal: NodeJS.Signals) => void;

/** Who is to be told of the next SIGINT, and who else listened before. */
const waiting = new Set<() => void>();
let others: readonly Listener[] = [];

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
  if (waiting.size === 0) takeOver();
  waiting.add(told);
  return () => {
    if (waiting.delete(told) && waiting.size === 0) giveBack();
  };
}

/** Whether the program has a way of its own with SIGINT. */
export function othersListen(): boolean {
  return waiting.size === 0 && process.listenerCount("SIGINT") > 0;
}

function takeOver(): void {
  others = process.rawListeners("SIGINT") as Listener[];
  for (const other of others) process.removeListener("SIGINT", other);
  process.on("SIGINT", fire);
}

function giveBack(): void {
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
