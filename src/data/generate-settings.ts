/**
 * Every number that the generator uses. They were tuned on seed 1 (data/DATASHEET.md tells how often) and are
 * frozen: changing one changes the data, its hash and every figure in the datasheet.
 */
export const GENERATOR = {
  sizes: { train: 5400, validation: 1800, test: 4200 },
  /** Shares of an intent's phrase families; the rest is test. */
  families: { train: 0.6, validation: 0.15 },
  /** Shares of the ways a message is put together; the rest is one plain request. */
  composition: { short: 0.13, negation: 0.13, twoIntents: 0.14 },
  /** Shares of points made by the story alone, or by the request in so many words alone; the rest makes both. */
  point: { storyOnly: 0.15, requestOnly: 0.3 },
  /** Chances of what stands around the point. */
  around: { subject: 0.5, opening: 0.35, slang: 0.08, chatterBefore: 0.3, chatterAfter: 0.25, closing: 0.25 },
  /** Chances of how it is typed. */
  noise: {
    lowerCase: 0.38,
    upperCase: 0.02,
    noPunctuation: 0.3,
    abbreviations: 0.25,
    codeSwitch: 0.13,
    emoji: 0.1,
    truncation: 0.05,
    typos: 0.4,
    /** Chance that a word of a message with typos gets one. */
    typoPerWord: 0.12,
  },
  /** Wrong labels in training and validation, and the share of them that goes to a confusable intent. */
  labelNoise: { rate: 0.125, confusable: 0.8 },
  /** Intents below this share of the mail are the slice rare_intent. */
  rareShare: 0.018,
} as const;
