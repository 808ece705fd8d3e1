// Memory that all threads see: a header, the features, and one arena for each run that is being trained.

const PAGE = 65536;
/** Most arenas that can be in use at a time. */
const ARENAS = 256;
/** In the header, for each arena: address, bytes, in use. */
const WORDS = 3;
const HEADER = 64 + ARENAS * WORDS * 4;

/** The first address after the header, aligned to a cache line. */
export const FIRST_FREE = Math.ceil(HEADER / 64) * 64;

/** A shared memory with room for `bytes` after the header. */
export function createMemory(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil((FIRST_FREE + bytes) / PAGE);
  return new WebAssembly.Memory({ initial, maximum: 65536, shared: true });
}

/** A stretch of the memory that one run has to itself. */
export interface Arena {
  readonly address: number;
  readonly bytes: number;
  release(): void;
}

/**
 * Takes an arena that no run is using, or grows the memory by one. Threads agree by atomic operations on the header,
 * so that memory grows with the runs at a time, not with the runs.
 */
export function takeArena(memory: WebAssembly.Memory, bytes: number): Arena {
  const header = new Int32Array(memory.buffer, 64, ARENAS * WORDS);
  const arena = (slot: number): Arena => ({
    address: header[slot] >>> 0,
    bytes: header[slot + 1] >>> 0,
    release: () => void Atomics.store(header, slot + 2, 0),
  });
  for (let slot = 0; slot < header.length; slot += WORDS) {
    if (Atomics.load(header, slot + 1) >>> 0 < bytes) continue;
    if (Atomics.compareExchange(header, slot + 2, 0, 1) === 0) return arena(slot);
  }
  const pages = Math.ceil(bytes / PAGE);
  const address = memory.grow(pages) * PAGE;
  for (let slot = 0; slot < header.length; slot += WORDS) {
    // A slot is claimed by its use; one without bytes has no arena yet.
    if (Atomics.load(header, slot + 1) !== 0) continue;
    if (Atomics.compareExchange(header, slot + 2, 0, 1) !== 0) continue;
    if (Atomics.load(header, slot + 1) !== 0) {
      Atomics.store(header, slot + 2, 0);
      continue;
    }
    header[slot] = address;
    Atomics.store(header, slot + 1, pages * PAGE);
    return arena(slot);
  }
  throw new RangeError(`fused engine: more than ${ARENAS} runs at a time`);
}
