// What three small runs of the fused engine must give on every machine and every version of Node. They hold for one
// build of the engine; after each change of it, build, and print the new ones to put here:
//   node build/test/training/fused-pins.js
import { oneCycle } from "../../src/schedules";
import { FUSED_BUILD, runSpec, shareFeatures, type RunChoices } from "../../src/training";
import { fingerprint } from "./fused-parts";
import { randomFeatures } from "./reference";

export const PINS = {
  build: "416562ecd2043b0b",
  sgd: "0b69f843a88625f3f808f281af8fb80db281da3a1c24551908bf6902a633ab5b",
  momentum: "cec93676bb114be960b968b3a0ec4288484858875d82c191abcb5ea3918611f3",
  adamw: "ee57a1d34213563fca174d6ecbfab7db99787afab590fe973ed5e26f339b44bf",
};

const RUNS: Record<Exclude<keyof typeof PINS, "build">, RunChoices> = {
  sgd: { model: { kind: "linear" }, optimizer: { kind: "sgd" }, schedule: 0.3, batchSize: 7, epochs: 3 },
  momentum: {
    ...{
      model: { kind: "mlp", hidden: 21 },
      optimizer: { kind: "momentum", momentum: 0.9, nesterov: false },
    },
    ...{ schedule: oneCycle({ peak: 0.1, steps: 300 }), batchSize: 1, epochs: 3 },
  },
  adamw: {
    model: { kind: "mlp", hidden: 10 },
    optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.1 },
    ...{ schedule: 0.01, batchSize: 16, epochs: 10, clipNorm: 0.5, labelSmoothing: 0.1 },
  },
};

/** SHA-256 of each run's record and weights with this build. */
export async function fingerprints(): Promise<typeof PINS> {
  const features = randomFeatures({ rows: 100, columns: 40, classes: 5 });
  const found = { ...PINS, build: FUSED_BUILD };
  for (const name of ["sgd", "momentum", "adamw"] as const) {
    const spec = await runSpec(features, { ...RUNS[name], engine: "fused" });
    found[name] = await fingerprint(spec, shareFeatures(features));
  }
  return found;
}

if (require.main === module) {
  void fingerprints().then((found) => console.log(`export const PINS = ${JSON.stringify(found, null, 2)};`));
}
