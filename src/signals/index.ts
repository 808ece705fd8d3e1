export type { Diagnosis, Finding } from "./diagnosis";
export { diagnose, divergence, oscillation, overfitting, slowConvergence, THRESHOLDS } from "./diagnose";
