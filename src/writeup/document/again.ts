import { VERSION } from "../../version";
import { dataFlags, tuneCommand } from "./command";
import { shippedArm } from "./ground";
import type { Block, WritingGround } from "./types";

/** How to repeat it: commands, and what they must find. */
export function againBlocks(ground: WritingGround): Block[] {
  const { tuning, dataset, options } = ground;
  const { engine } = tuning.baseline.spec;
  const { file, read = {}, masked = true } = options;
  const { choices } = tuning.plan;
  const data = dataFlags(file, read);
  const run = tuning.gate.runs[shippedArm(ground)][0];
  const command = file === undefined ? null : tuneCommand({ file, read, choices, masked });
  const made =
    command === null
      ? {
          language: "typescript",
          text: `const tuning = await tune(dataset, features, ${JSON.stringify(choices)}, { store });`,
        }
      : { language: "sh", text: command };
  return [
    { kind: "heading", text: "How to repeat it" },
    {
      kind: "words",
      markdown:
        `Written by lr-lab \`${options.lrLab ?? VERSION}\`, engine \`${engine.name}\` build \`${engine.build.slice(0, 16)}\`. The same ` +
        "settings on the same messages give the same runs to the bit on this engine, on any number of threads.",
    },
    { kind: "code", ...made },
    {
      kind: "words",
      markdown:
        "Check every number of this document against the runs in the store, and train a sample of them again:",
    },
    { kind: "code", language: "sh", text: `npx lr-lab verify write-up.md${dataFlags(file, {})}` },
    { kind: "words", markdown: "A model of the setting that ships, with its first seed:" },
    { kind: "code", language: "sh", text: `npx lr-lab export ${run.slice(0, 12)} --out model${data}` },
    {
      kind: "table",
      columns: ["what", "id"],
      rows: [
        ["messages and labels", `\`${dataset.hash}\``],
        ["features", `\`${ground.features.hash}\``],
        ["test split", `\`${tuning.gate.plan.test.hash}\``],
        ["plan of the tuning", `\`${tuning.plan.id}\``],
        ["plan of the gate", `\`${tuning.gate.plan.id}\``],
      ],
    },
  ];
}
