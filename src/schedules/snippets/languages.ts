import type { Dialect } from "./print";

/** Plain numbers as both JavaScript and Python read them. */
const plain = (value: number): string => String(value);
/** As a float literal: an array library must not take a length for an integer type of its own. */
const float = (value: number): string => (/[.e]/.test(String(value)) ? String(value) : `${String(value)}.0`);

/** JavaScript on numbers. */
export const javascript: Dialect = {
  number: plain,
  name: (words) => words.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  call: (name, inputs) => `Math.${name}(${inputs.join(", ")})`,
  since: (start) => `step - ${start}`,
  zero: "0",
  rule: ({ name, words, values, cases, otherwise }, write) =>
    [
      `/** ${words} */`,
      `function ${javascript.name(name)}(step) {`,
      ...values.map(([value, formula]) => `  const ${value} = ${write(formula)};`),
      ...cases.map(({ before, value }) => `  if (step < ${before}) return ${write(value)};`),
      `  return ${write(otherwise)};`,
      "}",
      "",
      "",
    ].join("\n"),
  halfCosine: {
    name: "halfCosine",
    source: `/** Half a cosine wave: high where all is left (1), low where nothing is (0). */
function halfCosine(high, low, left) {
  const angle = (Math.PI / 2) * left;
  return high * Math.sin(angle) ** 2 + low * Math.cos(angle) ** 2;
}

`,
  },
};

/** Python on numbers, with the module `math`. */
export const python: Dialect = {
  number: plain,
  name: (words) => words,
  call: (name, inputs) => `${name === "min" || name === "max" ? "" : "math."}${name}(${inputs.join(", ")})`,
  since: (start) => `step - ${start}`,
  zero: "0",
  rule: ({ name, words, values, cases, otherwise }, write) =>
    [
      `def ${name}(step):`,
      `    """${words}"""`,
      ...values.map(([value, formula]) => `    ${value} = ${write(formula)}`),
      ...cases.flatMap(({ before, value }) => [`    if step < ${before}:`, `        return ${write(value)}`]),
      `    return ${write(otherwise)}`,
      "",
      "",
      "",
    ].join("\n"),
  halfCosine: { name: "half_cosine", source: pythonHalfCosine("half_cosine", "math") },
};

const ARRAY_NAMES: Record<string, string> = { min: "minimum", max: "maximum" };

/**
 * Python on arrays, without branches, so that it can be traced and compiled: every case is computed and one is
 * taken. Functions begin with an underscore; their step is a floating-point array.
 *
 * @param library the module that has `where`, `sin` and the like: "ops" or "jnp"
 */
export function arrays(library: string): Dialect {
  const name = (words: string): string => `_${words}`;
  return {
    number: float,
    name,
    call: (called, inputs) => `${library}.${ARRAY_NAMES[called] ?? called}(${inputs.join(", ")})`,
    // The exponential of a product: float32 would round the base and raise the error to the power too.
    growth: (base, exponent) => `${library}.exp(math.log(${base}) * ${exponent})`,
    since: (start) => `${library}.maximum(step - ${start}, 0.0)`,
    zero: `${library}.zeros_like(step)`,
    rule: ({ name: ruleName, words, values, cases, otherwise }, write) =>
      [
        `def ${name(ruleName)}(step):`,
        `    """${words}"""`,
        ...values.map(([value, formula]) => `    ${value} = ${write(formula)}`),
        ...(cases.length === 0
          ? [`    return ${write(otherwise)}`]
          : [
              `    value = ${write(otherwise)}`,
              ...[...cases]
                .reverse()
                .map(
                  ({ before, value }) =>
                    `    value = ${library}.where(step < ${float(before)}, ${write(value)}, value)`,
                ),
              "    return value",
            ]),
        "",
        "",
        "",
      ].join("\n"),
    halfCosine: { name: "_half_cosine", source: pythonHalfCosine("_half_cosine", library) },
  };
}

function pythonHalfCosine(name: string, library: string): string {
  return `def ${name}(high, low, left):
    """Half a cosine wave: high where all is left (1), low where nothing is (0)."""
    angle = math.pi / 2 * left
    return high * ${library}.sin(angle) ** 2 + low * ${library}.cos(angle) ** 2


`;
}
