// The built-in classifier's training step as one WebAssembly module: what the host can call.
import { clearLinks } from "./batch";
import { writeShuffles } from "./hidden";
import { bind as bindTable } from "./run";
export { evaluate } from "./evaluate";
export { step } from "./step";
export { settle } from "./window";

/** Points the module at a run's table and readies its scratch memory. */
export function bind(table: usize): void {
  bindTable(table);
  clearLinks();
  writeShuffles();
}
