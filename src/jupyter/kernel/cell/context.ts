import { AsyncLocalStorage } from "node:async_hooks";

/** A cell that runs or ran, as its code finds it however late it speaks. */
export interface CellContext {
  /** Cells are numbered from 1 in the order in which they run. */
  readonly cell: number;
  readonly allowInput: boolean;
  /** After an interrupt nothing of it is shown any more. */
  muted: boolean;
  /** Whether its code has listened for an interrupt: then it says itself how it ends. */
  listened: boolean;
  /** The first rejected promise or exception in a callback that nobody caught while it ran. */
  stray?: { error: unknown };
}

/** Thrown into code of a cell that was interrupted. */
export class Interrupted extends Error {
  override name = "Interrupted";
  readonly #own = true;

  constructor() {
    super("the cell was interrupted");
  }

  /** Unlike `instanceof` it runs nothing of what a cell threw, which may be a proxy that throws. */
  static is(thrown: unknown): boolean {
    return typeof thrown === "object" && thrown !== null && #own in thrown;
  }
}

const storage = new AsyncLocalStorage<CellContext>();
let last: CellContext | undefined;

/** Runs code as code of a cell: timers and promises that it makes are the cell's too. */
export function runIn<T>(context: CellContext, code: () => T): T {
  last = context;
  return storage.run(context, code);
}

/** The cell whose code calls this; where nothing tells, the cell that ran last. */
export function currentCell(): CellContext | undefined {
  return storage.getStore() ?? last;
}
