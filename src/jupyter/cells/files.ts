import { statSync } from "node:fs";
import type * as ts from "typescript";
import { libraryFile } from "./library-files";
import type { TypeScript } from "./typescript";

/** The files that cells and their modules see, each read and parsed once; the person's own again when they change. */
export interface Files {
  host: ts.CompilerHost;
  /** Puts a module into the folder that is on no disk. */
  overlay(path: string, text: string): void;
  /** Looks whether own files have changed, appeared or gone since they were read. */
  refresh(): boolean;
  /** Forgets what was not there: packages may have been installed since. */
  forgetMissing(): void;
  /** Counts the texts that an own file has had; 0 for one that was never read. */
  version(path: string): number;
}

interface OwnFile {
  stamp: string;
  parsed: ts.SourceFile;
}

/** Files under `folder`, with `overlays` that are on no disk. */
export function createFiles(t: TypeScript, folder: string): Files {
  const { sys } = t;
  const overlays = new Map<string, { text: string; version: number }>();
  const libraries = new Map<string, ts.SourceFile | undefined>();
  const own = new Map<string, OwnFile>();
  const fileExists = remembered((path) => sys.fileExists(path));
  const directoryExists = remembered((path) => sys.directoryExists(path));
  const realpaths = new Map<string, string>();
  const versions = new Map<string, number>();

  /** Packages are read once; what lies in the notebook's folder, or is source, is looked at again for every cell. */
  function isLibrary(path: string): boolean {
    return path.includes("/node_modules/") || (path.endsWith(".d.ts") && !path.startsWith(`${folder}/`));
  }

  function stampOf(path: string): string {
    const overlay = overlays.get(path);
    if (overlay) return `overlay ${overlay.version}`;
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? `${found.mtimeMs} ${found.size}` : "";
  }

  function readFile(path: string): string | undefined {
    return overlays.get(path)?.text ?? sys.readFile(path);
  }

  function getSourceFile(
    path: string,
    version: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    const as = typeof version === "object" ? version : { languageVersion: version };
    if (isLibrary(path) && !overlays.has(path)) {
      if (!libraries.has(path)) libraries.set(path, libraryFile(t, path, as));
      return libraries.get(path);
    }
    const known = own.get(path);
    if (known) return known.parsed;
    const stamp = stampOf(path);
    const text = readFile(path);
    if (text === undefined) return undefined;
    const file = t.createSourceFile(path, text, as);
    own.set(path, { stamp, parsed: file });
    versions.set(path, (versions.get(path) ?? 0) + 1);
    return file;
  }

  return {
    host: {
      getSourceFile,
      readFile,
      fileExists: (path) =>
        overlays.has(path) || (isLibrary(path) ? fileExists.ask(path) : sys.fileExists(path)),
      directoryExists: directoryExists.ask,
      getDirectories: (path) => sys.getDirectories(path),
      readDirectory: (...asked) => sys.readDirectory(...asked),
      realpath(path) {
        let real = realpaths.get(path);
        if (real === undefined) realpaths.set(path, (real = sys.realpath?.(path) ?? path));
        return real;
      },
      getDefaultLibFileName: (asked) => t.getDefaultLibFilePath(asked),
      getCurrentDirectory: () => folder,
      getCanonicalFileName: (path) => path,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      writeFile: () => undefined,
    },
    overlay(path, text) {
      overlays.set(path, { text, version: (overlays.get(path)?.version ?? 0) + 1 });
    },
    refresh() {
      let changed = false;
      for (const [path, file] of own) {
        if (stampOf(path) === file.stamp) continue;
        own.delete(path);
        changed = true;
      }
      return changed;
    },
    forgetMissing() {
      fileExists.forget(false);
      directoryExists.forget(false);
      for (const [path, file] of libraries) if (!file) libraries.delete(path);
    },
    version: (path) => versions.get(path) ?? 0,
  };
}

function remembered(look: (path: string) => boolean) {
  const seen = new Map<string, boolean>();
  return {
    ask(path: string): boolean {
      let answer = seen.get(path);
      if (answer === undefined) seen.set(path, (answer = look(path)));
      return answer;
    },
    forget(what: boolean): void {
      for (const [path, answer] of seen) if (answer === what) seen.delete(path);
    },
  };
}
