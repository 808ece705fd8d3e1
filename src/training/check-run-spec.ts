import { InputError } from "../errors";
import type { RunSpec } from "./run-spec";

/**
 * Checks a spec's model, optimizer and numbers: one from a file or from plain JavaScript may hold anything.
 *
 * @throws InputError that names the first part that cannot be used, and what was found
 */
export function checkNumbers(spec: RunSpec): void {
  const { model, optimizer, clipNorm, stop } = spec;
  const refuse = (path: string, wanted: string, found: unknown): never => {
    throw new InputError(`run spec: ${path} must be ${wanted}, found ${String(found)}`);
  };
  const count = (path: string, value: number): void => {
    if (!Number.isInteger(value) || value < 1) refuse(path, "a whole number of at least 1", value);
  };
  const positive = (path: string, value: number): void => {
    if (!(value > 0 && value < Infinity)) refuse(path, "a number above 0", value);
  };
  const share = (path: string, value: number): void => {
    if (!(value >= 0 && value < 1)) refuse(path, "from 0 to below 1", value);
  };
  for (const name of ["batchSize", "epochs", "evaluationsPerEpoch"] as const) count(name, spec[name]);
  if (model.kind === "mlp") count("model.hidden", model.hidden);
  else if (model.kind !== "linear") refuse("model.kind", "linear or mlp", (model as { kind: unknown }).kind);
  if (clipNorm !== null) positive("clipNorm", clipNorm);
  if (stop.divergenceFactor !== null) positive("stop.divergenceFactor", stop.divergenceFactor);
  switch (optimizer.kind) {
    case "sgd":
      return;
    case "momentum":
      return share("optimizer.momentum", optimizer.momentum);
    case "adam":
    case "adamw":
      share("optimizer.beta1", optimizer.beta1);
      share("optimizer.beta2", optimizer.beta2);
      positive("optimizer.epsilon", optimizer.epsilon);
      if (optimizer.kind === "adamw" && !(optimizer.weightDecay >= 0 && optimizer.weightDecay < Infinity)) {
        refuse("optimizer.weightDecay", "a number of at least 0", optimizer.weightDecay);
      }
      return;
    default:
      refuse("optimizer.kind", "sgd, momentum, adam or adamw", (optimizer as { kind: unknown }).kind);
  }
}
