import type * as ts from "typescript";
import type { TypeScript } from "./typescript";

type Documented = ts.Node & { jsDoc?: (ts.Node & { parent: ts.Node })[] };

const done = new WeakSet<ts.SourceFile>();

/**
 * Gives declarations their documentation, which was left out when their file was read: the file is parsed once more,
 * with it, and what that finds is put on the nodes in the same places.
 */
export function createDocumentation(t: TypeScript): (declarations: readonly ts.Node[] | undefined) => void {
  /** Names and types in a comment are quoted from the text that it was read in, and not from where it now hangs. */
  function quote(node: ts.Node, text: string): void {
    const { pos, end } = node;
    node.getText = () => text.slice(pos, end).trim();
    t.forEachChild(node, (child) => quote(child, text));
  }

  function graft(from: Documented, to: Documented): void {
    if (from.jsDoc) {
      to.jsDoc = from.jsDoc;
      for (const comment of from.jsDoc) {
        quote(comment, comment.getSourceFile().text);
        comment.parent = to;
      }
    }
    const targets: ts.Node[] = [];
    t.forEachChild(to, (child) => void targets.push(child));
    let i = 0;
    t.forEachChild(from, (child) => {
      const target = targets[i++];
      if (target?.kind === child.kind) graft(child, target);
    });
  }

  return (declarations) => {
    for (const declaration of declarations ?? []) {
      const file = declaration.getSourceFile();
      if (done.has(file) || !file.isDeclarationFile) continue;
      done.add(file);
      const text = t.sys.readFile(file.fileName);
      if (text !== undefined)
        graft(t.createSourceFile(file.fileName, text, file.languageVersion, true), file);
    }
  };
}
