import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Literal } from "./annotation";
import type { Parameter, ParameterValue } from "./types";

type ItemType = "number" | "string" | "boolean";

/** The value that a text on the command line means; undefined where it does not fit the parameter. */
export function parseValue(text: string, parameter: Parameter): ParameterValue | undefined {
  const item = itemType(parameter.type);
  if (item === parameter.type) return parseItem(text, item, parameter);
  if (text.trim().startsWith("[")) {
    try {
      const value: unknown = JSON.parse(text);
      return fits(value, parameter) ? value : undefined;
    } catch {
      return undefined;
    }
  }
  const items = text.split(",").map((part) => parseItem(part.trim(), item, parameter));
  return items.includes(undefined) ? undefined : (items as ParameterValue);
}

/** Whether a value is one that the parameter can take. */
export function fits(value: unknown, parameter: Parameter): value is ParameterValue {
  const item = itemType(parameter.type);
  if (item === parameter.type) return itemFits(value, item, parameter);
  return Array.isArray(value) && value.every((one) => itemFits(one, item, parameter));
}

/** What a parameter takes: `a number`, `one of "linear", "mlp"`. */
export function wanted({ type, choices, also }: Parameter): string {
  const list = (values: readonly Literal[]): string => values.map((v) => JSON.stringify(v)).join(", ");
  if (choices) return `${type.endsWith("[]") ? "a list of" : "one of"} ${list(choices)}`;
  return `a ${type}${also ? ` or ${list(also)}` : ""}`;
}

/**
 * A text that names a file, resolved against `folder`; any other value as it is. It names one when the default
 * looks like a path, or when it looks like one itself and that file exists.
 */
export function resolveFile(value: ParameterValue, usual: ParameterValue, folder: string): ParameterValue {
  if (typeof value !== "string" || value === "" || isAbsolute(value)) return value;
  if (/^[a-z][a-z+.-]+:\/\//i.test(value)) return value;
  const path = resolve(folder, value);
  if (looksLikePath(usual)) return path;
  return (usual === "" || looksLikePath(value)) && isFile(path) ? path : value;
}

function itemType(type: Parameter["type"]): ItemType {
  return type.replace("[]", "") as ItemType;
}

function parseItem(text: string, type: ItemType, { choices, also }: Parameter): Literal | undefined {
  const named = [...(choices ?? []), ...(also ?? [])].find(
    (literal) => String(literal) === text || (typeof literal === "number" && literal === parseNumber(text)),
  );
  if (named !== undefined || choices) return named;
  if (type === "string") return text;
  if (type === "number") return parseNumber(text);
  return text === "true" ? true : text === "false" ? false : undefined;
}

function itemFits(value: unknown, type: ItemType, { choices, also }: Parameter): boolean {
  if (choices) return choices.includes(value as Literal);
  if (also?.includes(value as Literal)) return true;
  return typeof value === type && (type !== "number" || Number.isFinite(value));
}

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}

function looksLikePath(value: ParameterValue): boolean {
  return typeof value === "string" && (/[\\/]/.test(value) || /\w\.[A-Za-z]\w{0,5}$/.test(value));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
