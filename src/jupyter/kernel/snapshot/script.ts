// `node --snapshot-blob FILE --build-snapshot script.js JSON` runs this, and keeps the process as it is at the end.
// Node gives such a script `require` for some of its own modules, and no `exports`: hence no import here. Its loader
// of modules must not have been started, or the snapshot does not: hence `load`.
/* eslint-disable @typescript-eslint/no-require-imports */
{
  interface Asked {
    /** TypeScript's file. */
    typescript: string;
    /** Files whose declarations cells will need, besides the language's and Node's. */
    declarations: readonly string[];
    /** The options of cells. */
    options: import("typescript").CompilerOptions;
  }
  type Internals = import("../../cells/typescript-internals").TypeScript;

  const { readFileSync } = require("node:fs") as typeof import("node:fs");
  const { dirname, join } = require("node:path") as typeof import("node:path");
  const { startupSnapshot } = require("node:v8") as typeof import("node:v8");

  // One character beyond Latin-1, and V8 keeps a text in twice the memory: TypeScript's 8 MB have five, in comments.
  const narrow = (text: string): string => {
    const escape = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return Buffer.from(text.replace(/[^\0-\xff]/g, escape), "latin1").toString("latin1");
  };

  const load = <T>(path: string): T => {
    const module = { exports: {} as T };
    const source = narrow(readFileSync(path, "utf8"));
    const text = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
    const run = (0, eval)(`${text}\n//# sourceURL=${path}`) as (...parts: unknown[]) => void;
    const requireFrom = (name: string): unknown =>
      name.startsWith(".") ? load(join(dirname(path), `${name}.js`)) : require(name);
    run(module.exports, requireFrom, module, path, dirname(path));
    return module.exports;
  };
  const loadCells = <T>(name: string): T => load<T>(join(__dirname, "../../cells", `${name}.js`));

  const asked = JSON.parse(process.argv[2] ?? "") as Asked;
  const t = load<Internals>(asked.typescript);
  const { prepare } = loadCells<typeof import("../../cells/prepared")>("prepared");
  prepare({ typescript: t, libraries: new Map() });
  const { libraryFile } = loadCells<typeof import("../../cells/library-files")>("library-files");
  const { WARM_UP } = loadCells<typeof import("../../cells/warm-up")>("warm-up");

  // A program with a bit of everything: it has the libraries parsed and bound, and V8 keeps what it compiles.
  const path = `${asked.options.rootDir}/__sample__.ts`;
  const options = asked.options;
  const sample = t.createCompilerHost(options);
  const program = t.createProgram({
    rootNames: [path, ...asked.declarations],
    options,
    host: {
      ...sample,
      getSourceFile: (name, version) =>
        name === path
          ? t.createSourceFile(name, WARM_UP, version)
          : libraryFile(t, name, typeof version === "object" ? version : { languageVersion: version }),
      fileExists: (name) => name === path || sample.fileExists(name),
      writeFile: () => undefined,
    },
  });
  program.getSemanticDiagnostics(program.getSourceFile(path));
  program.emit();

  startupSnapshot.setDeserializeMainFunction(() => {
    const { createRequire } = require("node:module") as typeof import("node:module");
    const main = process.argv[1] ?? "";
    createRequire(main)(main);
  });
}
