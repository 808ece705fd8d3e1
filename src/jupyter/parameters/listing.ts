import { basename } from "node:path";
import type { Parameter, Parametrised } from "./types";

/** The parameters there are, one a line, for whoever named one that does not exist or does not fit. */
export function listing(notebooks: readonly Parametrised[]): string {
  const lines = notebooks
    .filter(({ parameters }) => parameters.length > 0)
    .flatMap(({ path, parameters }) => [
      `${basename(path)}:`,
      ...parameters.map((p) => `  ${p.name}: ${typeWords(p)} = ${JSON.stringify(p.default)}`),
    ]);
  if (lines.length > 0) return `The parameters are\n${lines.join("\n")}`;
  return 'No notebook here has parameters: declare them as `const name = literal;` in a cell tagged "parameters".';
}

/** The type of a parameter as written, else as its default has it. */
export function typeWords({ annotation, type }: Parameter): string {
  return annotation?.replace(/\s+/g, " ") ?? type;
}
