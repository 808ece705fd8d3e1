import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { createCellCompiler, type CellCompiler, type CellDiagnostic } from "../../../src/jupyter/cells";
import { ROOT } from "../../training/helpers";

/** A compiler and the values of its cells: what a kernel does, without one. */
export interface Session {
  compiler: CellCompiler;
  scope: Record<string, unknown>;
  /** Runs a cell; an error in its types is thrown as its messages. */
  run(source: string): Promise<unknown>;
  check(source: string): readonly CellDiagnostic[];
}

type Cell = (
  scope: object,
  require: NodeJS.Require,
  importModule: (specifier: string) => Promise<unknown>,
  checkStop: () => void,
) => { value: unknown } | undefined | Promise<{ value: unknown } | undefined>;

/** A session whose cells see the packages around `folder`. */
export function createSession(folder = join(ROOT, "notebooks"), fallbackPackage?: string): Session {
  const compiler = createCellCompiler({
    folder,
    ...(fallbackPackage === undefined ? {} : { fallbackPackage }),
  });
  const scope: Record<string, unknown> = {};
  const require = createRequire(join(folder, "cell.js"));
  return {
    compiler,
    scope,
    async run(source) {
      const cell = compiler.compile(source);
      if (cell.diagnostics.length > 0)
        throw new Error(cell.diagnostics.map(({ message }) => message).join("\n"));
      const body = runInThisContext(`(${cell.javascript})`) as Cell;
      const result = await body(
        scope,
        require,
        (specifier) => import(specifier),
        () => {},
      );
      compiler.commit(cell);
      return result?.value;
    },
    check(source) {
      const cell = compiler.compile(source);
      if (cell.diagnostics.length === 0) compiler.commit(cell);
      return cell.diagnostics;
    },
  };
}
