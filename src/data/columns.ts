import { InputError } from "../errors";
import type { DataWarning } from "./dataset";
import { listNames, quote, warning } from "./show-text";

/** Which column has which part of a message: a position, or -1 where there is none. */
export interface ColumnRoles {
  readonly text: number;
  readonly intent: number;
  readonly split: number;
  readonly id: number;
  readonly cleanIntent: number;
  readonly family: number;
  readonly noise: number;
  /** Columns whose cells name slices; `prefix` is put before each name, so that columns cannot be confused. */
  readonly slices: readonly { readonly column: number; readonly prefix: string }[];
}

/** Column names as a person gives them. */
export interface ColumnOptions {
  /** Column of the messages' texts; "text" unless told otherwise. */
  text?: string;
  /** Column of the labels; "intent" unless told otherwise, else "label" or "category" (said in a warning). */
  intent?: string;
  /** Column of the splits; "split" where there is one, unless told otherwise. */
  split?: string;
  /** Column or columns that name slices; "slices" where there is one, unless told otherwise. */
  slice?: string | readonly string[];
  /** Column of the messages' ids; "id" where there is one, unless told otherwise. */
  id?: string;
}

/**
 * Finds the columns. A name that was given must be there; without one only the names of the project's own CSV
 * are taken, and a label column of another usual name, which is said in a warning.
 *
 * @throws InputError that lists the columns and the option to use
 */
export function resolveColumns(
  columns: readonly string[],
  options: ColumnOptions,
  file: string,
): { roles: ColumnRoles; warnings: DataWarning[] } {
  const warnings: DataWarning[] = [];
  const list = `the columns are ${listNames(
    columns.map((name) => quote(name)),
    30,
  )}`;
  const named = (option: string, name: string): number => {
    const found = columns.indexOf(name.trim());
    if (found === -1) throw new InputError(`${file}: no column ${quote(name)} (option "${option}"); ${list}`);
    return found;
  };
  const optional = (option: string, name: string | undefined, usual: string): number =>
    name === undefined ? columns.indexOf(usual) : named(option, name);
  const required = (option: string, name: string | undefined, others: readonly string[]): number => {
    if (name !== undefined) return named(option, name);
    const usual = columns.indexOf(option);
    if (usual !== -1) return usual;
    const found = others.filter((other) => columns.includes(other));
    if (found.length === 1) {
      const message =
        `no column "${option}", so the column "${found[0]}" is used; ` +
        `name it (option "${option}") if that is not what you mean.`;
      warnings.push(warning(`${option}-column`, message, []));
      return columns.indexOf(found[0]);
    }
    const reason = found.length > 1 ? `more than one could be it (${found.join(", ")})` : list;
    throw new InputError(
      `${file}: no column "${option}"; ${reason}; say which one has the ${option}s (option "${option}")`,
    );
  };

  const text = required("text", options.text, []);
  const intent = required("intent", options.intent, ["label", "category"]);
  if (text === intent) {
    throw new InputError(`${file}: the column ${quote(columns[text])} cannot be both text and intent`);
  }
  const roles: ColumnRoles = {
    text,
    intent,
    split: optional("split", options.split, "split"),
    id: optional("id", options.id, "id"),
    cleanIntent: columns.indexOf("clean_intent"),
    family: columns.indexOf("family"),
    noise: columns.indexOf("noise"),
    slices: sliceColumns(columns, options.slice, named),
  };
  return { roles, warnings };
}

function sliceColumns(
  columns: readonly string[],
  slice: ColumnOptions["slice"],
  named: (option: string, name: string) => number,
): ColumnRoles["slices"] {
  const names = slice === undefined ? (columns.includes("slices") ? ["slices"] : []) : [slice].flat();
  return [...new Set(names)].map((name) => {
    const column = named("slice", name);
    const own = columns[column] === "slices" || columns[column] === "slice";
    return { column, prefix: own ? "" : `${columns[column]}=` };
  });
}
