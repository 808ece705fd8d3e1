// A person's own file for the command line's tests: six intents of the project's data under another name of the column.
import { join } from "node:path";
import { loadDataset, type Message } from "../../src/data";

/** CSV text with the columns text, topic and split: 360 messages to train on, 120 to validate on, 200 to test on. */
export async function smallCsv(
  change: (message: Message) => { readonly text?: string; readonly split?: string } = () => ({}),
): Promise<string> {
  const { messages } = await loadDataset(join("data", "support-intents.csv"));
  const intents = ["cancel_order", "gift_card", "refund_status", "shoe_care", "size_advice", "store_hours"];
  const left: Record<string, number> = { train: 360, validation: 120, test: 200 };
  const kept = messages.filter(({ intent, split }) => intents.includes(intent) && left[split]-- > 0);
  const quote = (cell: string): string => `"${cell.replace(/"/g, '""')}"`;
  const lines = kept.map((message) => {
    const { text, intent, split } = { ...message, ...change(message) };
    return [quote(text), intent, split].join(",");
  });
  return ["text,topic,split", ...lines].join("\n") + "\n";
}
