import { runInNewContext } from "node:vm";
import { scheduleSnippets, type Schedule } from "../../src/schedules";

/** What a snippet in JavaScript gives to those who load it. */
export interface SnippetModule {
  readonly learningRate: (step: number) => number;
  readonly momentum?: (step: number) => number;
  readonly rateCallback: (
    model: unknown,
    firstStep?: number,
  ) => { onBatchBegin: (batch: number) => Promise<void> };
}

/** Loads the JavaScript snippet of a schedule as a CommonJS module, with nothing of Node in reach. */
export function loadSnippet(schedule: Schedule): SnippetModule {
  const module = { exports: {} };
  runInNewContext(scheduleSnippets(schedule).tfjs, { module });
  return module.exports as SnippetModule;
}
