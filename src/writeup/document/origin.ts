import { InputError } from "../../errors";
import type { Origin } from "./types";

const HEX = /^[0-9a-f]{64}$/;

/**
 * What a write-up, Markdown or HTML, says of its own making.
 *
 * @param file what to call it in errors
 * @throws InputError where it is no write-up, or one of a later version
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
  let origin: Partial<Origin>;
  try {
    origin = JSON.parse(json) as Partial<Origin>;
  } catch (error) {
    throw new InputError(
      `${file}: the block that says how it was made is no JSON: ${(error as Error).message}`,
    );
  }
  const { kind, version, data, tuning, gate, features } = origin;
  if (kind !== "lr-lab-write-up" || typeof version !== "number") {
    throw new InputError(`${file}: the block that says how it was made is not one of lr-lab`);
  }
  if (version !== 1) {
    throw new InputError(
      `${file}: was written in format ${version}, this lr-lab knows 1; use a later lr-lab`,
    );
  }
  for (const [name, hash] of Object.entries({ "data.hash": data?.hash, tuning, gate, features })) {
    if (typeof hash !== "string" || !HEX.test(hash)) {
      throw new InputError(`${file}: ${name} must be a hash of 64 hexadecimal digits, found ${String(hash)}`);
    }
  }
  for (const part of ["choices", "engine", "data"] as const) {
    if (typeof origin[part] !== "object" || origin[part] === null) {
      throw new InputError(`${file}: "${part}" is missing in the block that says how it was made`);
    }
  }
  return origin as Origin;
}
