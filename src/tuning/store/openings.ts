import { contentHash } from "../../data";
import { InputError } from "../../errors";
import { createWhole, entriesOf, join, readBytes } from "./disk";
import { ensureFormat } from "./layout";

/** One opening of a test split: who looked, at which planned look, and when. */
export interface Opening {
  /** 1 for the first opening of this test split. */
  readonly number: number;
  /** Hash of the test split. */
  readonly test: string;
  /** Id of the plan that was opened for, and its question. */
  readonly plan: string;
  readonly question: string;
  /** 1 for the plan's first look. */
  readonly look: number;
  /** Why it was opened again for another plan; null for the first plan. */
  readonly why: string | null;
  /** When, as the clock had it (ISO 8601). */
  readonly at: string;
  /** Hash of the opening before, so that none can be taken away unseen; null for the first. */
  readonly before: string | null;
}

/** What is about to be opened. */
export interface OpeningRequest {
  readonly test: string;
  readonly plan: string;
  readonly question: string;
  readonly look: number;
  /** Reason for opening a split that another plan has opened; without it that is refused. */
  readonly why?: string;
  readonly at: string;
}

/*
 * openings/<hash of the test split>/0001.json ...: one file an opening, written whole and never again, each with the
 * hash of its own content and of the one before.
 */

/**
 * All openings of a test split, the first first.
 *
 * @throws InputError where one was edited, cut off or taken away
 */
export function openingsOf(folder: string, test: string): Opening[] {
  const inner = folderOf(folder, test);
  const names = entriesOf(inner)
    .filter(({ kind, name }) => kind === "file" && /^\d{4}\.json$/.test(name))
    .map(({ name }) => name);
  const openings: Opening[] = [];
  for (const [i, name] of names.entries()) {
    const path = join(inner, name);
    const opening = read(readBytes(path));
    const before = i === 0 ? null : contentHash(openings[i - 1]);
    if (opening === undefined || opening.number !== i + 1 || opening.before !== before) {
      throw new InputError(
        `${path}: is not as it was written, so it cannot be told how often this test split was opened. Bring the file ` +
          "back, or take new test messages.",
      );
    }
    openings.push(opening);
  }
  return openings;
}

/**
 * Records that a test split is opened, before anyone looks. The same look of the same plan is the same opening, however
 * often it is computed; the plan's next look is one that it declared. A look for another plan is refused unless it
 * says why, since a split that has been looked at for one choice flatters the next.
 *
 * @throws InputError where another plan has opened the split and no reason is given, or the ledger was damaged
 */
export async function recordOpening(folder: string, request: OpeningRequest): Promise<Opening> {
  await ensureFormat(folder);
  for (;;) {
    const openings = openingsOf(folder, request.test);
    const own = openings.filter(({ plan }) => plan === request.plan);
    const known = own.find(({ look }) => look === request.look);
    if (known !== undefined) return known;
    const last = openings[openings.length - 1];
    const other = own.length === 0 && last !== undefined;
    const why = request.why?.trim() ?? "";
    if (why === "") refuseOtherPlan(openings, request);
    const opening: Opening = {
      number: openings.length + 1,
      test: request.test,
      plan: request.plan,
      question: request.question,
      look: request.look,
      why: other ? why : null,
      at: request.at,
      before: last === undefined ? null : contentHash(last),
    };
    const name = `${String(opening.number).padStart(4, "0")}.json`;
    const text = `${JSON.stringify({ ...opening, hash: contentHash(opening) }, null, 2)}\n`;
    // Another process may have opened in between: then look again.
    if (await createWhole(join(folderOf(folder, request.test), name), new TextEncoder().encode(text))) {
      return opening;
    }
  }
}

/** @throws InputError where the split was opened, and never for this plan */
export function refuseOtherPlan(
  openings: readonly Opening[],
  { plan, question }: Pick<OpeningRequest, "plan" | "question">,
): void {
  const last = openings[openings.length - 1];
  if (last === undefined || openings.some((opening) => opening.plan === plan)) return;
  throw new InputError(
    `gate: this test split was opened on ${last.at.slice(0, 10)} for the plan ${last.plan.slice(0, 12)} ` +
      `("${last.question}"); this is another plan, ${plan.slice(0, 12)} ("${question}"). A second opening flatters ` +
      "what it finds: take new test messages, or say why it must be (--reopen --why, or `reopen` in a cell).",
  );
}

function read(bytes: Uint8Array | undefined): Opening | undefined {
  try {
    const { hash, ...opening } = JSON.parse(new TextDecoder().decode(bytes)) as Opening & { hash: string };
    return contentHash(opening) === hash ? opening : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(folder: string, test: string): string {
  if (!/^[0-9a-f]{64}$/.test(test)) throw new InputError(`gate: ${test} is no hash of a test split`);
  return join(folder, "openings", test);
}
