import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors";

/** One way of putting a matter: paraphrases of each other, kept together in one split. */
export interface PhraseFamily {
  readonly name: string;
  readonly phrases: readonly string[];
}

/** What customers write about one intent. Slots such as `{item}` are filled from `CommonPhrases.slots`. */
export interface IntentPhrases {
  readonly intent: string;
  readonly about: string;
  /** Intents that people and labellers confuse it with. */
  readonly confusable: readonly string[];
  /** Fit "I don't want to ..." and "this is not about ...". */
  readonly wants: readonly string[];
  readonly topics: readonly string[];
  /** Messages of one to four words. */
  readonly short: readonly string[];
  readonly families: readonly PhraseFamily[];
}

/** What stands around the point of a message, whatever it is about. */
export interface CommonPhrases {
  /** Frames of a request in so many words, with {want} or {topic}. */
  readonly cues: readonly string[];
  /** Subject lines with {topic}. */
  readonly subjects: readonly string[];
  readonly openings: readonly string[];
  readonly chatter: readonly string[];
  readonly closings: readonly string[];
  readonly connectors: readonly string[];
  readonly negation: readonly string[];
  readonly slang_openers: readonly string[];
  readonly emoji: readonly string[];
  readonly abbreviations: readonly (readonly [string, string])[];
  readonly code_switch: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly slots: Readonly<Record<string, readonly string[]>>;
}

/** All that the generator writes from. */
export interface PhraseBank {
  readonly intents: readonly IntentPhrases[];
  readonly common: CommonPhrases;
  /** How often each intent is written, relative to the others. */
  readonly frequency: Readonly<Record<string, number>>;
}

/** The bank that ships with the project. */
export const PHRASE_FOLDER = join(__dirname, "..", "..", "data", "phrases");

/**
 * Reads `<intent>.json` files, `_common.json` and `_frequency.json`.
 *
 * @throws InputError when a file is missing or no JSON, or an intent has no frequency
 */
export function loadPhraseBank(folder: string = PHRASE_FOLDER): PhraseBank {
  const read = (file: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(folder, file), "utf8"));
    } catch (error) {
      throw new InputError(`phrase bank: ${file}: ${(error as Error).message}`);
    }
  };
  const intents = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !file.startsWith("_"))
    .sort()
    .map((file) => read(file) as IntentPhrases);
  const frequency = read("_frequency.json") as Record<string, number>;
  for (const { intent } of intents) {
    if (!(frequency[intent] > 0))
      throw new InputError(`phrase bank: _frequency.json has no number for ${intent}`);
  }
  return { intents, common: read("_common.json") as CommonPhrases, frequency };
}
