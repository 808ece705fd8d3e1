import { InputError } from "../../errors";
import { featurize, type Features, type Featurizer } from "../../features";
import type { TrainedRun } from "../engine";
import { predict } from "../predict";
import type { RunSpec } from "../run-spec";
import type { ModelWeights } from "../weights";

/** A trained run with all that it takes to label a new text. */
export interface ServedModel {
  readonly kind: "served-model";
  /** Id of the run that trained it, and its spec. */
  readonly run: string;
  readonly spec: RunSpec;
  readonly labels: readonly string[];
  readonly features: Featurizer;
  readonly weights: ModelWeights;
}

/** What a model says of one text. */
export interface TextPrediction {
  readonly intent: string;
  /** From 0 to 1, as the softmax has it. */
  readonly probability: number;
  /** All intents, the most likely first. */
  readonly ranking: readonly { readonly intent: string; readonly probability: number }[];
  /** Whether the model knows any n-gram of the text; if not, this is what it says of an empty one. */
  readonly known: boolean;
}

/**
 * The model of a trained run, ready to be kept or asked.
 *
 * @throws InputError when the run trained on other features, was interrupted (the model would bear the id of the whole
 *   run), or broke, so that its weights are not finite
 * @example const model = servedModel(await train(spec, features), features);
 */
export function servedModel({ record, weights }: TrainedRun, features: Features): ServedModel {
  const { spec, id } = record;
  if (spec.features !== features.hash) {
    throw new InputError(`run ${id}: trained on features ${spec.features}, not on ${features.hash}`);
  }
  if (record.status === "interrupted") {
    throw new InputError(
      `run ${id}: was stopped at step ${record.steps} of ${record.plannedSteps}; train it to its end to serve it`,
    );
  }
  if (!weights.arrays.every(({ values }) => values.every(Number.isFinite))) {
    throw new InputError(
      `run ${id}: its weights are not finite (${record.status}); it cannot label anything`,
    );
  }
  const { vocabulary, idf, labels } = features;
  const featurizer = { spec: features.spec, vocabulary, idf };
  return { kind: "served-model", run: id, spec, labels, features: featurizer, weights };
}

/**
 * Labels texts: n-grams in the model's columns, then `predict`.
 *
 * @example predictTexts(model, ["where is my parcel?"])[0].intent // "order_status"
 */
export function predictTexts(model: ServedModel, texts: readonly string[]): TextPrediction[] {
  const rows = featurize(model.features, texts);
  const { probabilities, classes } = predict(model.weights, rows);
  return texts.map((_, row) => {
    const ranking = model.labels
      .map((intent, c) => ({ intent, probability: probabilities[row * classes + c] }))
      .sort((a, b) => b.probability - a.probability);
    return { ...ranking[0], ranking, known: rows.indptr[row + 1] > rows.indptr[row] };
  });
}
