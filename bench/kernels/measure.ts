import { setTimeout as sleep } from "node:timers/promises";
import { completionOf, DECLARE, ENDLESS, FIRST, LIBRARY, loopOf, SUM, TFJS, WRONG_TYPE } from "./cells";
import { LR_LAB, TURNS, type Code, type Peer } from "./peers";
import { Session } from "./session";
import { madeSnapshot, withoutSnapshot } from "./snapshot";

/** How much is measured. */
export interface Plan {
  readonly rounds: number;
  /** Cells of each kind in each round, after `warm` that don't count. */
  readonly cells: number;
  readonly warm: number;
}

/** The repeats of one measure: in each round one or more values. */
export type Samples = number[][];

/** Everything that was measured of one kernel; milliseconds, except for memory (MiB). */
export interface Measured {
  readonly name: string;
  /** Whether a wrong type is refused before the cell runs. */
  checksTypes: boolean;
  readonly samples: Record<string, Samples>;
  /** Endless cells by their name: how many were interrupted, and of these how many went on or ended with the kernel. */
  readonly interrupts: Record<string, { of: number; wentOn: number; killed: number }>;
}

/** An interrupt has this long. */
export const PATIENCE_MS = 5000;
/** How long a cell runs before it is interrupted. */
const RUNS_MS = 300;

type Part = (peer: Peer, into: Measured, plan: Plan, folder: string) => Promise<void>;

/**
 * Measures all kernels part by part and round by round, in turns (A B C, then C B A), so that a machine that slows
 * down does so for all. One start of each before that counts for nothing.
 */
export async function measureAll(
  peers: readonly Peer[],
  plan: Plan,
  folder: string,
  say: (what: string) => void,
): Promise<Measured[]> {
  const found = peers.map(
    ({ name }) => ({ name, checksTypes: false, samples: {}, interrupts: {} }) as Measured,
  );
  madeSnapshot();
  for (const peer of peers) {
    const session = await Session.start(peer.spec, folder);
    await session.good("1 + 1");
    await session.end();
  }
  const parts: Part[] = [
    plainPart,
    firstStartPart,
    importPart(TFJS, "tfjs"),
    importPart(LIBRARY, "library"),
    interruptPart,
  ];
  for (let round = 0; round < plan.rounds; round++) {
    say(`round ${round + 1} of ${plan.rounds}`);
    for (const part of parts) {
      const turn = peers.map((peer, i) => ({ peer, into: found[i] }));
      if (round % 2 === 1) turn.reverse();
      for (const { peer, into } of turn) {
        for (const samples of Object.values(into.samples)) while (samples.length <= round) samples.push([]);
        await part(peer, into, plan, folder);
      }
    }
  }
  return found;
}

/** The start of the project's kernel as it is once in an installation. */
const firstStartPart: Part = async (peer, into, _plan, folder) => {
  if (peer.spec !== LR_LAB) return;
  await withoutSnapshot(madeSnapshot(), async () => {
    const session = await begin(peer, into, folder, "first start");
    await session.end();
  });
};

/** Start, memory, trivial cells, completion and a loop, in a kernel that has imported nothing. */
const plainPart: Part = async (peer, into, plan, folder) => {
  const session = await begin(peer, into, folder);
  try {
    const memory = session.memory();
    if (memory !== null) add(into, "memory", memory);
    await cells(session, peer, into, plan, SUM, "sum");
    await cells(session, peer, into, plan, DECLARE, "declare");
    into.checksTypes = (await session.cell(codeOf(WRONG_TYPE, peer)!)).status === "error";
    await session.cell(codeOf(FIRST, peer)!);
    for (let n = 0; n < plan.warm + plan.cells; n++) {
      const { code, match } = completionOf(peer.language, n);
      const { ms, matches } = await session.complete(code);
      if (!matches.some((one) => one.includes(match)))
        throw new Error(`${peer.name} doesn't complete ${code}`);
      if (n >= plan.warm) add(into, "completion", ms);
    }
    const { ms } = await session.good(loopOf(peer.language, peer.turns));
    add(into, "loop", ms * (TURNS / peer.turns));
  } finally {
    await session.end();
  }
};

/** An import in a fresh kernel, and trivial cells after it. */
function importPart(what: Code, name: string): Part {
  return async (peer, into, plan, folder) => {
    const code = codeOf(what, peer);
    if (code === null || !peer.npm) return;
    const session = await begin(peer, into, folder);
    try {
      add(into, `${name} import`, (await session.good(code)).ms);
      await cells(session, peer, into, plan, SUM, `${name} sum`);
      const memory = session.memory();
      if (memory !== null) add(into, `${name} memory`, memory);
    } finally {
      await session.end();
    }
  };
}

/** Cells that never end, interrupted; a kernel that goes on with one for five seconds is replaced. */
const interruptPart: Part = async (peer, into, _plan, folder) => {
  let session = await begin(peer, into, folder);
  for (const { name, code } of ENDLESS) {
    const count = (into.interrupts[name] ??= { of: 0, wentOn: 0, killed: 0 });
    count.of += 1;
    const cell = session.cell(codeOf(code, peer)!).then(
      () => "stopped",
      () => "killed",
    );
    await sleep(RUNS_MS);
    const start = performance.now();
    session.kernel.interrupt();
    const outcome = await Promise.race([cell, sleep(PATIENCE_MS, "went on")]);
    const ms = performance.now() - start;
    if (outcome === "stopped") {
      add(into, `interrupt: ${name}`, ms);
      await session.good(codeOf(FIRST, peer)!);
      continue;
    }
    if (outcome === "killed") count.killed += 1;
    else count.wentOn += 1;
    await session.end();
    session = await Session.start(peer.spec, folder);
  }
  await session.end();
};

/** A fresh kernel that has given its first result. */
async function begin(peer: Peer, into: Measured, folder: string, name = "start"): Promise<Session> {
  const start = performance.now();
  const session = await Session.start(peer.spec, folder);
  const text = await session.shown(codeOf(FIRST, peer)!);
  add(into, name, performance.now() - start);
  if (text.trim() !== "2") throw new Error(`${peer.name} says that 1 + 1 is ${text}`);
  return session;
}

async function cells(session: Session, peer: Peer, into: Measured, plan: Plan, what: Code, name: string) {
  const code = codeOf(what, peer)!;
  for (let n = 0; n < plan.warm + plan.cells; n++) {
    const { ms } = await session.good(code.replace("%n", String(n)));
    if (n >= plan.warm) add(into, name, ms);
  }
}

const codeOf = (code: Code, peer: Peer): string | null => code[peer.language];

/** Adds to the last round of a measure; {@link measureAll} opens a round. */
function add(into: Measured, name: string, value: number): void {
  const samples = (into.samples[name] ??= [[]]);
  samples[samples.length - 1].push(value);
}
