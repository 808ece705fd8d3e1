export { writeUp } from "./build";
export { Citations, numbersIn, type Source } from "./citations";
export { compareWriteUp, type Comparison, type Deviation } from "./compare";
export { blockMarkdown, sourceText, writeUpMarkdown } from "./markdown";
export { mask } from "./mask";
export { readOrigin } from "./origin";
export { verifyWriteUp, type Rerun, type Verification, type VerifyOptions } from "./verify";
export { writeUpWords } from "./words";
export type { Block, Origin, WriteUp, WriteUpOptions } from "./types";
