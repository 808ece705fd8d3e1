import { join } from "node:path";
import {
  buildFeatures,
  DEFAULT_FEATURES,
  loadDataset,
  type Dataset,
  type Features,
  type Split,
} from "../../src";
import { contentHash, createRandom } from "../../src/data";
import { ROOT } from "../lib/paths";
import { syntheticFeatures } from "../lib/synthetic";
import { gaussianFeatures } from "./gaussian";
import { PLAN } from "./plan";

/** A data set that runs are made on. */
export interface Problem {
  readonly name: string;
  readonly heldOut: boolean;
  readonly features: Features;
}

const SIZES: Record<Split, number> = { train: 400, validation: 300, test: 20 };
const ROWS = { train: SIZES.train, validation: SIZES.validation, test: SIZES.test };
/** Three times the messages to validate on, so that what depends on their number is calibrated and tested too. */
const MANY = { ...ROWS, validation: 3 * ROWS.validation };

/** Four problems to calibrate on and three that are held out. */
export async function problems(): Promise<Problem[]> {
  const support = await loadDataset(join(ROOT, "data", "support-intents.csv"));
  const [first, second] = [support.intents.slice(0, 12), support.intents.slice(12, 24)];
  const words = { ...DEFAULT_FEATURES, columns: { kind: "vocabulary", maxSize: 500, minCount: 2 } } as const;
  const characters = { ...words, word: null, char: [3, 4], weight: "sublinear" } as const;
  return [
    {
      name: "support messages, 12 intents, words",
      heldOut: false,
      features: buildFeatures(part(support, first, 1), words),
    },
    {
      name: "Gaussian rows, 10% of the labels wrong",
      heldOut: false,
      features: gaussianFeatures({ ...ROWS, columns: 40, classes: 8, wrong: 0.1, decay: 0 }, 1),
    },
    {
      name: "Gaussian rows, 10% of the labels wrong, 900 to validate on",
      heldOut: false,
      features: gaussianFeatures({ ...MANY, columns: 40, classes: 8, wrong: 0.1, decay: 0 }, 2),
    },
    {
      name: "sparse rows that a linear model separates",
      heldOut: false,
      features: syntheticFeatures({ ...ROWS, columns: 100, classes: 10, nonZeros: 10 }, 1),
    },
    {
      name: "support messages, 12 other intents, characters",
      heldOut: true,
      features: buildFeatures(part(support, second, heldOutSeed(support.hash)), characters),
    },
    { name: "Gaussian rows, 45% of the labels wrong", heldOut: true, features: heldOutGaussian(0.45, 0) },
    {
      name: "badly scaled columns, 20% of the labels wrong",
      heldOut: true,
      features: heldOutGaussian(0.2, 0.7),
    },
  ];
}

/** A seed that follows from content and round alone: nobody chose it, and a new round gives another. */
export function heldOutSeed(hash: string, use: string | number = ""): number {
  return parseInt(contentHash({ hash, use, round: PLAN.round }).slice(0, 12), 16);
}

/** Seeds of a problem's runs. */
export function seedsOf({ heldOut, features }: Problem): number[] {
  return Array.from({ length: PLAN.seeds }, (_, i) => (heldOut ? heldOutSeed(features.data, i) : i + 1));
}

function heldOutGaussian(wrong: number, decay: number): Features {
  const shape = { ...MANY, columns: 30, classes: 6, wrong, decay };
  return gaussianFeatures(shape, heldOutSeed(contentHash(shape)));
}

/** So many messages of some intents, drawn with a seed. */
function part(dataset: Dataset, intents: readonly string[], seed: number): Dataset {
  const left = { ...SIZES };
  const shuffled = createRandom(seed).shuffle([...dataset.messages]);
  const messages = shuffled.filter(({ intent, split }) => intents.includes(intent) && left[split]-- > 0);
  return { kind: "dataset", name: "part", hash: contentHash(messages), intents, messages, warnings: [] };
}
