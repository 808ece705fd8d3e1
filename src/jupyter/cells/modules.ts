import type * as ts from "typescript";
import type { BoundFile } from "./typescript";
import type { Workspace } from "./workspace";

/** The person's own source files that a cell imports, directly or through each other. */
export interface OwnModules {
  reachable(file: BoundFile): BoundFile[];
  /** Those of `files` that were not yet translated, or have changed since, or import one that has. */
  translate(files: readonly BoundFile[]): { path: string; javascript: string }[];
}

/** Own modules of a workspace. */
export function createOwnModules(workspace: Workspace): OwnModules {
  const { t, files } = workspace;
  const translated = new Map<string, string>();

  function isOwn(file: ts.SourceFile): boolean {
    return (
      !file.isDeclarationFile && !file.fileName.includes("/node_modules/") && !file.fileName.endsWith(".json")
    );
  }

  function imported(file: BoundFile): BoundFile[] {
    const found: BoundFile[] = [];
    const resolved = file.resolvedModules as unknown as
      | { forEach(each: (one: { resolvedModule?: ts.ResolvedModuleFull } | undefined) => void): void }
      | undefined;
    resolved?.forEach((one) => {
      const target =
        one?.resolvedModule && workspace.program().getSourceFile(one.resolvedModule.resolvedFileName);
      if (target && isOwn(target)) found.push(target as BoundFile);
    });
    return found;
  }

  function reachable(file: BoundFile): BoundFile[] {
    const seen = new Set<BoundFile>();
    const visit = (one: BoundFile): void => {
      for (const target of imported(one)) {
        if (seen.has(target)) continue;
        seen.add(target);
        visit(target);
      }
    };
    visit(file);
    return [...seen];
  }

  /** The texts of a file and of all that it imports. */
  function stateOf(file: BoundFile): string {
    const all = new Set([file, ...reachable(file)]);
    return [...all]
      .map(({ fileName }) => `${fileName} ${files.version(fileName)}`)
      .sort()
      .join("\n");
  }

  function javascriptOf(file: BoundFile): string {
    let text = "";
    workspace.program().emit(
      file,
      (path, written) => {
        if (!path.endsWith(".map")) text = written;
      },
      undefined,
      false,
      { after: [t.transformModule as ts.TransformerFactory<ts.SourceFile>] },
    );
    return text.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  }

  return {
    reachable,
    translate(wanted) {
      const fresh: { path: string; javascript: string }[] = [];
      for (const file of wanted) {
        const state = stateOf(file);
        if (translated.get(file.fileName) === state) continue;
        translated.set(file.fileName, state);
        fresh.push({ path: file.fileName, javascript: javascriptOf(file) });
      }
      return fresh;
    },
  };
}
