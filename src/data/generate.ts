import { compose, type SplitPhrases } from "./compose";
import { csvText } from "./csv-text";
import { SPLITS, type Split } from "./dataset";
import { GENERATOR } from "./generate-settings";
import { addNoise } from "./noise";
import type { IntentPhrases, PhraseBank } from "./phrase-bank";
import { createRandom, type Random } from "./random";

/** A row of `data/support-intents.csv`. */
export interface GeneratedRow {
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  readonly clean_intent: string;
  readonly split: Split;
  readonly family: string;
  readonly slices: string;
  readonly noise: string;
}

const COLUMNS = ["id", "text", "intent", "clean_intent", "split", "family", "slices", "noise"] as const;

/**
 * Noisy support mail from a phrase bank: phrase families are dealt to the splits, so that no test message is a
 * paraphrase of a training one; intents follow the bank's skewed frequencies; wrong labels go into training and
 * validation, never into test. The same bank and seed give the same rows on every machine.
 *
 * @example const rows = generateRows(loadPhraseBank(), 1);
 */
export function generateRows(bank: PhraseBank, seed: number): GeneratedRow[] {
  const random = createRandom(seed);
  const dealt = new Map(bank.intents.map((phrases) => [phrases.intent, dealFamilies(phrases, random)]));
  const total = bank.intents.reduce((sum, { intent }) => sum + bank.frequency[intent], 0);
  const seen = new Set<string>();
  const rows: GeneratedRow[] = [];
  for (const split of SPLITS) {
    const available = bank.intents.map(({ intent }) => (dealt.get(intent) as Dealt)[split]);
    const order = random.shuffle(intentCounts(bank, GENERATOR.sizes[split], total));
    order.forEach((intent, i) => {
      const own = (dealt.get(intent) as Dealt)[split];
      const row = writeMessage(own, available, bank, random, seen);
      const rare = bank.frequency[intent] / total < GENERATOR.rareShare;
      const wrong = split !== "test" && random.next() < GENERATOR.labelNoise.rate;
      const slices = [...row.slices];
      if (rare) slices.push("rare_intent");
      if (intent === "out_of_scope") slices.push("out_of_scope");
      rows.push({
        id: `${split}-${String(i + 1).padStart(5, "0")}`,
        text: row.text,
        intent: wrong ? wrongLabel(own.phrases, bank, random) : intent,
        clean_intent: intent,
        split,
        family: row.family,
        slices: slices.sort().join(";"),
        noise: [...row.noise, ...(wrong ? ["wrong_label"] : [])].sort().join(";"),
      });
    });
  }
  return rows;
}

/** The rows as RFC 4180 CSV with a header and LF line ends. */
export function toCsv(rows: readonly GeneratedRow[]): string {
  return csvText(
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  );
}

/** `data/support-intents.csv` for a seed. */
export function generateCsv(bank: PhraseBank, seed: number): string {
  return toCsv(generateRows(bank, seed));
}

type Dealt = Record<Split, SplitPhrases>;

function dealFamilies(phrases: IntentPhrases, random: Random): Dealt {
  const deal = <T>(all: readonly T[]): Record<Split, T[]> => {
    const shuffled = random.shuffle([...all]);
    const train = Math.round(all.length * GENERATOR.families.train);
    const validation = train + Math.round(all.length * GENERATOR.families.validation);
    return {
      train: shuffled.slice(0, train),
      validation: shuffled.slice(train, validation),
      test: shuffled.slice(validation),
    };
  };
  const families = deal(phrases.families);
  const short = deal(phrases.short);
  const of = (split: Split): SplitPhrases => ({
    phrases,
    families: families[split],
    short: short[split],
  });
  return { train: of("train"), validation: of("validation"), test: of("test") };
}

/** As many of each intent as its share says, by largest remainder. */
function intentCounts(bank: PhraseBank, size: number, total: number): string[] {
  const exact = bank.intents.map(({ intent }) => ({
    intent,
    share: (bank.frequency[intent] / total) * size,
  }));
  const counts = new Map(exact.map(({ intent, share }) => [intent, Math.floor(share)]));
  const left = size - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = [...exact].sort(
    (a, b) => (b.share % 1) - (a.share % 1) || (a.intent < b.intent ? -1 : 1),
  );
  for (const { intent } of byRemainder.slice(0, left)) counts.set(intent, (counts.get(intent) as number) + 1);
  return [...counts].flatMap(([intent, count]) => Array.from({ length: count }, () => intent));
}

/** A message whose text is new to the data; after some tries the last one, whatever it is. */
function writeMessage(
  own: SplitPhrases,
  available: readonly SplitPhrases[],
  bank: PhraseBank,
  random: Random,
  seen: Set<string>,
): { text: string; family: string; slices: string[]; noise: readonly string[] } {
  for (let attempt = 1; ; attempt++) {
    const composed = compose(own, available, bank.common, random);
    const { text, noise } = addNoise(composed.text, bank.common, random);
    const key = text.toLowerCase().replace(/\s+/g, " ");
    if (seen.has(key) && attempt < 40) continue;
    seen.add(key);
    const slices = [...composed.slices];
    if (noise.includes("typo")) slices.push("typo");
    if (noise.includes("code_switch")) slices.push("code_switch");
    return { text, family: composed.family, slices, noise };
  }
}

function wrongLabel(phrases: IntentPhrases, bank: PhraseBank, random: Random): string {
  if (random.next() < GENERATOR.labelNoise.confusable && phrases.confusable.length > 0) {
    return random.pick(phrases.confusable);
  }
  return random.pick(bank.intents.filter(({ intent }) => intent !== phrases.intent)).intent;
}
