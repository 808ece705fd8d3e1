import type { Expression, MathFunction, Operator, Rule } from "./expression";

/** How a language writes formulas and functions. */
export interface Dialect {
  readonly number: (value: number) => string;
  /** The name of a rule's function: from words joined by underscores. */
  readonly name: (words: string) => string;
  readonly call: (name: MathFunction, inputs: readonly string[]) => string;
  /** base^exponent for a number and a formula, where the language should not write it with `**`. */
  readonly growth?: (base: string, exponent: string) => string;
  /** The steps since `start`: from there on, or in both branches. */
  readonly since: (start: string) => string;
  /** The first step, as an argument. */
  readonly zero: string;
  readonly rule: (rule: Rule, write: (value: Expression) => string) => string;
  /** The function that half-cosines are written with. */
  readonly halfCosine: { readonly name: string; readonly source: string };
}

const LEVEL: Record<Operator, number> = { "+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "**": 3 };
const ATOM = 4;

/** The rules as functions of a language, in order, after the function that they share. */
export function printRules(rules: readonly Rule[], dialect: Dialect): string {
  const text = rules.map((rule) => dialect.rule(rule, (value) => print(value, dialect).text)).join("");
  const { name, source } = dialect.halfCosine;
  return text.includes(`${name}(`) ? source + text : text;
}

/** The text of a formula, and how tightly its outermost operator binds. */
function print(value: Expression, dialect: Dialect): { text: string; level: number } {
  if (typeof value === "number") return { text: dialect.number(value), level: ATOM };
  const inner = (operand: Expression): string => print(operand, dialect).text;
  switch (value.kind) {
    case "step":
      return { text: "step", level: ATOM };
    case "since":
      return { text: dialect.since(dialect.number(value.start)), level: LEVEL["-"] };
    case "name":
      return { text: value.name, level: ATOM };
    case "call":
      return { text: dialect.call(value.function, value.inputs.map(inner)), level: ATOM };
    case "rule":
      return {
        text: `${dialect.name(value.name)}(${value.at === null ? dialect.zero : inner(value.at)})`,
        level: ATOM,
      };
    case "half-cosine": {
      const inputs = [value.high, value.low, value.left].map(inner).join(", ");
      return { text: `${dialect.halfCosine.name}(${inputs})`, level: ATOM };
    }
    case "operation":
      return operation(value.operator, value.left, value.right, dialect);
  }
}

function operation(operator: Operator, left: Expression, right: Expression, dialect: Dialect) {
  const level = LEVEL[operator];
  const constant = typeof right === "number";
  if (operator === "**" && typeof left === "number" && !constant && dialect.growth) {
    return { text: dialect.growth(dialect.number(left), bound(right, ATOM, dialect)), level: ATOM };
  }
  // Whole exponents stay whole: frameworks multiply for these.
  const exponent = operator === "**" && constant ? String(right) : null;
  // Powers group from the right in every language, the other operators from the left.
  const [least, most] = operator === "**" ? [level + 1, level] : [level, level + 1];
  const text = `${bound(left, least, dialect)} ${operator} ${exponent ?? bound(right, most, dialect)}`;
  return { text, level };
}

/** In brackets, unless it binds at least as tightly as `level`. */
function bound(value: Expression, level: number, dialect: Dialect): string {
  const printed = print(value, dialect);
  return printed.level >= level ? printed.text : `(${printed.text})`;
}
