/**
 * Every number that the generator uses. They were tuned on seed 1 (data/DATASHEET.md tells how often) and are
 * frozen: changing one changes the data, its hash and every figure in the datasheet.
 */
export const GENERATOR = {
  sizes: { train: 6000, validation: 1800, test: 4200 },
  /** Shares of an intent's phrase families; the rest is test. */
  families: { train: 0.65, validation: 0.12 },
  /** Shares of the ways a message is put together; the rest is one plain request. */
  composition: { short: 0.138, negation: 0.12, twoIntents: 0.12 },
  /** Share of plain messages that tell the story and leave the request to be understood. */
  storyOnly: 0.12,
  /** Chances of what stands around the point. */
  around: { subject: 0.9, opening: 0.35, slang: 0.08, chatterBefore: 0.3, chatterAfter: 0.25, closing: 0.25 },
  /** Chances of how it is typed. */
  noise: {
    lowerCase: 0.38,
    upperCase: 0.02,
    noPunctuation: 0.3,
    abbreviations: 0.25,
    codeSwitch: 0.165,
    emoji: 0.1,
    truncation: 0.03,
    typos: 0.35,
    /** Chance that a word of a message with typos gets one. */
    typoPerWord: 0.12,
  },
  /** Wrong labels in training and validation, and the share of them that goes to a confusable intent. */
  labelNoise: { rate: 0.14, confusable: 0.8 },
  /** Intents below this share of the mail are the slice rare_intent. */
  rareShare: 0.018,
} as const;
