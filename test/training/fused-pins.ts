// What four small runs of the fused engine must give on every machine and every version of Node. They hold for one
// build of the engine; after each change of it, build, and print the new ones to put here:
//   node build/test/training/fused-pins.js
import { cosine, oneCycle } from "../../src/schedules";
import { FUSED_BUILD, PRODIGY, runSpec, shareFeatures, type RunChoices } from "../../src/training";
import { fingerprint } from "./fused-parts";
import { randomFeatures } from "./reference";

export const PINS = {
  build: "36a33366e0974d10",
  sgd: "72547f969e454f7eb2153d9a6e2d7fbc4f656ef26bbe16ad78402b3c0e152773",
  momentum: "8bba309c4f65730a3fdd05cf39e223f7553e9d428ce1afe47318352912702091",
  adamw: "edb69f726d6d296bde243f0540fe572079912ea2b8e5792ea0658cf559ef702a",
  prodigy: "226c762e94862d1cd362283fb62281bbe9170d88b072a0da6b0800b30046e1dc",
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
  prodigy: {
    model: { kind: "mlp", hidden: 10 },
    optimizer: { ...PRODIGY, weightDecay: 0.1, biasCorrection: true },
    ...{ schedule: cosine({ peak: 1, steps: 140 }), batchSize: 16, epochs: 20 },
  },
};

/** SHA-256 of each run's record and weights with this build. */
export async function fingerprints(): Promise<typeof PINS> {
  const features = randomFeatures({ rows: 100, columns: 40, classes: 5 });
  const found = { ...PINS, build: FUSED_BUILD };
  for (const name of ["sgd", "momentum", "adamw", "prodigy"] as const) {
    const spec = await runSpec(features, { ...RUNS[name], engine: "fused" });
    found[name] = await fingerprint(spec, shareFeatures(features));
  }
  return found;
}

if (require.main === module) {
  void fingerprints().then((found) => console.log(`export const PINS = ${JSON.stringify(found, null, 2)};`));
}
