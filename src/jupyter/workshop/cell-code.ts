import type * as ts from "typescript";
import { typescript } from "../cells/typescript";
import { declaredNames } from "../declared-names";

/** Whether a node binds its name as a variable. */
function declares(node: ts.Node): boolean {
  const t = typescript();
  return (
    t.isVariableDeclaration(node) ||
    t.isParameter(node) ||
    t.isBindingElement(node) ||
    t.isFunctionLike(node) ||
    t.isClassLike(node)
  );
}

/** The names that a cell takes from other cells or from the world: identifiers that it nowhere declares itself. */
export function usedNames(source: string): Set<string> {
  const t = typescript();
  const used = new Set<string>();
  const own = new Set(declaredNames(source));
  const visit = (node: ts.Node): void => {
    if (t.isIdentifier(node)) {
      const parent = node.parent as ts.Node & { name?: ts.Node; propertyName?: ts.Node };
      const isName = parent.name === node || parent.propertyName === node;
      if (parent.name === node && declares(parent)) own.add(node.text);
      else if (!isName || t.isShorthandPropertyAssignment(parent)) used.add(node.text);
    }
    t.forEachChild(node, visit);
  };
  visit(parsed(source));
  return new Set([...used].filter((name) => !own.has(name)));
}

/** How many times a cell calls a function by its plain name. */
export function callsOf(source: string, name: string): number {
  const t = typescript();
  let calls = 0;
  const visit = (node: ts.Node): void => {
    if (t.isCallExpression(node) && t.isIdentifier(node.expression) && node.expression.text === name) calls++;
    t.forEachChild(node, visit);
  };
  visit(parsed(source));
  return calls;
}

/** A string that a cell's top level declares as `const name = "text"`, with where its literal stands. */
export interface StringLiteral {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The strings that a cell declares, in order. */
export function declaredStrings(source: string): StringLiteral[] {
  const t = typescript();
  const file = parsed(source);
  return file.statements.filter(t.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      if (!t.isIdentifier(name) || !initializer || !t.isStringLiteralLike(initializer)) return [];
      const [start, end] = [initializer.getStart(file), initializer.getEnd()];
      return [{ name: name.text, value: initializer.text, start, end }];
    }),
  );
}

function parsed(source: string): ts.SourceFile {
  const t = typescript();
  return t.createSourceFile("cell.ts", source, t.ScriptTarget.ES2022, true);
}
