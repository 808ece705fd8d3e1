// What the tests of training and of the rooms after it share: a small part of the project's data, and features
// made by hand.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash, parseCsv, type Dataset, type Message, type Split } from "../../src/data";
import { buildFeatures, DEFAULT_FEATURES, type Features, type SparseRows } from "../../src/features";

/** The project's folder, from the compiled test. */
export const ROOT = join(__dirname, "..", "..", "..");

/** The project's data: its CSV, as text. */
export function projectCsv(): string {
  return readFileSync(join(ROOT, "data", "support-intents.csv"), "utf8");
}

const SIZES: Record<Split, number> = { train: 150, validation: 60, test: 60 };

/** Messages of four intents from the project's data; 150 to train on, 60 to validate, 60 to test. */
export function smallDataset(): Dataset {
  const { columns, rows } = parseCsv(projectCsv(), { file: "the CSV" });
  const at = (name: string): number => columns.indexOf(name);
  const intents = ["cancel_order", "gift_card", "refund_status", "size_advice"];
  const left = { ...SIZES };
  const messages: Message[] = [];
  for (const { cells } of rows) {
    const split = cells[at("split")] as Split;
    if (!intents.includes(cells[at("intent")]) || left[split] === 0) continue;
    left[split]--;
    messages.push({
      id: cells[at("id")],
      text: cells[at("text")],
      intent: cells[at("intent")],
      split,
      slices: cells[at("slices")].split(";").filter((name) => name !== ""),
      cleanIntent: cells[at("clean_intent")],
    });
  }
  return { kind: "dataset", name: "small", hash: contentHash(messages), intents, messages, warnings: [] };
}

/** Features of `smallDataset`, 512 columns. */
export function smallFeatures(): Features {
  return buildFeatures(smallDataset(), {
    ...DEFAULT_FEATURES,
    columns: { kind: "vocabulary", maxSize: 512, minCount: 2 },
  });
}

/** Sparse rows as they stand in a fixture. */
export interface PlainRows {
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly y: readonly number[];
}

/** Features from plain rows; the test split is the validation split. */
export function featuresOf(
  columns: number,
  classes: number,
  train: PlainRows,
  validation: PlainRows,
): Features {
  const split = (name: string, rows: PlainRows): Features["splits"]["train"] => ({
    x: sparse(columns, rows),
    y: Int32Array.from(rows.y),
    ids: rows.y.map((_, i) => `${name}-${i}`),
  });
  return {
    kind: "features",
    hash: contentHash({ train, validation }),
    data: contentHash("made by hand"),
    spec: DEFAULT_FEATURES,
    labels: Array.from({ length: classes }, (_, c) => `class ${c}`),
    vocabulary: null,
    idf: null,
    splits: {
      train: split("train", train),
      validation: split("validation", validation),
      test: split("test", validation),
    },
  };
}

export function sparse(columns: number, rows: PlainRows): SparseRows {
  return {
    rows: rows.y.length,
    columns,
    indptr: Int32Array.from(rows.indptr),
    indices: Int32Array.from(rows.indices),
    values: Float32Array.from(rows.values),
  };
}

/** Runs Node in a child process with `LR_LAB_BACKEND` set (or not), and nothing on the path. */
export function node(
  args: readonly string[],
  backend: string | undefined,
): { status: number | null; stdout: string; stderr: string } {
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: "", LR_LAB_BACKEND: backend };
  if (backend === undefined) delete env.LR_LAB_BACKEND;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** What `lr-lab doctor --json` says. */
export function doctor(backend: string | undefined): Record<string, string> {
  const { status, stdout, stderr } = node([join(ROOT, "bin", "lr-lab.js"), "doctor", "--json"], backend);
  if (status !== 0) throw new Error(`doctor ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, string>;
}

let native: boolean | undefined;

/** Whether the native binding loads on this machine. */
export function nativeLoads(): boolean {
  return (native ??= doctor(undefined).backend.startsWith("tensorflow"));
}
