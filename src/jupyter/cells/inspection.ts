import type * as ts from "typescript";
import { NEVER_CANCELLED } from "./completion";
import type { BoundFile, TypeScript } from "./typescript";
import type { Inspection } from "./types";
import type { Workspace } from "./workspace";

/** The type and the documentation of the name at `cursor`, or of the one that ends there. */
export function inspectionAt(
  { t, checker }: Workspace,
  document: (declarations: readonly ts.Node[] | undefined) => void,
  file: BoundFile,
  cursor: number,
): Inspection | undefined {
  const look = (at: number): ts.QuickInfo | undefined => {
    document(declarationsAt(t, checker(), file, at));
    return t.getQuickInfoAtPosition(file, checker(), NEVER_CANCELLED, at);
  };
  const info = look(cursor) ?? (cursor > 0 ? look(cursor - 1) : undefined);
  if (!info) return undefined;
  const documentation = [plain(info.documentation), ...(info.tags ?? []).map(tag)].filter(
    (part) => part !== "",
  );
  return { signature: plain(info.displayParts), documentation: documentation.join("\n\n") };
}

/** Everywhere that the documentation of a name may come from. */
function declarationsAt(
  t: TypeScript,
  checker: ts.TypeChecker,
  file: BoundFile,
  at: number,
): readonly ts.Node[] {
  const node = t.getTouchingPropertyName(file, at);
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return [];
  const target = symbol.flags & t.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return [...(symbol.declarations ?? []), ...(target.declarations ?? [])];
}

function plain(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}

/** A JSDoc tag as Markdown: parameters as a list item, examples as code. */
function tag({ name, text }: ts.JSDocTagInfo): string {
  const said = plain(text).trim();
  if (name === "param" || name === "template") {
    const [, what = "", about = ""] = /^(\S+)\s*-?\s*([\s\S]*)$/.exec(said) ?? [];
    return `- \`${what}\`${about ? `: ${about}` : ""}`;
  }
  if (name === "example") return said.includes("```") ? said : `\`\`\`ts\n${said}\n\`\`\``;
  if (name === "returns" || name === "return") return `Returns ${said}`;
  if (name === "throws") return `Throws ${said}`;
  return said ? `*@${name}* ${said}` : `*@${name}*`;
}
