import { contentHash, type DatasetOptions } from "../../data";
import { TUNE_MODELS, TUNE_OPTIMIZERS, type TuneChoices } from "../../tuning";

/** What a command line is made from. */
export interface CommandGround {
  /** Name of the file that the data were read from, without its folder. */
  readonly file: string;
  readonly read: DatasetOptions;
  readonly choices: TuneChoices;
  readonly masked: boolean;
}

/**
 * The command that makes a tuning, from what was chosen and not from what anyone wrote down; null for choices that the
 * command line does not have.
 *
 * @example tuneCommand({ file: "mine.csv", read: {}, choices: { seeds: 8 }, masked: true })
 * // "npx lr-lab tune mine.csv --seeds 8"
 */
export function tuneCommand({ file, read, choices, masked }: CommandGround): string | null {
  const { model, optimizer, seeds, budget, ...others } = choices;
  const flags: [string, string | undefined][] = [
    ["--model", nameOf(model, TUNE_MODELS)],
    ["--optimizer", nameOf(optimizer, TUNE_OPTIMIZERS)],
    ["--seeds", seeds?.toString()],
    ["--budget", budget?.toString()],
  ];
  const missing = (model && flags[0][1] === undefined) || (optimizer && flags[1][1] === undefined);
  if (missing || Object.keys(others).length > 0) return null;
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  const all = ["npx", "lr-lab", "tune", file, ...readFlags(read), ...given, ...(masked ? [] : ["--no-mask"])];
  return all.map(quoted).join(" ");
}

/** `--data FILE` and how it is to be read, for the commands that read it again; empty without a file. */
export function dataFlags(file: string | undefined, read: DatasetOptions): string {
  return file === undefined ? "" : ["", "--data", quoted(file), ...readFlags(read).map(quoted)].join(" ");
}

function readFlags({ text, intent, split, slice = [], seed }: DatasetOptions): string[] {
  const flags = { text, intent, split, seed };
  return [
    ...Object.entries(flags).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    ),
    ...[slice].flat().flatMap((name) => ["--slice", name]),
  ];
}

/** What a setting is called; undefined for one without a name. */
function nameOf(setting: object | undefined, names: Readonly<Record<string, object>>): string | undefined {
  if (setting === undefined) return undefined;
  return Object.keys(names).find((name) => contentHash(names[name]) === contentHash(setting));
}

/** A word as a POSIX shell reads it whole, on one line. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replace(/\s/g, " ").replaceAll("'", "'\\''")}'`;
}
