import { join } from "node:path";
import { Command } from "commander";
import {
  escapeControls,
  firstDifference,
  loadDataset,
  readText,
  type Dataset,
  type DatasetOptions,
} from "../data";
import { InputError, WorkError } from "../errors";
import { buildFeatures, DEFAULT_FEATURES, parseFeatureSpec, type Features } from "../features";
import { scheduleSnippets } from "../schedules";
import {
  encodeModel,
  layersModelFiles,
  servedModel,
  toLayersModel,
  train,
  type RunRecord,
  type TrainedRun,
} from "../training";
import { openStore, resolveId } from "../tuning";
import { withDataOptions } from "./data-options";
import { exportReadme } from "./export-readme";
import { withJsonErrors } from "./json-errors";
import { jsonText } from "./run-words";
import { SHIPPED_DATA } from "./shipped-data";
import { storeFolder } from "./store-folder";
import { checkNewFolder, writeFolder, type FolderFiles } from "./write-folder";

type Options = Pick<DatasetOptions, "text" | "intent" | "split" | "seed"> & {
  slice?: string[];
  out: string;
  data?: string;
  features?: string;
  json?: boolean;
};

/** `lr-lab export`: a run of the store as a model that can be served, and its schedule for other libraries. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description(
      "Train a run of the store again, check that it is the same, and write its model, its record and its " +
        "schedule as source text for TensorFlow.js, PyTorch, Keras and optax.",
    )
    .argument("<run>", "the run's id, or as many of its first digits as tell it from the others")
    .requiredOption("--out <dir>", "new folder to write to")
    .option("--data <csv>", "the CSV that the run was trained on (default: the data that ships with lr-lab)")
    .option("--features <json>", "file with the run's feature spec, or the sweep file that has it");
  return withDataOptions(command)
    .option("--json", "print one JSON document on stdout and nothing else")
    .action((run: string, options: Options) => withJsonErrors(options.json, () => exportRun(run, options)));
}

async function exportRun(prefix: string, options: Options): Promise<void> {
  const { out, json } = options;
  checkNewFolder(out);
  const stored = await storedRecord(prefix);
  const dataset = await dataOf(stored, options);
  const features = await featuresOf(stored, dataset, options);
  console.error(`run ${stored.id.slice(0, 12)}: training it again, ${stored.steps} steps`);
  const run = await train(stored.spec, features);
  const difference = firstDifference(stored, run.record);
  if (difference !== null) {
    throw new WorkError(
      `run ${stored.id}: trained again, it is not the run of the store: ${difference}. ` +
        "Nothing was written. The run is of another machine or another version; train it again here, and export that.",
    );
  }
  if (stored.status === "diverged") console.error("The run diverged: its model is unlikely to be of use.");
  const files = await exportFiles(run, features);
  writeFolder(out, files);
  const names = Object.keys(files);
  if (json) console.log(jsonText({ ok: true, run: stored.id, out, files: names }, 2));
  else {
    console.log(`${escapeControls(out)}: ${names.length} files`);
    console.log(`${escapeControls(join(out, "README.md"))} says how to use each`);
  }
}

async function storedRecord(prefix: string): Promise<RunRecord> {
  const folder = storeFolder();
  const id = resolveId(folder, prefix);
  const run = await (await openStore(folder)).get(id);
  if (run === undefined) throw new WorkError(`run ${id}: its record is damaged or gone; train the run again`);
  return run.record;
}

async function dataOf({ id, spec }: RunRecord, options: Options): Promise<Dataset> {
  const { data = SHIPPED_DATA, text, intent, split, slice, seed } = options;
  const dataset = await loadDataset(data, { text, intent, split, slice, seed });
  if (dataset.hash === spec.data) return dataset;
  throw new InputError(
    `run ${id}: trained on data ${spec.data}, and ${data} is ${dataset.hash}; ` +
      "name the CSV that it was trained on (--data), with the same columns and seed",
  );
}

async function featuresOf({ id, spec }: RunRecord, dataset: Dataset, options: Options): Promise<Features> {
  const file = options.features;
  const features = buildFeatures(dataset, file === undefined ? DEFAULT_FEATURES : await featureSpec(file));
  if (features.hash === spec.features) return features;
  throw new InputError(
    `run ${id}: trained on features ${spec.features}, and ${file ?? "the default features"} ` +
      `make ${features.hash}; name the feature spec that it was trained with (--features)`,
  );
}

async function featureSpec(file: string) {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: cannot be read as JSON (${(error as Error).message})`);
  }
  // A sweep file has them under "features", or leaves them at the default.
  const sweep = typeof json === "object" && json !== null && "base" in json;
  const spec = sweep ? ((json as { features?: unknown }).features ?? {}) : json;
  return parseFeatureSpec(spec, `${file}: features`);
}

async function exportFiles(run: TrainedRun, features: Features): Promise<FolderFiles> {
  const { record } = run;
  const model = servedModel(run, features);
  const layers = await toLayersModel(run.weights);
  const tfjs = await layersModelFiles(layers, { run: record.id, labels: [...features.labels] });
  layers.dispose();
  const snippets = scheduleSnippets(record.spec.schedule);
  const inside = (folder: string, files: FolderFiles): FolderFiles =>
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
  return {
    "README.md": exportReadme(record, features),
    "record.json": `${jsonText(record)}\n`,
    ...inside("model", encodeModel(model)),
    ...inside("tfjs", tfjs),
    ...inside("schedule", {
      "schedule.tfjs.js": snippets.tfjs,
      "schedule_pytorch.py": snippets.pytorch,
      "schedule_keras.py": snippets.keras,
      "schedule_optax.py": snippets.optax,
    }),
  };
}
