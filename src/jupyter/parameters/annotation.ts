import type * as ts from "typescript";

/** A value that a literal type names. */
export type Literal = number | string | boolean;

/** What a written type lets a parameter be, beyond the type of its default. */
export interface Allowed {
  /** The only values there are; for an array, of its items. */
  choices?: readonly Literal[];
  /** Values allowed beside those of the default's type, as in `number | "auto"`. */
  also?: readonly Literal[];
}

/**
 * Reads the literals of a written type: `"linear" | "mlp"`, `(1 | 2)[]`, `number | "auto"`, also behind a type
 * alias of the same cell. Any other type allows what the default's type does.
 */
export function allowedBy(t: typeof ts, type: ts.TypeNode | undefined, file: ts.SourceFile): Allowed {
  if (!type) return {};
  const aliases = new Map<string, ts.TypeNode>();
  for (const statement of file.statements) {
    if (t.isTypeAliasDeclaration(statement)) aliases.set(statement.name.text, statement.type);
  }
  const members = itemMembers(t, type, aliases, 0);
  const literals = members.map((member) => literalOf(t, member));
  const found = literals.filter((literal) => literal !== undefined);
  if (found.length === 0) return {};
  return found.length === members.length ? { choices: found } : { also: found };
}

/** The members of a union, of an array's items where the type is an array. */
function itemMembers(
  t: typeof ts,
  type: ts.TypeNode,
  aliases: ReadonlyMap<string, ts.TypeNode>,
  depth: number,
): ts.TypeNode[] {
  if (depth > 20) return [type]; // an alias of itself
  const inside = (node: ts.TypeNode): ts.TypeNode[] => itemMembers(t, node, aliases, depth + 1);
  if (t.isParenthesizedTypeNode(type) || t.isTypeOperatorNode(type)) return inside(type.type);
  if (t.isArrayTypeNode(type)) return inside(type.elementType);
  if (t.isUnionTypeNode(type)) return type.types.flatMap(inside);
  if (t.isTypeReferenceNode(type) && t.isIdentifier(type.typeName)) {
    const alias = aliases.get(type.typeName.text);
    if (alias && !type.typeArguments) return inside(alias);
    if (/^(Readonly)?Array$/.test(type.typeName.text) && type.typeArguments?.length === 1) {
      return inside(type.typeArguments[0]);
    }
  }
  return [type];
}

function literalOf(t: typeof ts, type: ts.TypeNode): Literal | undefined {
  if (!t.isLiteralTypeNode(type)) return undefined;
  const { literal } = type;
  if (t.isStringLiteralLike(literal)) return literal.text;
  if (t.isNumericLiteral(literal)) return Number(literal.text);
  if (literal.kind === t.SyntaxKind.TrueKeyword) return true;
  if (literal.kind === t.SyntaxKind.FalseKeyword) return false;
  if (t.isPrefixUnaryExpression(literal) && t.isNumericLiteral(literal.operand)) {
    return -Number(literal.operand.text);
  }
  return undefined;
}
