import { quote } from "../data";
import { InputError } from "../errors";

/**
 * Reads the fields of a run spec that nobody has checked yet. What cannot be used is refused by its path:
 * `run spec: model.hidden must be a whole number of at least 1, found 0`.
 */
export class FieldReader {
  private readonly known = new Set<string>();
  private readonly values: Record<string, unknown>;

  /** @param path of the object itself; empty for the whole spec */
  constructor(
    value: unknown,
    private readonly path = "",
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new InputError(`run spec${path && `: ${path}`} must be an object, found ${shown(value)}`);
    }
    this.values = value as Record<string, unknown>;
  }

  /** The field as it is; undefined where it is missing. Own fields only, never one of a prototype. */
  take(name: string): unknown {
    this.known.add(name);
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  object(name: string): FieldReader {
    return new FieldReader(this.take(name), this.pathOf(name));
  }

  oneOf<T extends string | number>(name: string, choices: readonly T[]): T {
    const value = this.take(name);
    if (!choices.includes(value as T)) this.refuse(name, choices.join(" or "));
    return value as T;
  }

  flag(name: string): boolean {
    const value = this.take(name);
    if (typeof value !== "boolean") this.refuse(name, "true or false");
    return value as boolean;
  }

  /** A SHA-256 in hexadecimal. */
  hash(name: string): string {
    return this.text(name, /^[0-9a-f]{64}$/, "a SHA-256 of 64 hexadecimal digits");
  }

  text(name: string, rule = /./, wanted = "a text that is not empty"): string {
    const value = this.take(name);
    if (typeof value !== "string" || !rule.test(value)) this.refuse(name, wanted);
    return value as string;
  }

  /** A whole number of at least `least`. */
  whole(name: string, least: 0 | 1): number {
    const holds = (x: number): boolean => Number.isSafeInteger(x) && x >= least;
    return this.number(name, holds, `a whole number of at least ${least}`);
  }

  positive(name: string): number {
    return this.number(name, (x) => x > 0, "a number above 0");
  }

  atLeast(name: string, least: number): number {
    return this.number(name, (x) => x >= least, `a number of at least ${least}`);
  }

  nonNegative(name: string): number {
    return this.atLeast(name, 0);
  }

  /** A share from 0 to below 1. */
  share(name: string): number {
    return this.number(name, (x) => x >= 0 && x < 1, "from 0 to below 1");
  }

  /** A number above 0, or null. */
  positiveOrNull(name: string): number | null {
    const wanted = "a number above 0, or null for never";
    return this.take(name) === null ? null : this.number(name, (x) => x > 0, wanted);
  }

  /** To be called last: refuses a field that nobody asked for, most often a misspelt one. */
  end(): void {
    const unknown = Object.keys(this.values).find((name) => !this.known.has(name));
    if (unknown === undefined) return;
    const path = this.pathOf(quote(unknown, 40).slice(1, -1));
    throw new InputError(`run spec: ${path} is not a field; known here are ${[...this.known].join(", ")}`);
  }

  private number(name: string, holds: (x: number) => boolean, wanted: string): number {
    const value = this.take(name);
    if (typeof value !== "number" || !Number.isFinite(value) || !holds(value)) this.refuse(name, wanted);
    return value as number;
  }

  private refuse(name: string, wanted: string): never {
    throw new InputError(`run spec: ${this.pathOf(name)} must be ${wanted}, found ${shown(this.take(name))}`);
  }

  private pathOf(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}

/** A value as an error shows it: short, whatever it is. */
function shown(value: unknown): string {
  if (typeof value === "string") return quote(value, 40);
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
