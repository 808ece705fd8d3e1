import type * as ts from "typescript";
import { typescript } from "./cells/typescript";

/**
 * The names that a piece of TypeScript declares at its top level, imports included, in order and each once; it may have
 * errors.
 */
export function declaredNames(source: string): string[] {
  const t = typescript();
  const names = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (t.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (t.isBindingElement(element)) bind(element.name);
  };
  for (const statement of t.createSourceFile("cell.ts", source, t.ScriptTarget.ES2022, true).statements) {
    if (t.isVariableStatement(statement)) statement.declarationList.declarations.forEach((d) => bind(d.name));
    else if (t.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) bind(name);
      if (namedBindings && t.isNamespaceImport(namedBindings)) bind(namedBindings.name);
      else namedBindings?.elements.forEach((element) => bind(element.name));
    } else {
      const { name } = statement as { name?: ts.Node };
      if (name && t.isIdentifier(name)) names.add(name.text);
    }
  }
  return [...names];
}
