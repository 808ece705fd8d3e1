import type * as ts from "typescript";
import { aliasHoldsValue } from "./declared";
import type { TypeScript } from "./typescript";

/** What the translation of an import needs to know. */
export interface ImportContext {
  t: TypeScript;
  checker: ts.TypeChecker;
  factory: ts.NodeFactory;
  /** Names of the function's parameters in this cell. */
  require: string;
  importModule: string;
  isEsm(specifier: string): boolean;
  star(module: ts.Expression): ts.Expression;
}

/**
 * An import as statements: `require` with what `esModuleInterop` means, `await importModule` for a package that only
 * ECMAScript modules may load. Values stay though this cell does not use them; types go.
 */
export function importStatements(context: ImportContext, node: ts.ImportDeclaration): ts.Statement[] {
  const { t, factory } = context;
  const clause = node.importClause;
  const module = load(context, node.moduleSpecifier);
  if (!clause) return [factory.createExpressionStatement(module.value)];
  if (clause.isTypeOnly) return [];
  const bindings = clause.namedBindings;
  const star = bindings && t.isNamespaceImport(bindings) && isValue(context, bindings) ? bindings : undefined;
  const named =
    bindings && t.isNamedImports(bindings) ? bindings.elements.filter((one) => isValue(context, one)) : [];
  const isDefault = (one: ts.ImportSpecifier): boolean => (one.propertyName ?? one.name).text === "default";
  const defaults = [
    ...(clause.name && isValue(context, clause) ? [clause.name] : []),
    ...named.filter(isDefault).map((one) => one.name),
  ];
  const plain = named.filter((one) => !isDefault(one));
  if (!star && defaults.length === 0 && plain.length === 0) return [];
  const variable = factory.createUniqueName("module");
  const statements = [constant(context, variable, module.value)];
  if (star) statements.push(constant(context, star.name, module.esm ? variable : context.star(variable)));
  for (const name of defaults) {
    const value = factory.createPropertyAccessExpression(variable, "default");
    statements.push(
      constant(
        context,
        name,
        module.esm
          ? value
          : factory.createConditionalExpression(
              factory.createLogicalAnd(
                variable,
                factory.createPropertyAccessExpression(variable, "__esModule"),
              ),
              undefined,
              value,
              undefined,
              variable,
            ),
      ),
    );
  }
  if (plain.length > 0) {
    const elements = plain.map((one) => factory.createBindingElement(undefined, one.propertyName, one.name));
    statements.push(constant(context, factory.createObjectBindingPattern(elements), variable));
  }
  return statements.map((statement) => t.setTextRange(statement, node));
}

/** `import x = require("m")`, or `import x = N.y` where `y` is a value. */
export function importEqualsStatements(
  context: ImportContext,
  node: ts.ImportEqualsDeclaration,
  expression: (name: ts.EntityName) => ts.Expression,
): ts.Statement[] {
  const { t, factory } = context;
  if (node.isTypeOnly || !isValue(context, node)) return [];
  const { moduleReference } = node;
  const value = t.isExternalModuleReference(moduleReference)
    ? load({ ...context, isEsm: () => false }, moduleReference.expression).value
    : expression(moduleReference);
  return [t.setTextRange(constant({ t, factory }, node.name, value), node)];
}

function isValue(
  { t, checker }: ImportContext,
  node: ts.ImportClause | ts.NamespaceImport | ts.ImportSpecifier | ts.ImportEqualsDeclaration,
): boolean {
  const symbol = node.name && checker.getSymbolAtLocation(node.name);
  return symbol !== undefined && aliasHoldsValue(t, symbol, checker);
}

function load(context: ImportContext, specifier: ts.Expression): { value: ts.Expression; esm: boolean } {
  const { t, factory } = context;
  const esm = t.isStringLiteral(specifier) && context.isEsm(specifier.text);
  const call = factory.createCallExpression(
    factory.createIdentifier(esm ? context.importModule : context.require),
    undefined,
    [specifier],
  );
  return { value: esm ? factory.createAwaitExpression(call) : call, esm };
}

function constant(
  { t, factory }: Pick<ImportContext, "t" | "factory">,
  name: ts.BindingName,
  value: ts.Expression,
): ts.Statement {
  const declaration = factory.createVariableDeclaration(name, undefined, undefined, value);
  return factory.createVariableStatement(
    undefined,
    factory.createVariableDeclarationList([declaration], t.NodeFlags.Const),
  );
}
