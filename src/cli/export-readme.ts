import type { Features } from "../features";
import { describe, fromSpec } from "../schedules";
import { finalOf, foundRate, type RunRecord } from "../training";
import { modelWords, numberWords, optimizerWords } from "./run-words";

/** What stands in an exported folder and how each part is used. Nothing of the data is in it but counts. */
export function exportReadme(record: RunRecord, features: Features): string {
  const { id, spec, steps, evaluations } = record;
  const { validation } = finalOf({ evaluations });
  const columns = features.splits.train.x.columns;
  const moving = fromSpec(spec.schedule).momentum !== undefined;
  return `# Run ${id}

${modelWords(spec)}, ${optimizerWords(spec)}, ${describe(spec.schedule)}; batches of ${spec.batchSize}, ${steps} steps; ${features.labels.length} intents.
On validation: accuracy ${validation.accuracy.toFixed(4)}, macro-F1 ${validation.macroF1.toFixed(4)}, loss ${validation.loss.toFixed(4)}. Written by \`lr-lab export\`, which trained the run again and found the record of the store.

| path | what it is |
|---|---|
| \`model/\` | the model with its features: labels texts |
| \`tfjs/\` | the same model for TensorFlow.js: takes rows of ${columns} numbers |
| \`schedule/\` | the learning-rate schedule as source text |
| \`record.json\` | all that was observed of the run, with its spec |

## model/

\`\`\`sh
npx lr-lab predict . "where is my parcel?"
npx lr-lab predict . messages.csv --out labelled.csv
\`\`\`

\`model.json\` holds the run's id and spec, the labels, the feature spec and vocabulary, the shapes of the arrays and SHA-256 hashes; \`weights.bin\` the arrays, one after the other, as little-endian float32. In code:

\`\`\`ts
import { readFileSync } from "node:fs";
import { decodeModel, predictTexts } from "lr-lab";

const [json, weights] = ["model.json", "weights.bin"].map((name) => readFileSync(\`model/\${name}\`));
const model = decodeModel({ "model.json": json, "weights.bin": weights }, "model");
console.log(predictTexts(model, ["where is my parcel?"])[0].intent);
\`\`\`

## tfjs/

A \`tf.LayersModel\`: \`await tf.loadLayersModel("tfjs/model.json")\` in a browser, \`"file://tfjs/model.json"\` with tfjs-node. Its input is a text's row, its output the probabilities in the order of \`labels\` in \`model/model.json\`. Rows come from the features of \`model/\`:

\`\`\`ts
const rows = featurize(model.features, ["where is my parcel?"]);
const output = layersModel.predict(tf.tensor2d(denseRows(rows), [rows.rows, rows.columns]));
\`\`\`

## schedule/

Steps count from 0, one for each batch. The formula is written out in each file; nothing of lr-lab is needed.

| file | use |
|---|---|
| \`schedule.tfjs.js\` | \`model.fit(x, y, { callbacks: rateCallback(model) })\` |
| \`schedule_pytorch.py\` | \`scheduler = make_scheduler(optimizer)\`, then \`scheduler.step()\` after every batch |
| \`schedule_keras.py\` | \`keras.optimizers.SGD(LearningRate())\`, or any other optimizer |
| \`schedule_optax.py\` | \`optax.sgd(learning_rate)\`, or any other optimizer |
${
  moving
    ? "\nThe schedule moves the momentum too: `momentum(step)` in each file, and what can be done with it at the head of the file.\n"
    : ""
}${prodigyWords(record)}`;
}

/** How to train on with Prodigy elsewhere; nothing for another optimizer. */
function prodigyWords(record: RunRecord): string {
  const { optimizer } = record.spec;
  if (optimizer.kind !== "prodigy") return "";
  const { beta1, beta2, epsilon, weightDecay, d0, biasCorrection } = optimizer;
  const options = [
    `lr=1.0, betas=(${beta1}, ${beta2}), eps=${epsilon}, weight_decay=${weightDecay}, d0=${d0}`,
    ...(biasCorrection ? ["use_bias_correction=True"] : []),
  ];
  return `
The optimizer is Prodigy, which finds its own rate: the schedule multiplies it. In PyTorch it is \`prodigyopt.Prodigy(parameters, ${options.join(", ")})\` of the package \`prodigyopt\`, whose 1.1.2 this run follows; weight decay is for weights and not for biases. This run found the rate ${numberWords(foundRate(record) ?? NaN)}.
`;
}
