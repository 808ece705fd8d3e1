import type { RunSpec } from "../../training";
import { sayGatePlan } from "../say-gate";
import { counted, listed, plain } from "../words";
import { declared } from "./ground";
import type { Block, WritingGround } from "./types";

/** What was asked, of which data and model, and what was declared before the first run. */
export function questionBlocks(ground: WritingGround): Block[] {
  const { tuning, dataset, features, sources } = ground;
  const { plan, baseline, gate } = tuning;
  const number = (split: "train" | "validation" | "test"): string =>
    features.splits[split].ids.length.toLocaleString("en-US");
  const data = sources.cite(
    `Messages of \`${codeOf(dataset.name)}\` are to be routed to ${counted(features.labels.length, "intent")}: ` +
      `${number("train")} to train on, ${number("validation")} to choose by, ${number("test")} sealed until the gate ` +
      `opened them. ${modelWords(baseline.spec)} Which learning rate and which schedule should it be trained with, and ` +
      "is a schedule worth it against a fixed rate at its own best?",
    { what: "the data and the settings that every run shares", study: plan.id, runs: [] },
  );
  const search = sources.cite(
    `Declared before the first run: up to ${plan.maxRates} peaks, in half octaves, for each of ` +
      `${counted(plan.shapes.length, "schedule")} (${listed(plan.shapes.map(({ name }) => plain(name)))}), each with seeds ` +
      `${listed(plan.searchSeeds.map(String))}; beside them Prodigy, which finds its own rate, with the same; the best on validation goes to the gate with ` +
      `${counted(plan.gateSeeds.length, "seed")} that chose nothing. At most ${counted(plan.runs, "run")}.`,
    declared(ground, "the plan of the tuning, before its first run"),
  );
  const rules = sources.cite(sayGatePlan(gate.plan), {
    what: "the plan of the gate, before the test split was opened",
    study: gate.plan.id,
    runs: [],
  });
  return [
    { kind: "heading", text: "The question" },
    { kind: "words", markdown: data },
    { kind: "words", markdown: search },
    { kind: "words", markdown: rules },
  ];
}

function modelWords({ model, optimizer, batchSize, epochs, labelSmoothing, clipNorm }: RunSpec): string {
  const network =
    model.kind === "linear"
      ? "a linear classifier on n-grams"
      : `a classifier with ${model.hidden} hidden units on n-grams`;
  const { kind, ...settings } = optimizer;
  const set = Object.entries(settings)
    .filter(([, value]) => typeof value === "number")
    .map(([name, value]) => `${name} ${value}`);
  const rule = kind === "sgd" ? "plain SGD" : kind;
  const extras = [
    ...(labelSmoothing > 0 ? [`label smoothing ${labelSmoothing}`] : []),
    ...(clipNorm === null ? [] : [`gradients clipped at ${clipNorm}`]),
  ];
  return (
    `The model is ${network}, trained by ${rule}${set.length > 0 ? ` (${set.join(", ")})` : ""} in batches of ` +
    `${batchSize} for ${counted(epochs, "epoch")}${extras.length > 0 ? `, with ${listed(extras)}` : ""}.`
  );
}

/** A person's text within a code span. */
const codeOf = (text: string): string => text.replace(/[`\s]+/g, " ");
