import type * as ts from "typescript";
import type { TypeScript } from "./typescript";

/** Rewrites a cell's nodes; see {@link referencesVisitor}. */
export interface ReferenceContext {
  t: TypeScript;
  checker: ts.TypeChecker;
  context: ts.TransformationContext;
  /** The name of the function's parameter that holds earlier cells' values. */
  scope: string;
  importModule: string;
  isEarlier(symbol: ts.Symbol): boolean;
}

export interface References {
  visit(node: ts.Node): ts.Node;
  /** The value that `N.y` of `import x = N.y` stands for. */
  entity(name: ts.EntityName): ts.Expression;
}

/**
 * A visitor that reads and writes the names of earlier cells as `scope.name`, wherever a name may stand: shorthand
 * properties, targets of destructuring, tags, decorators; and that makes `import()` a call of `importModule`. Types are
 * left as they are, since none of them is written out.
 */
export function referencesVisitor(asked: ReferenceContext): References {
  const { t, checker, context, scope, importModule, isEarlier } = asked;
  const { factory } = context;

  function earlier(node: ts.Identifier): boolean {
    const symbol = t.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    return symbol !== undefined && isEarlier(symbol);
  }

  /** Whether an identifier stands for a variable, and is no property of something. */
  function isReference(node: ts.Identifier): boolean {
    return (
      t.isExpressionNode(node) && !(t.isPropertyAccessExpression(node.parent) && node.parent.name === node)
    );
  }

  function access(node: ts.Identifier): ts.PropertyAccessExpression {
    const found = factory.createPropertyAccessExpression(factory.createIdentifier(scope), node.text);
    return t.setSourceMapRange(found, node);
  }

  /** A function of an earlier cell is not a method of the scope. */
  function callee(node: ts.Expression): ts.Expression {
    if (!t.isIdentifier(node) || !earlier(node)) return visit(node) as ts.Expression;
    const comma = factory.createComma(factory.createNumericLiteral(0), access(node));
    // A stack trace has the place of what comes before the arguments: all of it is where the name begins.
    const start = node.getStart();
    return t.setSourceMapRange(factory.createParenthesizedExpression(comma), { pos: start, end: start });
  }

  function arguments_(nodes: ts.NodeArray<ts.Expression>): ts.NodeArray<ts.Expression> {
    return t.visitNodes(nodes, visit, t.isExpression);
  }

  function visit(node: ts.Node): ts.Node {
    if (t.isIdentifier(node)) return isReference(node) && earlier(node) ? access(node) : node;
    if (t.isInterfaceDeclaration(node) || t.isTypeAliasDeclaration(node)) return node;
    if (t.isHeritageClause(node)) {
      return node.token === t.SyntaxKind.ExtendsKeyword ? t.visitEachChild(node, visit, context) : node;
    }
    if (t.isExpressionWithTypeArguments(node)) {
      return factory.updateExpressionWithTypeArguments(
        node,
        visit(node.expression) as ts.Expression,
        node.typeArguments,
      );
    }
    if (t.isTypeNode(node)) return node;
    if (t.isShorthandPropertyAssignment(node)) return shorthand(node);
    if (t.isTaggedTemplateExpression(node)) {
      const template = visit(node.template) as ts.TemplateLiteral;
      return factory.updateTaggedTemplateExpression(node, callee(node.tag), node.typeArguments, template);
    }
    if (t.isCallExpression(node)) {
      if (node.expression.kind === t.SyntaxKind.ImportKeyword) {
        const called = factory.createCallExpression(
          factory.createIdentifier(importModule),
          undefined,
          arguments_(node.arguments),
        );
        return t.setTextRange(called, node);
      }
      if (t.isCallChain(node)) {
        return factory.updateCallChain(
          node,
          callee(node.expression),
          node.questionDotToken,
          node.typeArguments,
          arguments_(node.arguments),
        );
      }
      return factory.updateCallExpression(
        node,
        callee(node.expression),
        node.typeArguments,
        arguments_(node.arguments),
      );
    }
    return t.visitEachChild(node, visit, context);
  }

  function shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    const initial =
      node.objectAssignmentInitializer && (visit(node.objectAssignmentInitializer) as ts.Expression);
    if (!earlier(node.name)) return factory.updateShorthandPropertyAssignment(node, node.name, initial);
    const value = initial ? factory.createAssignment(access(node.name), initial) : access(node.name);
    return t.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
  }

  function entity(name: ts.EntityName): ts.Expression {
    if (t.isQualifiedName(name))
      return factory.createPropertyAccessExpression(entity(name.left), name.right.text);
    return earlier(name) ? access(name) : factory.createIdentifier(name.text);
  }

  return { visit, entity };
}
