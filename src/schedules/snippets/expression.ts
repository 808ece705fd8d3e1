/**
 * A formula of the step that can be printed in any language: what a schedule's snippets are made from. Steps
 * and lengths are whole numbers, so that every language computes the same.
 */
export type Expression =
  | number
  | { readonly kind: "step" }
  /** The steps since `start`; only read from there on. */
  | { readonly kind: "since"; readonly start: number }
  /** A value that the rule has given a name. */
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "call"; readonly function: MathFunction; readonly inputs: readonly Expression[] }
  | {
      readonly kind: "half-cosine";
      readonly high: Expression;
      readonly low: number;
      readonly left: Expression;
    }
  /** Another rule, at a step of its own; at its first step where `at` is null. */
  | { readonly kind: "rule"; readonly name: string; readonly at: Expression | null };

export type Operator = "+" | "-" | "*" | "/" | "%" | "**";
export type MathFunction = "min" | "max" | "sqrt";

/** A function of the step: named values, then the first case whose boundary is still ahead. */
export interface Rule {
  /** Words joined by underscores; a language may write them in its own way. */
  readonly name: string;
  /** What it is, in a phrase. */
  readonly words: string;
  readonly values: readonly (readonly [name: string, value: Expression])[];
  /** With boundaries that rise: the value for steps before each. */
  readonly cases: readonly { readonly before: number; readonly value: Expression }[];
  /** The value after the last boundary. */
  readonly otherwise: Expression;
}

/** A rule without its name. */
export type Body = Omit<Rule, "name" | "words">;

export const STEP: Expression = { kind: "step" };

export const named = (name: string): Expression => ({ kind: "name", name });

export function plus(left: Expression, right: Expression): Expression {
  if (left === 0) return right;
  return right === 0 ? left : { kind: "operation", operator: "+", left, right };
}

export function minus(left: Expression, right: Expression): Expression {
  return right === 0 ? left : { kind: "operation", operator: "-", left, right };
}

export function times(left: Expression, right: Expression): Expression {
  if (left === 0 || right === 0) return 0;
  if (left === 1) return right;
  return right === 1 ? left : { kind: "operation", operator: "*", left, right };
}

export function over(left: Expression, right: Expression): Expression {
  return right === 1 ? left : { kind: "operation", operator: "/", left, right };
}

export function remainder(left: Expression, right: number): Expression {
  return { kind: "operation", operator: "%", left, right };
}

export function power(left: Expression, right: Expression): Expression {
  if (left === 1 || right === 0) return 1;
  return right === 1 ? left : { kind: "operation", operator: "**", left, right };
}

export function call(name: MathFunction, ...inputs: Expression[]): Expression {
  return { kind: "call", function: name, inputs };
}

/** max(value, 0) */
export function notNegative(value: Expression): Expression {
  return call("max", value, 0);
}

/** `high x weight + low x (1 - weight)` */
export function blend(high: Expression, low: number, weight: Expression): Expression {
  if (weight === 1) return high;
  return plus(times(high, weight), times(low, minus(1, weight)));
}

/**
 * Half a cosine wave from `high`, where all is left, to `low`, where nothing is: `high x sin^2 + low x cos^2` of
 * a quarter turn times what is left. It is `(1 + cos(pi x))/2` with x = 1 - left, without its loss of digits near
 * the end.
 */
export function halfCosine(high: Expression, low: number, left: Expression): Expression {
  return { kind: "half-cosine", high, low, left };
}

/** What is left of `length` steps after step `end - length`: 1, falling to 0 at `end`, and staying there. */
export function leftOf(end: number, length = end): Expression {
  return over(notNegative(minus(end, STEP)), length);
}
