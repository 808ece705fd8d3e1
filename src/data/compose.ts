import { GENERATOR } from "./generate-settings";
import type { CommonPhrases, IntentPhrases, PhraseFamily } from "./phrase-bank";
import type { Random } from "./random";

/** An intent's phrases as one split may use them. */
export interface SplitPhrases {
  readonly phrases: IntentPhrases;
  readonly families: IntentPhrases["families"];
  readonly short: readonly string[];
}

/** A clean message: text, phrase family, and the slices that its composition puts it in. */
export interface Composed {
  readonly text: string;
  readonly family: string;
  readonly slices: readonly string[];
}

/** Writes one message about an intent: short, negated, with a second request, or plain; with chatter around it. */
export function compose(
  own: SplitPhrases,
  others: readonly SplitPhrases[],
  common: CommonPhrases,
  random: Random,
): Composed {
  const share = GENERATOR.composition;
  const kind = random.next();
  const intent = own.phrases.intent;
  if (kind < share.short && own.short.length > 0) {
    return {
      text: fill(random.pick(own.short), common, random),
      family: `${intent}/short`,
      slices: ["short"],
    };
  }
  const family = random.pick(own.families);
  const slices: string[] = [];
  const plain = intent === "out_of_scope" || kind >= share.short + share.negation + share.twoIntents;
  // A message that also says something else makes its own point in full, as people do.
  let text = point(own, family, common, random, !plain);
  if (intent !== "out_of_scope" && kind < share.short + share.negation) {
    text = negate(text, own, others, common, random);
    slices.push("negation");
  } else if (intent !== "out_of_scope" && kind < share.short + share.negation + share.twoIntents) {
    const second = random.pick(
      others.filter((o) => o.phrases.intent !== intent && o.phrases.intent !== "out_of_scope"),
    );
    const secondText = request(second, common, random);
    text = `${text} ${random.pick(common.connectors)} ${lowerFirst(secondText)}`;
    slices.push("two_intents");
  }
  const around = GENERATOR.around;
  const before: string[] = [];
  const after: string[] = [];
  const subjectLine = random.next() < around.subject ? [subject(own, common, random)] : [];
  if (random.next() < around.slang) before.push(fill(random.pick(common.slang_openers), common, random));
  else if (random.next() < around.opening) before.push(fill(random.pick(common.openings), common, random));
  const chatter = (): string => {
    if (!slices.includes("chatter")) slices.push("chatter");
    return fill(random.pick(common.chatter), common, random);
  };
  if (random.next() < around.chatterBefore) before.push(chatter());
  if (random.next() < around.chatterAfter) after.push(chatter());
  if (random.next() < around.closing) after.push(fill(random.pick(common.closings), common, random));
  return {
    text: [...subjectLine, ...before, text, ...after].join(" "),
    family: `${intent}/${family.name}`,
    slices,
  };
}

/** The point of a message: the story, nearly always with the request in so many words before or after it. */
function point(
  own: SplitPhrases,
  family: PhraseFamily,
  common: CommonPhrases,
  random: Random,
  whole: boolean,
): string {
  const story = fill(random.pick(family.phrases), common, random);
  if (!whole && random.next() < GENERATOR.storyOnly) return story;
  const asked = request(own, common, random);
  return random.next() < 0.5 ? `${asked} ${story}` : `${story} ${asked}`;
}

/** A subject line, as mail programs put it before the text. */
function subject(own: SplitPhrases, common: CommonPhrases, random: Random): string {
  return random.pick(common.subjects).replace("{topic}", () => random.pick(own.phrases.topics));
}

/** The request in so many words: a frame around one of the intent's wants or topics. */
function request(own: SplitPhrases, common: CommonPhrases, random: Random): string {
  const frame = random
    .pick(common.cues)
    .replace("{want}", () => random.pick(own.phrases.wants))
    .replace("{topic}", () => random.pick(own.phrases.topics));
  return fill(frame, common, random);
}

/** Says first, or last, what the message is not about: a confusable intent's want or topic. */
function negate(
  message: string,
  own: SplitPhrases,
  others: readonly SplitPhrases[],
  common: CommonPhrases,
  random: Random,
): string {
  const confusable = others.filter((other) => own.phrases.confusable.includes(other.phrases.intent));
  const not = (confusable.length > 0 ? random.pick(confusable) : random.pick(others)).phrases;
  const frame = random.pick(common.negation);
  return frame
    .replace("{not_want}", () => fill(random.pick(not.wants), common, random))
    .replace("{not_topic}", () => fill(random.pick(not.topics), common, random))
    .replace("{message}", () => message);
}

/** Fills slots; `#` in an order number is a digit. A slot that appears twice gets two values. */
export function fill(phrase: string, common: CommonPhrases, random: Random): string {
  return phrase.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const key = name === "size2" ? "size" : name === "price2" ? "price" : name;
    const values = common.slots[key];
    if (values === undefined) return slot;
    return random.pick(values).replace(/#/g, () => String(random.int(10)));
  });
}

function lowerFirst(text: string): string {
  return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
