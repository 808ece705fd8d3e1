import { InputError } from "../errors";
import type { MomentumRange, ScheduleSpec } from "./spec";

/** Reads the JSON of a schedule inside another one. */
export type ReadNested = (value: unknown, path: string) => ScheduleSpec;

/**
 * Reads parameters out of an object that nobody has checked yet; every complaint names the parameter by its
 * path. `prefix` is what stands before a parameter's name: "cosine: " in a constructor, "schedule.inner." in JSON.
 */
export class ParameterReader {
  private readonly seen = new Set<string>();
  private readonly values: Record<string, unknown>;

  constructor(
    values: unknown,
    private readonly prefix: string,
    private readonly readNested: ReadNested,
  ) {
    if (typeof values !== "object" || values === null || Array.isArray(values)) {
      const where = prefix.replace(/[.: ]+$/, "");
      throw new InputError(`${where} must be an object of named parameters, but is ${shown(values)}`);
    }
    this.values = values as Record<string, unknown>;
  }

  /** A number above 0. */
  positive(name: string, fallback?: number): number {
    return this.number(name, "a finite number above 0", (x) => x > 0, fallback);
  }

  /** A number of at least 0. */
  nonNegative(name: string, fallback?: number): number {
    return this.number(name, "a finite number of at least 0", (x) => x >= 0, fallback);
  }

  /** A fraction from 0 to 1. */
  fraction(name: string, fallback?: number): number {
    return this.number(name, "a fraction from 0 to 1", (x) => x >= 0 && x <= 1, fallback);
  }

  /** A number above 0 and at most 1. */
  positiveFraction(name: string, fallback?: number, because = ""): number {
    return this.number(name, `above 0 and at most 1${because}`, (x) => x > 0 && x <= 1, fallback);
  }

  /** A whole number of at least `least`. */
  whole(name: string, least: 0 | 1, fallback?: number): number {
    const rule = `a whole number of at least ${least}`;
    return this.number(name, rule, (x) => Number.isSafeInteger(x) && x >= least, fallback);
  }

  /** `null` where the parameter is null or left out, what `read` finds otherwise. */
  orNull<T>(name: string, read: () => T): T | null {
    const value = this.take(name);
    return value === undefined || value === null ? null : read();
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.take(name) ?? fallback;
    if (typeof value !== "boolean") this.fail(name, "true or false");
    return value;
  }

  oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.take(name) ?? fallback;
    if (!choices.includes(value as T)) this.fail(name, `one of ${choices.map((c) => `"${c}"`).join(", ")}`);
    return value as T;
  }

  momentum(name: string, fallback: MomentumRange | null): MomentumRange | null {
    const value = this.take(name);
    if (value === undefined) return fallback;
    if (value === null) return null;
    const reader = this.child(value, name);
    const rule = (x: number): boolean => x >= 0 && x < 1;
    const high = reader.number("high", "at least 0 and below 1", rule);
    const low = reader.number("low", "at least 0 and below 1", rule);
    if (low > high) reader.fail("low", `at most momentum.high, which is ${high}`);
    reader.end();
    return { high, low };
  }

  /** The schedule inside this one. */
  schedule(name: string): ScheduleSpec {
    return this.readNested(this.take(name), this.prefix + name);
  }

  /** A list, each item read by its own reader or by `numbers`. */
  items(name: string): ParameterReader[] {
    return this.list(name).map((value, i) => this.child(value, `${name}[${i}]`));
  }

  /** A list of numbers that obey `rule`. */
  numbers(name: string, rule: (reader: ParameterReader, item: string) => number): number[] {
    const list = this.list(name);
    const items = Object.fromEntries(list.map((value, i) => [`${name}[${i}]`, value]));
    const reader = new ParameterReader(items, this.prefix, this.readNested);
    return list.map((_, i) => rule(reader, `${name}[${i}]`));
  }

  /** Complains that a parameter breaks a rule. */
  fail(name: string, rule: string): never {
    const value = this.take(name);
    throw new InputError(
      value === undefined
        ? `${this.prefix}${name} is missing; it must be ${rule}`
        : `${this.prefix}${name} must be ${rule}, but is ${shown(value)}`,
    );
  }

  /** To be called last: complains about a parameter that nobody asked for, most often a misspelt one. */
  end(): void {
    const known = [...this.seen].filter((name) => name !== "kind");
    for (const name of Object.keys(this.values)) {
      if (this.seen.has(name)) continue;
      throw new InputError(
        `${this.prefix}${shortened(name)} is not a parameter here; known are ${known.join(", ")}`,
      );
    }
  }

  private number(name: string, rule: string, holds: (x: number) => boolean, fallback?: number): number {
    const value = this.take(name) ?? fallback;
    if (typeof value !== "number" || !Number.isFinite(value) || !holds(value)) return this.fail(name, rule);
    return value + 0; // -0 becomes 0
  }

  private list(name: string): unknown[] {
    const value = this.take(name);
    if (!Array.isArray(value)) return this.fail(name, "a list");
    return [...(value as unknown[])];
  }

  private child(value: unknown, name: string): ParameterReader {
    return new ParameterReader(value, `${this.prefix}${name}.`, this.readNested);
  }

  /** Own properties only: a parameter is never found on a prototype. */
  private take(name: string): unknown {
    this.seen.add(name);
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }
}

/** A value as an error message shows it: short, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return `the text ${shortened(JSON.stringify(value))}`;
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
