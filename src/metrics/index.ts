export { expectedCalibrationError } from "./calibration";
export { accuracy, confusionMatrix, macroF1, perClass, type ClassScore } from "./classification";
export { crossEntropy } from "./cross-entropy";
export type { Labels } from "./labels";
