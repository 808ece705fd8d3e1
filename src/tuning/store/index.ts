export { checkStore, type StoreCheck } from "./check-store";
export { decodeRun } from "./decode-run";
export { encodeRun } from "./encode-run";
export { listRuns, resolveId, type ListedRun } from "./list-runs";
export { openStore, type StoreOptions } from "./open-store";
export { pruneStore, type PruneChoices, type Pruned } from "./prune-store";
export type { RunHead } from "./run-format";
export type { RunStore, StoredRun } from "./run-store";
export type { Damage } from "./set-aside";
