import { escapeControls } from "../../data";
import { InputError } from "../../errors";
import type { Origin } from "./types";

type Check = (value: unknown) => boolean;

const isHash: Check = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const isFlag: Check = (value) => typeof value === "boolean";
const isSeed: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** A name that may be shown and put into a command: one line, no control characters. */
const isName: Check = (value) =>
  typeof value === "string" &&
  value.length > 0 &&
  value.length <= 300 &&
  !/[\p{Cc}\u2028\u2029]/u.test(value);
const isFile: Check = (value) => value === null || (isName(value) && !/[\\/]/.test(String(value)));
const isVersion: Check = (value) => typeof value === "string" && /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(value);
const isBuild: Check = (value) => typeof value === "string" && /^[\w.+-]{1,100}$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every field that a write-up is computed from, since anyone may have edited the file. */
const FIELDS: Readonly<Record<string, Check>> = {
  lrLab: isVersion,
  "data.name": isName,
  "data.hash": isHash,
  features: isHash,
  "engine.name": (value) => value === "fused" || value === "tfjs",
  "engine.build": isBuild,
  masked: isFlag,
  file: isFile,
  tuning: isHash,
  gate: isHash,
};
const READ: Readonly<Record<string, Check>> = {
  text: isName,
  intent: isName,
  split: isName,
  slice: (value) => isName(value) || (Array.isArray(value) && value.every(isName)),
  id: isName,
  name: isName,
  delimiter: isName,
  seed: isSeed,
  minPerIntent: isSeed,
};
const CHOICES = new Set([
  ...["model", "optimizer", "batchSize", "epochs", "labelSmoothing", "clipNorm", "engine", "stop"],
  ...["evaluationsPerEpoch", "seeds", "budget", "rules"],
]);

/**
 * What a write-up, Markdown or HTML, says of its own making.
 *
 * @param file what to call it in errors
 * @throws InputError where it is no write-up, one of a later version, or a field is not as lr-lab writes it
 */
export function readOrigin(text: string, file: string): Origin {
  const json =
    /^```json lr-lab-write-up\r?\n([\s\S]*?)^```\s*$/m.exec(text)?.[1] ??
    /<script type="application\/json" id="write-up">([\s\S]*?)<\/script>/.exec(text)?.[1];
  if (json === undefined) {
    throw new InputError(
      `${file}: is no write-up of lr-lab: it has no block that says how it was made. \`lr-lab tune CSV --out DIR\` writes one.`,
    );
  }
  const origin = parse(json, file);
  const { kind, version, choices } = origin;
  const read = at(origin, "data.read");
  if (kind !== "lr-lab-write-up" || typeof version !== "number") {
    throw new InputError(`${file}: the block that says how it was made is not one of lr-lab`);
  }
  if (version !== 1) {
    throw new InputError(
      `${file}: was written in format ${version}, this lr-lab knows 1; use a later lr-lab`,
    );
  }
  for (const [path, check] of Object.entries(FIELDS)) {
    if (!check(at(origin, path))) throw bad(file, path, at(origin, path));
  }
  if (!isObject(read)) throw bad(file, "data.read", read);
  for (const [name, value] of Object.entries(read)) {
    if (!Object.hasOwn(READ, name) || !READ[name](value)) throw bad(file, `data.read.${name}`, value);
  }
  if (!isObject(choices)) throw bad(file, "choices", choices);
  for (const [name, value] of Object.entries(choices)) {
    if (!CHOICES.has(name)) throw bad(file, `choices.${name}`, value);
  }
  return origin as unknown as Origin;
}

function parse(json: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const why = escapeControls((error as Error).message);
    throw new InputError(`${file}: the block that says how it was made is no JSON: ${why}`);
  }
  if (!isObject(value))
    throw new InputError(`${file}: the block that says how it was made is not one of lr-lab`);
  return value;
}

function at(origin: Record<string, unknown>, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), origin);
}

function bad(file: string, path: string, value: unknown): InputError {
  const shown = escapeControls(JSON.stringify(value) ?? "nothing").slice(0, 80);
  return new InputError(`${file}: ${path} is not as lr-lab writes it, found ${shown}`);
}
