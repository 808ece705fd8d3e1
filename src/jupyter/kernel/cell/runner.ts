import { Script } from "node:vm";
import type { MessagePort } from "node:worker_threads";
import type { MimeBundle } from "../../../notebook";
import { Shared, type CellToRun, type FromMain, type Outcome } from "../thread-messages";
import { currentCell, Interrupted, runIn, type CellContext } from "./context";
import type { CellModules } from "./modules";
import type { CellOutput } from "./output";
import { resultBundles } from "./result";
import { cellError, scriptName, type TracedCell } from "./traceback";

/** The values of cells, by name; each cell puts accessors of its own here. */
type Scope = Record<string, unknown>;

type CellFunction = (
  scope: Scope,
  require: NodeJS.Require,
  importModule: CellModules["import"],
  checkStop: () => void,
) => { value?: unknown } | undefined | Promise<{ value?: unknown } | undefined>;

interface ActiveCell {
  context: CellContext;
  names: readonly string[];
  /** What earlier cells had put on the scope under these names. */
  earlier: ReadonlyMap<string, PropertyDescriptor>;
}

/** Node's own: a cell may put timers of its own in its place. */
const afterThisTurn = setImmediate;

/** Sources are kept for the stacks of functions that later cells call; the oldest are given up. */
const MOST_SOURCES = 500;

/** Runs translated cells on the main thread, one at a time. */
export class CellRunner {
  private readonly scope: Scope = {};
  private readonly sources = new Map<string, TracedCell>();
  private active: ActiveCell | undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly shared: Int32Array,
    private readonly modules: CellModules,
    private readonly output: CellOutput,
  ) {}

  /** The number of the cell that runs; 0 when none does. */
  get activeCell(): number {
    return this.active?.context.cell ?? 0;
  }

  run(cell: CellToRun): void {
    const context: CellContext = {
      cell: cell.cell,
      allowInput: cell.allowInput,
      muted: false,
      listened: false,
    };
    this.modules.update(cell.modules); // sent once: later cells need them too
    if (this.isCancelled(cell.cell)) {
      this.active = { context, names: [], earlier: new Map() };
      return this.end(context, { error: new Interrupted() });
    }
    this.remember(cell);
    this.output.forgetListeners();
    this.active = { context, names: cell.names, earlier: this.valuesOf(cell.names) };
    runIn(context, () => this.start(cell, context));
  }

  /** @returns whether code listens, which is then given time to end by itself */
  interrupt(cell: number): boolean {
    if (this.activeCell !== cell) return false;
    if (this.output.interruptListeners(cell)) return true;
    this.abandon(cell);
    return false;
  }

  /** The cell is over, whatever its code still does. */
  abandon(cell: number): void {
    if (this.active === undefined || this.activeCell !== cell) return;
    this.modules.forgetHalfLoaded();
    this.end(this.active.context, { error: new Interrupted() });
  }

  /** A rejected promise or an exception in a callback that nobody caught. */
  stray(error: unknown): void {
    const context = currentCell();
    if (context === undefined || context.muted || Interrupted.is(error)) return;
    if (this.active?.context === context) context.stray ??= { error };
    else this.post({ type: "late-error", cell: context.cell, error: this.errorOf(error) });
  }

  private start(cell: CellToRun, context: CellContext): void {
    const finish = (ended: { value?: unknown; error?: unknown }) => {
      // Rejections that nobody awaited are told after this turn's microtasks.
      afterThisTurn(() => this.end(context, ended));
    };
    try {
      const script = new Script(cell.javascript, { filename: scriptName(cell.cell) });
      const code = script.runInThisContext() as CellFunction;
      const returned = code(this.scope, this.modules.require, this.modules.import, this.checkStop);
      if (cell.isAsync) {
        (returned as Promise<{ value?: unknown } | undefined>).then(
          (value) => finish(value ?? {}),
          (error: unknown) => finish({ error }),
        );
      } else finish((returned as { value?: unknown } | undefined) ?? {});
    } catch (error) {
      finish({ error });
    }
  }

  /** Loops of cells call this: an interrupt ends them like an exception, also while no message is read. */
  private readonly checkStop = (): void => {
    if (Atomics.load(this.shared, Shared.stop) === 0) return;
    const context = currentCell();
    // What goes on after its cell: its timers are forgotten too.
    if (context !== undefined && context !== this.active?.context) context.muted = true;
    throw new Interrupted();
  };

  private end(context: CellContext, ended: { value?: unknown } | { error: unknown }): void {
    if (this.active?.context !== context) return;
    // Asked to stop while it was in a call outside JavaScript, it may have come to its end before it heard of that.
    const unheard =
      this.isCancelled(context.cell) && !context.listened ? { error: new Interrupted() } : undefined;
    const failure = "error" in ended ? ended : (unheard ?? context.stray);
    if (failure !== undefined) return this.finish(context, [], failure);
    const { value } = ended as { value?: unknown };
    if (value === undefined) return this.finish(context, []);
    resultBundles(value).then(
      (result) => this.finish(context, result),
      (error: unknown) => this.finish(context, [], { error }),
    );
  }

  private finish(context: CellContext, result: readonly MimeBundle[], failure?: { error: unknown }): void {
    if (this.active?.context !== context) return;
    const { names, earlier } = this.active;
    const initialised = names.filter((name) => this.hasValue(name));
    // A name that the cell did not come to keeps its earlier value.
    for (const [name, value] of earlier) {
      if (!initialised.includes(name)) Object.defineProperty(this.scope, name, value);
    }
    const outcome: Outcome = {
      result,
      initialised,
      ...(failure === undefined ? {} : { error: this.errorOf(failure.error) }),
    };
    if (failure !== undefined && Interrupted.is(failure.error)) context.muted = true;
    this.post({ type: "done", cell: context.cell, outcome });
    this.active = undefined;
  }

  private isCancelled(cell: number): boolean {
    return Atomics.load(this.shared, Shared.cancelled) >= cell;
  }

  private valuesOf(names: readonly string[]): ReadonlyMap<string, PropertyDescriptor> {
    const found = new Map<string, PropertyDescriptor>();
    for (const name of names) {
      const descriptor = Object.getOwnPropertyDescriptor(this.scope, name);
      if (descriptor !== undefined) found.set(name, descriptor);
    }
    return found;
  }

  private hasValue(name: string): boolean {
    const accessor = Object.getOwnPropertyDescriptor(this.scope, name);
    try {
      accessor?.get?.call(this.scope);
      return accessor !== undefined;
    } catch {
      return false; // declared, and not reached
    }
  }

  private remember(cell: CellToRun): void {
    const { label, source, sourceMap } = cell;
    this.sources.set(scriptName(cell.cell), { label, source, sourceMap });
    const oldest = this.sources.keys().next().value;
    if (this.sources.size > MOST_SOURCES && oldest !== undefined) this.sources.delete(oldest);
  }

  private errorOf(error: unknown): ReturnType<typeof cellError> {
    return cellError(error, (script) => this.sources.get(script));
  }

  private post(message: FromMain): void {
    this.port.postMessage(message);
  }
}
