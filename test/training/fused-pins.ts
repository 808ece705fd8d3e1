// What three small runs of the fused engine must give on every machine and every version of Node. They hold for one
// build of the engine; after each change of it, build, and print the new ones to put here:
//   node build/test/training/fused-pins.js
import { oneCycle } from "../../src/schedules";
import { FUSED_BUILD, runSpec, shareFeatures, type RunChoices } from "../../src/training";
import { fingerprint } from "./fused-parts";
import { randomFeatures } from "./reference";

export const PINS = {
  build: "34ef180cf2111885",
  sgd: "b09e5bb138c371f32c244181819eceb037a62d86550bcdd7cbb81d87aff2c06c",
  momentum: "f3318ab27c535037a12a94503dcf049208d33d7a1dea20b8cc0c3bdcc8dea8e2",
  adamw: "11bc4aa7976b44d629e2c11686bb6fd174aaafe37ff2bd2c4aca079efc461ca9",
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
