export { decodeModel } from "./decode";
export { encodeModel, MODEL_JSON, MODEL_WEIGHTS, type ModelFiles } from "./encode";
export { predictTexts, servedModel, type ServedModel, type TextPrediction } from "./served-model";
