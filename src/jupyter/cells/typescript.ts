import { tslabRequire } from "../tslab-package";
import { prepared } from "./prepared";
import type { TypeScript } from "./typescript-internals";

export type * from "./typescript-internals";

/** The TypeScript that tslab ships: notebooks mean the same on both kernels. */
export function typescript(): TypeScript {
  return prepared()?.typescript ?? (tslabRequire()("@tslab/typescript-for-tslab") as TypeScript);
}
