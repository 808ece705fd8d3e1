import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../../src/data";
import type { Finding } from "../../src/signals";
import { runId, type RunSpec } from "../../src/training";
import { writeWhole } from "../lib/write";
import type { BankedRun } from "./bank";

/** A run as it is written: a loss may be Infinity, which JSON has no word for. */
interface Kept {
  readonly labels: string;
  readonly lateLoss: string;
  readonly severe: Finding | null;
  readonly validation: string;
}

/** The runs of these specs: from the folder where they are there, else trained, and kept if there is a folder. */
export async function keptRuns(
  specs: readonly RunSpec[],
  train: (specs: readonly RunSpec[]) => Promise<BankedRun[]>,
  folder?: string,
): Promise<BankedRun[]> {
  if (folder === undefined) return train(specs);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${contentHash(specs.map(runId)).slice(0, 32)}.json`);
  if (existsSync(path)) return (JSON.parse(readFileSync(path, "utf8")) as Kept[]).map(read);
  const runs = await train(specs);
  writeWhole(path, JSON.stringify(runs.map(write)));
  return runs;
}

function write({ labels, lateLoss, severe, validation }: BankedRun): Kept {
  return {
    labels: Buffer.from(labels).toString("base64"),
    ...{ lateLoss: String(lateLoss), severe, validation: String(validation) },
  };
}

function read({ labels, lateLoss, severe, validation }: Kept): BankedRun {
  return {
    labels: Uint8Array.from(Buffer.from(labels, "base64")),
    ...{ lateLoss: Number(lateLoss), severe, validation: Number(validation) },
  };
}
