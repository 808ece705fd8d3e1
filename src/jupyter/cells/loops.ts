import type * as ts from "typescript";
import type { TypeScript } from "./typescript";

/** How many turns a loop makes between two looks: a power of two. Looking costs more than counting. */
const TURNS = 256;

/** The names that the checks use. */
export interface LoopNames {
  /** The variable that counts turns. */
  turns: string;
  /** The function that throws when the cell has to stop. */
  checkStop: string;
}

/**
 * Makes every loop of a cell count its turns and look now and then whether it has to stop, so that an interrupt ends
 * it as an exception does: with `finally` blocks run, and also where no other thread could stop it, as in
 * `for (;;) await null`.
 */
export function withLoopChecks(
  t: TypeScript,
  context: ts.TransformationContext,
  file: ts.SourceFile,
  names: LoopNames,
): ts.SourceFile {
  const { factory } = context;
  // A function that is sent elsewhere as text finds none of the names there, and has no need to stop.
  const isHere = factory.createStrictEquality(
    factory.createTypeOfExpression(factory.createIdentifier(names.turns)),
    factory.createStringLiteral("number"),
  );
  const looks = factory.createStrictEquality(
    factory.createBinaryExpression(
      factory.createPrefixIncrement(factory.createIdentifier(names.turns)),
      t.SyntaxKind.PercentToken,
      factory.createNumericLiteral(TURNS),
    ),
    factory.createNumericLiteral(0),
  );
  const check = factory.createIfStatement(
    factory.createLogicalAnd(isHere, looks),
    factory.createExpressionStatement(
      factory.createCallExpression(factory.createIdentifier(names.checkStop), undefined, []),
    ),
  );
  const checked = (body: ts.Statement): ts.Block =>
    factory.createBlock([check, ...(t.isBlock(body) ? body.statements : [body])], true);
  const visit = (node: ts.Node): ts.Node => {
    const inner = t.visitEachChild(node, visit, context);
    if (t.isWhileStatement(inner)) {
      return factory.updateWhileStatement(inner, inner.expression, checked(inner.statement));
    }
    if (t.isDoStatement(inner)) {
      return factory.updateDoStatement(inner, checked(inner.statement), inner.expression);
    }
    if (t.isForStatement(inner)) {
      const { initializer, condition, incrementor, statement } = inner;
      return factory.updateForStatement(inner, initializer, condition, incrementor, checked(statement));
    }
    if (t.isForInStatement(inner)) {
      return factory.updateForInStatement(
        inner,
        inner.initializer,
        inner.expression,
        checked(inner.statement),
      );
    }
    if (t.isForOfStatement(inner)) {
      const { awaitModifier, initializer, expression, statement } = inner;
      return factory.updateForOfStatement(inner, awaitModifier, initializer, expression, checked(statement));
    }
    return inner;
  };
  return t.visitNode(file, visit) as ts.SourceFile;
}
