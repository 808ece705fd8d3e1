import { join } from "node:path";

/** The compiled benchmark (build/bench) and the project's root, whatever the current folder is. */
export const COMPILED = join(__dirname, "..");
export const ROOT = join(COMPILED, "..", "..");
/** The benchmark's sources, for what is not TypeScript. */
export const SOURCES = join(ROOT, "bench");
