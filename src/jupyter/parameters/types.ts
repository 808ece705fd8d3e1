import type { Allowed } from "./annotation";

/** A value that a notebook's parameter can take. */
export type ParameterValue = number | string | boolean | number[] | string[];

/** A parameter of a notebook: a `const name = literal;` of its cell tagged `parameters`. */
export interface Parameter extends Allowed {
  name: string;
  type: "number" | "string" | "boolean" | "number[]" | "string[]";
  default: ParameterValue;
  /** The type written in the declaration, if one is. */
  annotation?: string;
  /** What the comment behind or above the declaration says. */
  comment?: string;
}

/** A notebook's file and what can be set in it. */
export interface Parametrised {
  path: string;
  parameters: readonly Parameter[];
}
