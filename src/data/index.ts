export { firstDifference } from "./first-difference";
export { canonicalJson, contentHash } from "./canonical";
export { resolveColumns, type ColumnOptions, type ColumnRoles } from "./columns";
export { csvColumns, type CsvColumn } from "./csv-columns";
export { datasetCsv } from "./dataset-csv";
export { mend, type Mended, type MendChoices } from "./mend";
export { messyCopy } from "./messy-copy";
export { repeatedMessages, type RepeatedMessages } from "./repeated";
export { MAX_CELL_BYTES, parseCsv, type CsvRow, type CsvTable } from "./csv";
export { SPLITS, type DataWarning, type Dataset, type Message, type Split } from "./dataset";
export { DELIMITER_NAMES, type Delimiter } from "./delimiter";
export { readText } from "./files";
export { fiveGramJaccard, fiveGrams } from "./five-grams";
export { frameTable, toFrame, type Frame, type FrameTable } from "./frame";
export { datasetFromCsv, type DatasetOptions, type ReadDataset } from "./from-csv";
export { generateCsv, generateRows, type GeneratedRow } from "./generate";
export { loadDataset, loadWithReport } from "./load";
export {
  nearDuplicateGroups,
  nearestTrainJaccard,
  NEAR_DUPLICATE,
  type NearestTrain,
} from "./near-duplicates";
export {
  loadPhraseBank,
  type CommonPhrases,
  type IntentPhrases,
  type PhraseBank,
  type PhraseFamily,
} from "./phrase-bank";
export { createRandom, type Random } from "./random";
export { byCodeUnit, escapeControls, listLines, quote } from "./show-text";
export { stratifiedSplit, type Share, type SplitOptions } from "./split";
export { summarise, type DatasetSummary, type SplitCounts } from "./summarise";
export { decodeUtf8 } from "./utf8";
