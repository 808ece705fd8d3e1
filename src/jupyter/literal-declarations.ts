import type * as ts from "typescript";
import { typescript } from "./cells/typescript";
import { allowedBy } from "./parameters/annotation";
import { commentOf } from "./parameters/comments";
import type { Parameter, ParameterValue } from "./parameters/types";

/**
 * The top-level `const` and `let` declarations of a piece of TypeScript whose values are literals: numbers (also
 * negative), strings, booleans, arrays of numbers or of strings.
 */
export function literalDeclarations(source: string): Parameter[] {
  const t = typescript();
  const { isVariableStatement, isIdentifier, ScriptTarget } = t;
  const file = t.createSourceFile("parameters.ts", source, ScriptTarget.ES2022, true);
  const found: Parameter[] = [];
  for (const statement of file.statements) {
    if (!isVariableStatement(statement)) continue;
    const comment = commentOf(t, statement, source);
    for (const { name, type: written, initializer } of statement.declarationList.declarations) {
      if (!isIdentifier(name) || !initializer) continue;
      const type = written ?? assertedType(initializer);
      const annotation = type?.getText(file);
      const value = literalValue(initializer);
      const kind = value === undefined ? undefined : typeOf(value, annotation);
      if (value === undefined || kind === undefined) continue;
      found.push({
        name: name.text,
        type: kind,
        default: value,
        ...(annotation ? { annotation } : {}),
        ...allowedBy(t, type, file),
        ...(comment === undefined ? {} : { comment }),
      });
    }
  }
  return found;
}

/** The type in `value as Type` and `value satisfies Type`; `as const` names none. */
function assertedType(node: ts.Expression): ts.TypeNode | undefined {
  const t = typescript();
  if (t.isParenthesizedExpression(node)) return assertedType(node.expression);
  if (!t.isAsExpression(node) && !t.isSatisfiesExpression(node)) return undefined;
  return t.isConstTypeReference(node.type) ? assertedType(node.expression) : node.type;
}

function literalValue(node: ts.Expression): ParameterValue | undefined {
  const t = typescript();
  if (t.isNumericLiteral(node)) return Number(node.text);
  if (t.isStringLiteralLike(node)) return node.text;
  if (node.kind === t.SyntaxKind.TrueKeyword) return true;
  if (node.kind === t.SyntaxKind.FalseKeyword) return false;
  if (t.isPrefixUnaryExpression(node) && t.isNumericLiteral(node.operand)) {
    if (node.operator === t.SyntaxKind.MinusToken) return -Number(node.operand.text);
    if (node.operator === t.SyntaxKind.PlusToken) return Number(node.operand.text);
    return undefined;
  }
  if (t.isParenthesizedExpression(node) || t.isAsExpression(node) || t.isSatisfiesExpression(node)) {
    return literalValue(node.expression);
  }
  if (t.isArrayLiteralExpression(node)) {
    const items = node.elements.map(literalValue);
    if (items.every((item) => typeof item === "number")) return items as number[];
    if (items.every((item) => typeof item === "string")) return items as string[];
  }
  return undefined;
}

function typeOf(value: ParameterValue, annotation: string | undefined): Parameter["type"] | undefined {
  if (!Array.isArray(value)) return typeof value as "number" | "string" | "boolean";
  if (value.length > 0) return `${typeof value[0] as "number" | "string"}[]`;
  // Nothing in an empty array says what it holds.
  if (annotation && /\bnumber\b/.test(annotation)) return "number[]";
  if (annotation && /\bstring\b/.test(annotation)) return "string[]";
  return undefined;
}
