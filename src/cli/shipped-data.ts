import { join } from "node:path";

/** The data that ships with lr-lab. */
export const SHIPPED_DATA = join(__dirname, "..", "..", "data", "support-intents.csv");
