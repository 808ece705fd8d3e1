export type { Features, FeatureSpec, FeatureSplit, SparseRows } from "./features";
export { buildFeatures, DEFAULT_FEATURES, featurize, type Featurizer } from "./build";
export { ngrams, words } from "./ngrams";
export { parseFeatureSpec } from "./parse-spec";
