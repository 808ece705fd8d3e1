/**
 * Measures what data/DATASHEET.md states of the generated data, and writes it there between its markers.
 *
 *   npm run bench:data -- [--banking BANKING77.csv] [--python PYTHON] [--seeds 1,101,102,103] [--print]
 *
 * PYTHON is an interpreter with scikit-learn, for the SVM line; without it that line says so.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFeatures, datasetFromCsv, generateCsv, loadDataset, loadPhraseBank, spearman } from "../src";
import { claims, type Claim } from "./honesty/claims";
import { measure, sweep, type RateFigures } from "./honesty/measure";
import { PLAN } from "./honesty/plan";

const DATASHEET = join("data", "DATASHEET.md");
const { values: options } = parseArgs({
  options: {
    banking: { type: "string" },
    python: { type: "string" },
    seeds: { type: "string", default: [PLAN.tuningSeed, ...PLAN.reportedSeeds].join(",") },
    print: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const banking = options.banking === undefined ? null : await rankedRates(options.banking);
  const columns: { seed: number; claims: Claim[] }[] = [];
  let version = "";
  for (const seed of options.seeds.split(",").map(Number)) {
    const csv = generateCsv(loadPhraseBank(join("data", "phrases")), seed);
    const svm = options.python === undefined ? null : linearSvm(csv, options.python);
    version = svm?.version ?? version;
    const figures = await measure(datasetFromCsv(csv, { name: `seed ${seed}` }), (what) =>
      console.error(`seed ${seed}: ${what}`),
    );
    const ranking = banking === null ? null : rankAgreement(figures.rates, banking);
    columns.push({ seed, claims: claims(figures, svm?.accuracy ?? null, ranking) });
    console.error(ratesTable(figures.rates));
    console.error(ratesTable(figures.second));
  }
  const text = `${table(columns)}\n\nscikit-learn ${version || "not run"}. Held by a seed: ✓; not held: ✗; no mark: reported only.`;
  if (options.print) console.log(text);
  else {
    const sheet = readFileSync(DATASHEET, "utf8");
    writeFileSync(
      DATASHEET,
      sheet.replace(/(<!-- figures -->)[^]*(<!-- end figures -->)/, `$1\n\n${text}\n\n$2`),
    );
    console.error(`${DATASHEET}: figures written`);
  }
}

async function rankedRates(file: string): Promise<readonly RateFigures[]> {
  const dataset = await loadDataset(file);
  console.error("BANKING77: rates");
  const figures = await sweep(dataset, buildFeatures(dataset, PLAN.features), PLAN.model, PLAN.ranked);
  console.error(ratesTable(figures));
  return figures;
}

function rankAgreement(own: readonly RateFigures[], banking: readonly RateFigures[]): number {
  const ranked = PLAN.ranked.map((rate) => own.find((figures) => figures.rate === rate)?.test ?? NaN);
  return spearman(
    ranked,
    banking.map(({ test }) => test),
    PLAN.tie,
  );
}

function linearSvm(csv: string, python: string): { accuracy: number; version: string } {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-svm-"));
  try {
    const file = join(folder, "data.csv");
    writeFileSync(file, csv);
    const { status, stdout, stderr } = spawnSync(python, [join("bench", "honesty", "svm.py"), file], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
    return JSON.parse(stdout) as { accuracy: number; version: string };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function table(columns: readonly { seed: number; claims: readonly Claim[] }[]): string {
  const heads = columns.map(({ seed }) => `seed ${seed}${seed === PLAN.tuningSeed ? " (tuned on)" : ""}`);
  const mark = ({ holds }: Claim): string => (holds === null ? "" : holds ? " ✓" : " ✗");
  const rows = columns[0].claims.map(
    ({ asked }, i) =>
      `| ${asked} | ${columns.map((c) => c.claims[i].measured + mark(c.claims[i])).join(" | ")} |`,
  );
  return [`| asked | ${heads.join(" | ")} |`, `|---|${heads.map(() => "---|").join("")}`, ...rows].join("\n");
}

function ratesTable(figures: readonly RateFigures[]): string {
  return figures
    .map(
      ({ rate, diverged, validation, test, wrongLearned }) =>
        `  ${String(rate).padStart(6)}  test ${(100 * test).toFixed(1)}  validation ${(100 * validation).toFixed(1)}  ` +
        `wrong labels ${(100 * wrongLearned).toFixed(0)}%  diverged ${diverged}`,
    )
    .join("\n");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
