export type { Features, FeatureSpec, FeatureSplit, SparseRows } from "./features";
export { buildFeatures, DEFAULT_FEATURES, featurize } from "./build";
export { ngrams, words } from "./ngrams";
