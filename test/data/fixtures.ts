import { join } from "node:path";
import type { DataWarning } from "../../src/data";
import { InputError } from "../../src/errors";

/** Path of a CSV in test/fixtures/csv, from the compiled test. */
export function fixture(name: string): string {
  return join(__dirname, "..", "..", "..", "test", "fixtures", "csv", name);
}

/** For `assert.throws` and `assert.rejects`: an InputError whose message has all of the parts. */
export function inputError(...parts: (string | RegExp)[]): (error: unknown) => true {
  return (error) => {
    if (!(error instanceof InputError)) throw error;
    for (const part of parts) {
      const found = typeof part === "string" ? error.message.includes(part) : part.test(error.message);
      if (!found) throw new Error(`expected ${String(part)} in: ${error.message}`);
    }
    return true;
  };
}

/** Warnings as [check, rows], in order. */
export function checksAndRows(warnings: readonly DataWarning[]): [string, readonly number[]][] {
  return warnings.map(({ check, rows }) => [check, rows]);
}
