export { createCellCompiler, type CellCompilerOptions } from "./compiler";
export type { CellCompiler, CellDiagnostic, CompiledCell, Completions, Inspection } from "./types";
