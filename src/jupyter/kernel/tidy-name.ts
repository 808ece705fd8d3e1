/** Name on the main thread's `globalThis` of the function that tidies up after what was ended. */
export const TIDY = "__lrLabTidyAsyncIds";
