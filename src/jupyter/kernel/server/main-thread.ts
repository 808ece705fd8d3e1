import { setTimeout as sleep } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";
import {
  MOST_PENDING,
  Shared,
  weightOf,
  type CellToRun,
  type FromMain,
  type Outcome,
  type ToMain,
} from "../thread-messages";
import { terminateMainThread } from "./terminate";
import { within } from "./within";

/** A message of the main thread that is for the front end. */
export type CellMessage = Exclude<
  FromMain,
  { type: "done" } | { type: "interrupting" } | { type: "pong" } | { type: "signal" }
>;

/** How long the main thread may take to answer before it counts as busy with a loop. */
const ANSWER_MS = 100;
/** How long code that listens for an interrupt may take to finish what it does. */
const COOPERATIVE_MS = 5000;
/** How long loops of cells may take to notice that they have to stop. */
const LOOP_MS = 60;
/** How many pings the main thread is sent after V8 was asked: what V8 ends may be the first ones. */
const PINGS = 5;
/** Stands for code that goes on after its cell has ended, e.g. in a timer. */
const LATE = 0;
/** How often V8 is asked before the kernel gives up. */
const ATTEMPTS = 40;

/** How a cell ended: with an outcome, or the user stopped it. */
export type Ending = Outcome | "interrupted";

/** The main thread as the server sees it: it runs one cell at a time, and can be stopped whatever it does. */
export class MainThread {
  onMessage: (message: CellMessage) => void = () => {};
  /** The process got SIGINT. */
  onSignal: () => void = () => {};

  private running: { cell: number; settle: (ending: Ending) => void } | undefined;
  private readonly heard = new Map<string, (message: FromMain) => void>();
  private turn = 0;
  private interrupting: { cell: number; ended: Promise<boolean> } | undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly shared: Int32Array,
  ) {
    port.on("message", (message: FromMain) => this.take(message));
  }

  run(cell: CellToRun): Promise<Ending> {
    return new Promise((resolve) => {
      this.running = {
        cell: cell.cell,
        settle: (ending) => {
          this.running = undefined;
          resolve(ending);
        },
      };
      this.post({ type: "run", ...cell });
    });
  }

  /**
   * Ends the cell that runs: first by asking (code that listens may finish with what it has); where nobody
   * answers, its loops by a flag that they look at, and then whatever runs by V8. Who asks again meanwhile waits
   * for the same end. When no cell runs, what a cell left behind is ended, if it keeps the thread busy.
   *
   * @returns false when nothing could end it
   */
  async interrupt(): Promise<boolean> {
    const cell = this.running?.cell ?? LATE;
    if (this.interrupting?.cell !== cell) {
      const ended = (cell === LATE ? this.endLate() : this.end(cell)).finally(
        () => (this.interrupting = undefined),
      );
      this.interrupting = { cell, ended };
    }
    return this.interrupting.ended;
  }

  private async end(cell: number): Promise<boolean> {
    Atomics.store(this.shared, Shared.cancelled, cell);
    Atomics.notify(this.shared, Shared.answered); // a prompt waits no more
    const asked = this.hear("interrupting", cell);
    this.post({ type: "interrupt", cell });
    const listening = Atomics.load(this.shared, Shared.listeners) > 0;
    const reached = await within(asked, listening ? COOPERATIVE_MS : ANSWER_MS);
    if (reached === undefined) await this.stopLoops(asked);
    else if (reached.type === "interrupting" && reached.cooperative) {
      for (let waited = 0; waited < COOPERATIVE_MS && this.running?.cell === cell; waited += 20)
        await sleep(20);
    }
    return this.abandon(cell);
  }

  private async endLate(): Promise<boolean> {
    if (await this.answer(LATE, 1)) return true;
    await this.stopLoops(sleep(LOOP_MS));
    return this.abandon(LATE);
  }

  /** Raises the flag that loops of cells look at, for a moment or until something happens. */
  private async stopLoops(until: Promise<unknown>): Promise<void> {
    Atomics.store(this.shared, Shared.stop, 1);
    await within(until, LOOP_MS);
    Atomics.store(this.shared, Shared.stop, 0);
  }

  /** Makes sure that the cell is over and that the main thread answers again. */
  private async abandon(cell: number): Promise<boolean> {
    // What V8 was asked to end may have ended before; then it ends the next code that runs, which is a ping's.
    let terminated = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (cell !== LATE && this.running?.cell !== cell && !terminated) return true;
      const answered = await this.answer(cell, terminated ? PINGS : 1);
      if (answered?.type === "pong") {
        // Its own word that it ended may have been lost with it.
        if (this.running?.cell === cell && answered.active !== cell) this.running.settle("interrupted");
        if (cell === LATE || this.running?.cell !== cell) return true;
      } else {
        if (!(await terminateMainThread(this.shared))) return false;
        terminated = true;
      }
    }
    return false;
  }

  /** What the main thread answers to one of some pings, each of which also says that the cell is over. */
  private async answer(cell: number, pings: number): Promise<FromMain | undefined> {
    let answered: FromMain | undefined;
    for (let ping = 0; ping < pings && answered === undefined; ping++) {
      this.post({ type: "abandon", cell });
      const turn = ++this.turn;
      const pong = this.hear("pong", turn);
      this.post({ type: "ping", turn });
      answered = await within(pong, ANSWER_MS);
    }
    return answered;
  }

  private take(message: FromMain): void {
    switch (message.type) {
      case "done":
        if (this.running?.cell === message.cell) this.running.settle(message.outcome);
        return;
      case "interrupting":
        return this.heard.get(`interrupting ${message.cell}`)?.(message);
      case "pong":
        return this.heard.get(`pong ${message.turn}`)?.(message);
      case "signal":
        return this.onSignal();
      default:
        this.onMessage(message);
        return this.taken(weightOf(message));
    }
  }

  /** Wakes a loop that waits with its output, not for every message, but when half of it is taken. */
  private taken(weight: number): void {
    const left = Atomics.sub(this.shared, Shared.pendingOutput, weight) - weight;
    if (left < MOST_PENDING / 2) Atomics.notify(this.shared, Shared.pendingOutput);
  }

  private hear(type: "interrupting" | "pong", number: number): Promise<FromMain> {
    const key = `${type} ${number}`;
    return new Promise<FromMain>((resolve) => {
      this.heard.set(key, (message) => {
        this.heard.delete(key);
        resolve(message);
      });
    });
  }

  private post(message: ToMain): void {
    this.port.postMessage(message);
  }
}
