import { LrLabError } from "../errors";
import { jsonText } from "./run-words";

/** Does the work of a command; with `--json`, an error is a document on stdout too. */
export async function withJsonErrors(json: boolean | undefined, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (json && error instanceof LrLabError) console.log(jsonText({ ok: false, error: error.message }, 2));
    throw error;
  }
}
