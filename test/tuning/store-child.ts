// A process that puts records into a store: node store-child.js FOLDER FROM TO
import { openStore } from "../../src/tuning/store";
import { recordOf } from "./store-records";

async function main(): Promise<void> {
  const [folder, from, to] = process.argv.slice(2);
  const store = await openStore(folder);
  process.stdout.write("ready\n");
  for (let seed = Number(from); seed < Number(to); seed++) {
    const record = recordOf(seed);
    if ((await store.get(record.id)) === undefined) await store.put({ record, seconds: seed });
  }
}

void main();
