import type * as ts from "typescript";
import { described } from "./diagnostics";
import type { BoundFile, TypeScript } from "./typescript";
import type { CellDiagnostic } from "./types";

/** What a file may say and a cell cannot: it is no module, so that nobody imports it and it has no address. */
export function misplacedIn(t: TypeScript, file: BoundFile): CellDiagnostic[] {
  if (!/\b(export|meta)\b/.test(file.text)) return [];
  const found: CellDiagnostic[] = [];
  const complain = (node: ts.Node, messageText: string): void => {
    const start = node.getStart(file);
    const length = node.end - start;
    found.push(
      described(
        t,
        { file, start, length, code: 0, category: t.DiagnosticCategory.Error, messageText },
        undefined,
      ),
    );
  };
  for (const statement of file.statements) {
    if (t.isExportAssignment(statement)) {
      complain(statement, "A cell has no default export: give the value a name, which later cells see.");
    } else if (t.isExportDeclaration(statement) && statement.moduleSpecifier) {
      complain(statement, "A cell exports nothing: import the names, and later cells see them.");
    } else if ((t.isFunctionDeclaration(statement) || t.isClassDeclaration(statement)) && !statement.name) {
      complain(statement, "Give this a name: later cells see what a cell declares by its name.");
    }
  }
  const visit = (node: ts.Node): void => {
    if (t.isMetaProperty(node) && node.keywordToken === t.SyntaxKind.ImportKeyword) {
      complain(node, "A cell has no import.meta: its folder is process.cwd().");
    } else t.forEachChild(node, visit);
  };
  if (/\bmeta\b/.test(file.text)) visit(file);
  return found;
}
