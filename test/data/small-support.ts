// Six intents of the project's data, small enough to train on in a test.
import { join } from "node:path";
import { contentHash, loadDataset, type Dataset, type Split } from "../../src/data";

/** The first 400 messages to train on, 200 to validate on and 300 to test on, of six intents. */
export async function smallSupport(): Promise<Dataset> {
  const whole = await loadDataset(join("data", "support-intents.csv"));
  const left: Record<Split, number> = { train: 400, validation: 200, test: 300 };
  const intents = ["cancel_order", "gift_card", "refund_status", "shoe_care", "size_advice", "store_hours"];
  const few = whole.messages.filter(({ intent }) => intents.includes(intent));
  const messages = few.filter(({ split }) => left[split]-- > 0);
  return { ...whole, intents, messages, hash: contentHash(messages) };
}
