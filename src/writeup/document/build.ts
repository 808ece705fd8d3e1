import type { Dataset } from "../../data";
import type { Features } from "../../features";
import type { Tuning } from "../../tuning";
import { VERSION } from "../../version";
import { againBlocks } from "./again";
import { answerBlocks, answerFinding } from "./answer";
import { caseBlocks } from "./cases";
import { Citations } from "./citations";
import { limitBlocks } from "./limits";
import { questionBlocks } from "./question";
import { searchBlocks } from "./search";
import type { WriteUp, WriteUpOptions, WritingGround } from "./types";
import { verdictBlocks } from "./verdict";

/**
 * Writes a tuning up: the answer, the question, what was tried and what it cost, the verdict criterion by criterion,
 * edge cases, what was not tested, how to repeat it, and the source of every number. A pure function: the same tuning
 * gives the same document, whoever computes it and when.
 *
 * @example
 * const document = writeUp(await tune(dataset, features, {}, { store }), dataset, features);
 * writeUpMarkdown(document);
 */
export function writeUp(
  tuning: Tuning,
  dataset: Dataset,
  features: Features,
  options: WriteUpOptions = {},
): WriteUp {
  const ground: WritingGround = { tuning, dataset, features, options, sources: new Citations() };
  const blocks = [
    answerBlocks,
    questionBlocks,
    searchBlocks,
    verdictBlocks,
    caseBlocks,
    limitBlocks,
    againBlocks,
  ].flatMap((section) => section(ground));
  const { read = {}, file = null, masked = true, lrLab = VERSION } = options;
  return {
    kind: "write-up",
    title: "Which learning rate and schedule to ship?",
    finding: answerFinding(ground),
    blocks,
    sources: ground.sources.sources,
    origin: {
      kind: "lr-lab-write-up",
      version: 1,
      lrLab,
      data: { name: dataset.name, hash: dataset.hash, read },
      features: features.hash,
      engine: tuning.baseline.spec.engine,
      choices: tuning.plan.choices,
      masked,
      file,
      tuning: tuning.plan.id,
      gate: tuning.gate.plan.id,
    },
  };
}
