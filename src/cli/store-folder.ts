import { resolve } from "node:path";

/** The folder of the run store: `$LR_LAB_HOME`, or `.lr-lab` in the current folder. */
export function storeFolder(): string {
  const home = process.env.LR_LAB_HOME;
  return home === undefined || home === "" ? ".lr-lab" : resolve(home);
}
