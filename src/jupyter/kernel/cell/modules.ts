import Module, { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { constants, Script } from "node:vm";

/** A person's own TypeScript file, translated. */
interface TranslatedFile {
  javascript: string;
  loaded?: Module;
}

/**
 * What `require` and `import()` find in cells: the kernel's own modules by name, the person's TypeScript files as
 * translated, packages from the notebook's folder upwards, and last those that came with the kernel, so that a
 * notebook that lies anywhere can `import ... from "lr-lab"`.
 */
export class CellModules {
  readonly require: NodeJS.Require;
  private readonly files = new Map<string, TranslatedFile>();
  private readonly fromKernel: NodeJS.Require;
  private readonly load: (specifier: string) => Promise<unknown>;

  /**
   * @param folder the notebook's
   * @param kernelPackage folder of the package that the kernel belongs to
   * @param own modules by name
   */
  constructor(
    private readonly folder: string,
    private readonly kernelPackage: string,
    private readonly own: ReadonlyMap<string, unknown>,
  ) {
    this.fromKernel = createRequire(join(kernelPackage, "package.json"));
    this.require = this.requireFrom(createRequire(join(folder, "cell.js")), folder);
    // Only a script that names a loader may import; what it imports is found from the notebook's folder.
    this.load = new Script("(specifier) => import(specifier)", {
      filename: join(folder, "cell.js"),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext() as (specifier: string) => Promise<unknown>;
  }

  /** The next `require` of these files loads them anew. */
  update(modules: readonly { path: string; javascript: string }[]): void {
    for (const { path, javascript } of modules) this.files.set(withoutExtension(path), { javascript });
  }

  /** `import(specifier)` of a cell: real ES modules too. */
  import = async (specifier: string): Promise<unknown> => {
    if (this.own.has(specifier)) return this.own.get(specifier);
    if (/^\.{0,2}\//.test(specifier) && this.find(this.folder, specifier)) return this.require(specifier);
    try {
      return await this.load(specifier);
    } catch (error) {
      if (!isMissing(error, specifier)) throw error;
      return this.fromPackage(specifier, error);
    }
  };

  private requireFrom(usual: NodeJS.Require, folder: string): NodeJS.Require {
    const found = (specifier: string): unknown => {
      if (this.own.has(specifier)) return this.own.get(specifier);
      const file = this.find(folder, specifier);
      if (file !== undefined) return this.loadFile(file);
      try {
        return usual(specifier);
      } catch (error) {
        if (!isMissing(error, specifier)) throw error;
        return this.fromPackage(specifier, error);
      }
    };
    return Object.assign(found, {
      resolve: usual.resolve,
      cache: usual.cache,
      main: usual.main,
      extensions: usual.extensions,
    }) as NodeJS.Require;
  }

  private fromPackage(specifier: string, error: unknown): unknown {
    if (specifier === "lr-lab") return this.fromKernel(this.kernelPackage);
    if (/^[./]/.test(specifier)) throw error;
    try {
      return this.fromKernel(specifier);
    } catch {
      throw error;
    }
  }

  private find(folder: string, specifier: string): string | undefined {
    if (!/^\.{1,2}(\/|$)/.test(specifier) && !isAbsolute(specifier)) return undefined;
    const path = withoutExtension(resolve(folder, specifier));
    if (this.files.has(path)) return path;
    return this.files.has(join(path, "index")) ? join(path, "index") : undefined;
  }

  private loadFile(path: string): unknown {
    const file = this.files.get(path);
    if (file === undefined) throw new Error(`Cannot find module '${path}'`);
    if (file.loaded === undefined) {
      const filename = `${path}.js`;
      const loaded = new Module(filename);
      loaded.filename = filename;
      loaded.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(
        dirname(path),
      );
      loaded.require = this.requireFrom(createRequire(filename), dirname(path));
      file.loaded = loaded; // before it runs: files may import each other
      try {
        (loaded as unknown as { _compile(code: string, filename: string): void })._compile(
          file.javascript,
          filename,
        );
      } catch (error) {
        file.loaded = undefined;
        throw error;
      }
    }
    return file.loaded.exports;
  }
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:[cm]?[jt]sx?)$/, "");
}

function isMissing(error: unknown, specifier: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") && message.includes(`'${specifier}'`)
  );
}
