import type * as ts from "typescript";
import { importEqualsStatements, importStatements, type ImportContext } from "./imports";
import { withLoopChecks } from "./loops";
import { referencesVisitor } from "./references";
import type { BoundFile, TypeScript } from "./typescript";

/** Names of the parameters of a cell's function: others where the cell uses these itself. */
export interface Parameters {
  scope: string;
  require: string;
  importModule: string;
  checkStop: string;
  /** The variable that loops count their turns in. */
  turns: string;
}

/** What the translation of a cell needs to know. */
export interface Translation {
  t: TypeScript;
  checker: ts.TypeChecker;
  file: BoundFile;
  parameters: Parameters;
  isEarlier(symbol: ts.Symbol): boolean;
  isEsm(specifier: string): boolean;
  /** Whether a name or an `import()` may need to be rewritten. */
  refersOutside: boolean;
}

/** Makes a cell's statements those of a function's body: before TypeScript's own translation, and after it. */
export function cellTransformers(translation: Translation): ts.CustomTransformers {
  return {
    before: [(context) => asSourceFile((file) => before(translation, context, file))],
    after: [
      (context) =>
        asSourceFile((file) => {
          const plain = withoutExports(translation.t, context.factory, file);
          return withLoopChecks(translation.t, context, plain, translation.parameters);
        }),
    ],
  };
}

function asSourceFile(transform: (file: ts.SourceFile) => ts.SourceFile): ts.Transformer<ts.SourceFile> {
  return (file) => transform(file);
}

function before(
  translation: Translation,
  context: ts.TransformationContext,
  file: ts.SourceFile,
): ts.SourceFile {
  const { t, checker, parameters, isEarlier, isEsm } = translation;
  const { factory } = context;
  const { visit, entity } = referencesVisitor({ t, checker, context, isEarlier, ...parameters });
  const importing: ImportContext = {
    t,
    checker,
    factory,
    ...parameters,
    isEsm,
    star: (module) => helpers(context).createImportStarHelper(module),
  };
  const statements = file.statements.flatMap((statement, i): ts.Statement | ts.Statement[] => {
    if (t.isImportDeclaration(statement)) return importStatements(importing, statement);
    if (t.isImportEqualsDeclaration(statement)) return importEqualsStatements(importing, statement, entity);
    const visited = translation.refersOutside ? (visit(statement) as ts.Statement) : statement;
    return i === file.statements.length - 1 && t.isExpressionStatement(visited) ? result(visited) : visited;
  });

  function result(last: ts.ExpressionStatement): ts.Statement {
    const value = factory.createPropertyAssignment("value", last.expression);
    return t.setTextRange(
      factory.createReturnStatement(factory.createObjectLiteralExpression([value])),
      last,
    );
  }

  return factory.updateSourceFile(file, t.setTextRange(factory.createNodeArray(statements), file.statements));
}

/** What TypeScript's context has and does not declare. */
function helpers(context: ts.TransformationContext) {
  return (
    context as ts.TransformationContext & {
      getEmitHelperFactory(): { createImportStarHelper(module: ts.Expression): ts.Expression };
    }
  ).getEmitHelperFactory();
}

/** A cell exports nothing: its names are known to later cells anyway. */
function withoutExports(t: TypeScript, factory: ts.NodeFactory, file: ts.SourceFile): ts.SourceFile {
  const statements = file.statements.flatMap((statement): ts.Statement | ts.Statement[] => {
    if (t.isExportDeclaration(statement)) return [];
    if (!t.canHaveModifiers(statement) || !statement.modifiers?.some(isExport)) return statement;
    const kept = statement.modifiers.filter((one) => !isExport(one));
    if (t.isVariableStatement(statement)) {
      return factory.updateVariableStatement(statement, kept.filter(t.isModifier), statement.declarationList);
    }
    if (t.isFunctionDeclaration(statement)) {
      const { asteriskToken, name, typeParameters, parameters, type, body } = statement;
      const modifiers = kept.filter(t.isModifier);
      return factory.updateFunctionDeclaration(
        statement,
        modifiers,
        asteriskToken,
        name,
        typeParameters,
        parameters,
        type,
        body,
      );
    }
    if (t.isClassDeclaration(statement)) {
      const { name, typeParameters, heritageClauses, members } = statement;
      return factory.updateClassDeclaration(statement, kept, name, typeParameters, heritageClauses, members);
    }
    return statement;
  });
  return factory.updateSourceFile(file, t.setTextRange(factory.createNodeArray(statements), file.statements));

  function isExport(modifier: ts.ModifierLike): boolean {
    return modifier.kind === t.SyntaxKind.ExportKeyword || modifier.kind === t.SyntaxKind.DefaultKeyword;
  }
}
