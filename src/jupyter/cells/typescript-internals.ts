import type * as ts from "typescript";

/** What TypeScript has and does not declare, and tslab's copy of it adds. */
interface Undeclared {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  createModeAwareCache(): ResolvedModules;
  isExpressionNode(node: ts.Node): boolean;
  transformModule(context: ts.TransformationContext): ts.Transformer<ts.SourceFile>;
  getQuickInfoAtPosition(
    file: ts.SourceFile,
    checker: ts.TypeChecker,
    cancellation: object,
    position: number,
  ): ts.QuickInfo | undefined;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  findPrecedingToken(position: number, file: ts.SourceFile): ts.Node | undefined;
  parseIsolatedJSDocComment(text: string): { jsDoc?: ts.JSDoc; diagnostics: readonly unknown[] } | undefined;
  Completions: {
    getCompletionsAtPositionForTslab(
      host: object,
      program: ts.Program,
      log: (message: string) => void,
      file: ts.SourceFile,
      position: number,
      preferences: object,
      trigger: undefined,
      kind: ts.CompletionTriggerKind,
      cancellation: object,
    ): ts.CompletionInfo | undefined;
  };
}

export type TypeScript = typeof ts & Undeclared;

export type Resolution = ts.ResolvedModuleWithFailedLookupLocations;

export interface ResolvedModules {
  get(specifier: string, mode: undefined): Resolution | undefined;
  set(specifier: string, mode: undefined, value: Resolution): void;
}

/** What the parser, the binder and the checker keep on a file. */
export type BoundFile = ts.SourceFile & {
  locals?: Map<string, ts.Symbol>;
  identifiers: ReadonlyMap<string, string>;
  resolvedModules?: ResolvedModules;
  externalModuleIndicator?: unknown;
  parseDiagnostics: readonly ts.Diagnostic[];
};
