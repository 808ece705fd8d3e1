import {
  dearest,
  factorWords,
  isClear,
  levelText,
  type Carry,
  type JointPlan,
  type JointRow,
  type JointStudy,
} from "../tuning";
import { counted, differenceText, listed, plain, rateText } from "./words";

/** More are for a table. */
const SAID = 6;

/** What a joint study will do and cost, declared before it does it: Markdown. */
export function sayJointPlan(plan: JointPlan): string {
  const { study, factor, levels, rates, freshSeeds, runs, steps } = plan;
  const words = factorWords(factor);
  const each = (value: number): string => value.toLocaleString("en-US");
  const alike = levels.every((one) => one.steps === levels[0].steps);
  const lengths = alike
    ? `${listed(levels.map(({ level }) => String(level)))}, each for ${each(levels[0].steps)} steps`
    : listed(levels.map((one) => `${one.level} (${each(one.steps)} steps)`));
  return [
    `**${plain(study.question)}** Declared before any run, as plan ${plan.id.slice(0, 12)}:`,
    `- Levels of the ${words}: ${lengths}. Epochs are held (${levels[0].spec.epochs}), so that every run sees the same data as often.`,
    `- Rates, the same at each level: ${rates.map(rateText).join(", ")}. Schedule: ${study.fixed.schedule}.`,
    `- The map: ${counted(runs.map, "run")}, ${each(steps.map)} steps, with ${counted(study.seeds.length, "seed")} a cell.`,
    `- Then the best rate of each level at every level, with ${counted(freshSeeds.length, "fresh seed")}: at most ` +
      `${counted(runs.carrying, "run")}, ${each(steps.carrying)} steps.`,
    `- The best rate has the ${plain(study.rule)}. The test split is not opened.`,
  ].join("\n");
}

/**
 * How the best rate moves, which published rules that fits, what it costs to carry a best rate to another level, and
 * what is not known: Markdown, computed from the runs.
 *
 * @example showMarkdown(sayJoint(await jointStudy(features, choices)))
 */
export function sayJoint(study: JointStudy): string {
  const { rows, carries, runs, plan } = study;
  const moved = dearest(carries);
  const lines = moved.slice(0, SAID).map((carry) => `- ${sayCarry(study, carry)}`);
  if (moved.length > SAID) lines.push(`- and ${moved.length - SAID} that cost less (\`carryRows\`).`);
  // The same rate at an edge may hide best ones that differ beyond it.
  const same = moved.length === 0 && rows.every(isClear);
  return [
    `${sayRidge(study)}${sayRules(study)}`,
    ...(lines.length > 0
      ? [
          `What it costs to carry a best rate to another level unseen, over ${counted(plan.freshSeeds.length, "fresh paired seed")}:`,
          lines.join("\n"),
        ]
      : []),
    ...(same
      ? ["Of the rates tried every level has the same best one: carrying it costs nothing that was seen."]
      : []),
    ...caveats(study),
    `It cost ${counted(runs.map, "run")} for the map and ${runs.carrying} for the carrying. It speaks of validation, of ` +
      "this training set and of this number of epochs; the test split was not opened.",
  ].join("\n\n");
}

/** A row a level, for `table`: its best rate with its interval, and why there is none. */
export function jointRows({ plan, rows }: JointStudy): Record<string, string | number>[] {
  return rows.map((row) => {
    const { level, steps, best, answer, cells } = row;
    return {
      [factorWords(plan.factor)]: level,
      "steps a run": steps,
      "best rate": (isClear(row) ? answer?.rate : best?.rate) ?? "none",
      "95% interval": isClear(row) ? intervalOf(row) : "",
      "macro-F1 % at the best tried": best === null ? "" : Number((100 * best.macroF1.mean).toFixed(1)),
      "rates with diverged runs": cells.filter(({ diverged }) => diverged > 0).length,
      "clear?": isClear(row) ? "yes" : row.reason,
    };
  });
}

/** A row a pair of levels, for `table`: what the best rate of the one costs at the other. */
export function carryRows({ carries }: JointStudy): Record<string, string | number>[] {
  return carries.map((carry) => ({
    from: carry.from,
    to: carry.to,
    "carried rate": carry.rate,
    "its own best": carry.ownRate,
    "macro-F1 lost": lossText(carry),
  }));
}

function sayRidge({ plan: { factor }, rows, ridge: { slope, base, clear } }: JointStudy): string {
  const clearRows = rows.filter(isClear);
  if (clearRows.length < 2) {
    return (
      `**No clear answer** on how the best rate moves with the ${factorWords(factor)}: ` +
      `${clearRows.length} of ${counted(rows.length, "level")} ${clearRows.length === 1 ? "has" : "have"} a best rate with worse and stable ones on both sides.`
    );
  }
  const each = clearRows.map(
    (row) => `${rateText(row.answer?.rate ?? NaN)} (${intervalOf(row)}) at ${row.level}`,
  );
  const list = `Best rates by ${factorWords(factor)}: ${listed(each)}.`;
  if (slope === null) return list;
  const moves =
    slope.low > 0 || slope.high < 0
      ? `The best rate **moves** as (${base})^${number(slope.mean)}`
      : `The best rate **cannot be told from one that stays**: it goes as (${base})^${number(slope.mean)}`;
  return (
    `${list} ${moves} (95% interval of the power ${number(slope.low)} to ${number(slope.high)}, ` +
    `${counted(slope.count, "seed")}, ${counted(clear.length, "level")}; of the seeds alone: how far apart the rates are is ` +
    "not in it)."
  );
}

function sayRules({ ridge: { rules } }: JointStudy): string {
  const name = ({ name, slope, source }: (typeof rules)[number]): string =>
    `${name} (power ${slope}${source === "" ? "" : `; ${source}`})`;
  const fit = rules.filter(({ within }) => within);
  const not = rules.filter(({ within }) => !within);
  if (rules.length === 0) return "";
  if (fit.length === 0) return ` That fits none of these: ${listed(not.map(name))}.`;
  return ` That fits ${listed(fit.map(name))}${not.length > 0 ? `; it does not fit ${listed(not.map(name))}` : ""}.`;
}

function sayCarry({ plan: { factor } }: JointStudy, carry: Carry): string {
  const { from, to, rate, ownRate } = carry;
  const carried = `Carried from ${levelText(factor, from)} to ${to}, the best rate ${rateText(rate)}`;
  const own = `its own best is ${rateText(ownRate)}`;
  if (carry.lost === null) return `${carried} has no number: ${lossText(carry)}; ${own}.`;
  const { low, high } = carry.lost;
  const told = low > 0 ? "" : high < 0 ? " (a gain)" : " (cannot be told from nothing)";
  return `${carried} loses ${lossText(carry)}${told}; ${own}.`;
}

function lossText({ lost, diverged, ownDiverged, runs, ownRate, atLeast }: Carry): string {
  if (lost !== null) {
    const text = differenceText(lost).replace(/\+(?=\d)/g, "");
    return `${atLeast ? "at least " : ""}${text}`;
  }
  return diverged > 0
    ? `${diverged} of ${runs} runs diverged`
    : `${ownDiverged} of ${runs} fresh runs at its own best, ${rateText(ownRate)}, diverged`;
}

function caveats({ plan: { factor }, rows, ridge: { base } }: JointStudy): string[] {
  const unclear = rows.filter((row) => !isClear(row));
  const cut = rows.filter((row) => isClear(row) && row.cutOff > 0);
  return [
    ...(unclear.length > 0
      ? [
          `**No clear best rate**${base === null ? "" : ", and no part of that power"}: ` +
            `${unclear.map(({ level, reason }) => `at ${levelText(factor, level)}, ${reason.replace(/^no clear answer: /, "")}`).join("; ")}.`,
        ]
      : []),
    ...(cut.length > 0
      ? [
          `At ${listed(cut.map(({ level, cutOff, tops }) => `${levelText(factor, level)} ${cutOff} of ${tops.length}`))} seeds have ` +
            "their own best at an edge of what was tried: the interval there is too narrow. Try rates further out.",
        ]
      : []),
  ];
}

function intervalOf({ answer }: JointRow): string {
  return answer?.low == null || answer.high == null
    ? "one seed: no interval"
    : `${rateText(answer.low)} to ${rateText(answer.high)}`;
}

function number(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}
