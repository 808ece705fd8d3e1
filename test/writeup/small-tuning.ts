// A tuning of a small part of the project's data, kept in a store: what write-ups are tested on.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset } from "../../src/data";
import { buildFeatures, type Features } from "../../src/features";
import { openStore, tune, type RunStore, type TuneChoices, type Tuning } from "../../src/tuning";
import { smallSupport } from "../data/small-support";

export interface SmallTuning {
  readonly folder: string;
  readonly dataset: Dataset;
  readonly features: Features;
  readonly store: RunStore;
  readonly choices: TuneChoices;
  readonly tuning: Tuning;
}

/** The caller removes the folder. */
export async function smallTuning(): Promise<SmallTuning> {
  const dataset = await smallSupport();
  const features = buildFeatures(dataset);
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-write-up-"));
  const store = await openStore(join(folder, "store"));
  const choices: TuneChoices = {
    model: { kind: "linear" },
    optimizer: { kind: "sgd" },
    batchSize: 32,
    epochs: 6,
    seeds: 5,
    budget: 60,
    rules: { sliceMessages: 60 },
  };
  return {
    folder,
    dataset,
    features,
    store,
    choices,
    tuning: await tune(dataset, features, choices, { store }),
  };
}
