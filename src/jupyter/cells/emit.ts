import type * as ts from "typescript";
import type { Declared } from "./declared";
import { cellTransformers, type Parameters, type Translation } from "./transform";
import type { BoundFile, TypeScript } from "./typescript";

/** A cell's JavaScript, as {@link import("./types").CompiledCell} says. */
export interface Emitted {
  javascript: string;
  sourceMap: string;
  isAsync: boolean;
}

/** Translates a checked cell in one pass. */
export function emitCell(
  program: ts.Program,
  translation: Omit<Translation, "parameters">,
  declared: Declared,
  outside: { isEarlierName(name: string): boolean },
): Emitted {
  const { t, file } = translation;
  const parameters = parametersOf(file);
  let isAsync = awaitsAtTop(t, file);
  let body = "";
  let map = "";
  program.emit(
    file,
    (path, text) => {
      if (path.endsWith(".map")) map = text;
      else body = text;
    },
    undefined,
    false,
    cellTransformers({
      ...translation,
      parameters,
      isEsm(specifier) {
        const esm = translation.isEsm(specifier);
        isAsync ||= esm;
        return esm;
      },
    }),
  );
  const head = [
    `${isAsync ? "async " : ""}(${parameters.scope}, ${parameters.require}, ${parameters.importModule}, ${parameters.checkStop}) => {`,
    `let ${parameters.turns} = 0;`,
    accessors(declared, parameters.scope),
    unseenNames(file, parameters.scope, outside.isEarlierName),
  ].join(" ");
  const code = body.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  return { javascript: `${head}\n${code}\n}`, sourceMap: shifted(map), isAsync };
}

/** Later cells and closures see the same variables: what the scope has is a door to them. */
function accessors({ values }: Declared, scope: string): string {
  if (values.length === 0) return "";
  const doors = values.map(({ name, constant }) => {
    const value = name === "value" ? "given" : "value";
    const set = constant ? "" : `set: (${value}) => { ${name} = ${value}; }, `;
    // In brackets: `__proto__` is a name like any other.
    return `[${JSON.stringify(name)}]: { get: () => ${name}, ${set}enumerable: true, configurable: true }`;
  });
  const object = values.some(({ name }) => name === "Object") ? "globalThis.Object" : "Object";
  return `${object}.defineProperties(${scope}, { ${doors.join(", ")} });`;
}

/** What JSX calls without naming it, and the `exports` that stock tslab hands to a cell. */
function unseenNames(file: BoundFile, scope: string, isEarlierName: (name: string) => boolean): string {
  const names: string[] = [];
  if (file.fileName.endsWith("x") && isEarlierName("React") && !file.locals?.has("React")) {
    names.push(`const React = ${scope}.React;`);
  }
  if (file.identifiers.has("exports") && !file.locals?.has("exports") && !isEarlierName("exports")) {
    names.push(`const exports = ${scope};`);
  }
  return names.join(" ");
}

function parametersOf(file: BoundFile): Parameters {
  const free = (name: string): string => {
    let found = name;
    for (let i = 1; file.identifiers.has(found); i++) found = `${name}_${i}`;
    return found;
  };
  const require = file.locals?.has("require") ? free("require") : "require";
  return {
    scope: free("scope"),
    require,
    importModule: free("importModule"),
    checkStop: free("checkStop"),
    turns: free("turns"),
  };
}

function awaitsAtTop(t: TypeScript, file: BoundFile): boolean {
  if (!/\bawait\b/.test(file.text)) return false;
  const visit = (node: ts.Node): boolean => {
    if (t.isFunctionLike(node) || t.isPropertyDeclaration(node)) {
      return node.name !== undefined && t.isComputedPropertyName(node.name) && visit(node.name);
    }
    if (t.isClassStaticBlockDeclaration(node)) return false;
    if (t.isAwaitExpression(node) || (t.isForOfStatement(node) && node.awaitModifier)) return true;
    return t.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

/** The head is one line. */
function shifted(map: string): string {
  if (map === "") return "";
  const content = JSON.parse(map) as { mappings: string; sources: string[] };
  return JSON.stringify({
    ...content,
    file: "cell.js",
    sourceRoot: "",
    sources: ["cell.ts"],
    mappings: `;${content.mappings}`,
  });
}
