import { Command, CommanderError } from "commander";
import { escapeControls } from "../data";
import { LrLabError } from "../errors";
import { VERSION } from "../version";
import { dataCommand } from "./data";
import { diffCommand } from "./diff";
import { doctorCommand } from "./doctor";
import { exportCommand } from "./export";
import { kernelCommand } from "./kernel";
import { predictCommand } from "./predict";
import { reportCommand } from "./report";
import { runCommand } from "./run";
import { runsCommand } from "./runs";
import { sweepCommand } from "./sweep";
import { tuneCommand } from "./tune";
import { verifyCommand } from "./verify";
import { workshopCommand } from "./workshop";

/** The `lr-lab` program: one file a command. */
export function program(): Command {
  return new Command("lr-lab")
    .description("Which learning rate and schedule should I ship, and how do I know?")
    .version(VERSION)
    .addCommand(runCommand())
    .addCommand(reportCommand())
    .addCommand(diffCommand())
    .addCommand(workshopCommand())
    .addCommand(tuneCommand())
    .addCommand(verifyCommand())
    .addCommand(sweepCommand())
    .addCommand(runsCommand())
    .addCommand(predictCommand())
    .addCommand(exportCommand())
    .addCommand(dataCommand())
    .addCommand(kernelCommand())
    .addCommand(doctorCommand());
}

/** Runs a command line; sets `process.exitCode` (0 done, 1 the work failed, 2 wrong usage or bad input). */
export async function main(argv: readonly string[]): Promise<void> {
  const lrLab = program();
  for (const command of [lrLab, ...lrLab.commands, ...lrLab.commands.flatMap((c) => c.commands)]) {
    command.exitOverride();
  }
  try {
    await lrLab.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else if (error instanceof LrLabError) {
      console.error(`lr-lab: ${error.message.split("\n").map(escapeControls).join("\n")}`);
      process.exitCode = error.exitCode;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}
