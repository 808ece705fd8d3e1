import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { datasetFromCsv, loadDataset, messyCopy, repeatedMessages } from "../../src/data";
import { sayReach, sayRepeated, sayWarnings } from "../../src/writeup";

const shipped = loadDataset(join("data", "support-intents.csv"));

test("every warning says what it does to a score and what to do", async () => {
  const messy = datasetFromCsv(messyCopy(await shipped), { text: "message", intent: "topic" });
  // One of each that the messy copy lacks.
  const unseen = datasetFromCsv("text,label,split\na,x,train\nb,y,train\nc,z,test\nd,x,dev\n");
  const constant = datasetFromCsv(
    `text,intent,split,\n${["1", "2", "3", "4", "5"].map((n) => `same,x,${n === "5" ? "dev" : "train"},`).join("\n")}\nb,y,train,\nc,y,dev,\nd,x,test,\ne,y,test,\n`,
  );
  const warnings = [messy, unseen, constant].flatMap((data) => data.warnings);
  const checks = new Set(warnings.map(({ check }) => check));
  for (const name of ["unseen-intent", "near-constant-intent", "unnamed-column", "intent-column"]) {
    assert.ok(checks.has(name), `${name} is among ${[...checks].join(", ")}`);
  }
  const said = sayWarnings({ warnings }).split("\n");
  assert.equal(said.length, warnings.length);
  for (const line of said) assert.match(line, /^- \*\*[a-z ]+\*\*( \(.+\))?\. [A-Z].+\. \*[A-Z].+\.\*$/);
  const one = { check: "new-check", message: "m", rows: [4, 7], count: 2 };
  assert.equal(sayWarnings({ warnings: [one] }), "- **new check** (2 rows: lines 4, 7).");
  assert.equal(sayWarnings({ warnings: [] }), "Nothing was found that could mislead.");
});

describe("what data can decide", () => {
  /** `tests` messages of two intents to test on, and enough others to be read. */
  const withTests = (tests: number): ReturnType<typeof datasetFromCsv> => {
    const rows = Array.from({ length: tests }, (_, i) => `the test message ${i},${i % 2 ? "x" : "y"},test`);
    const others = ["a,x,train", "b,y,train", "c,z,train", "d,x,dev", "e,y,dev"];
    return datasetFromCsv(`text,intent,split\n${[...others, ...rows].join("\n")}\n`);
  };

  test("400 messages: the exact interval of 80%, and 2.8 standard errors of a paired difference", () => {
    const said = sayReach(withTests(400));
    // Clopper and Pearson, 320 of 400: 75.7% to 83.8% (the binomial tails, by bisection); 2.8 sqrt(.1 / 400) = 4.43 points.
    assert.match(said, /80% is known as 75\.7% to 83\.8%/);
    assert.match(said, /about \*\*4\.4 points\*\*/);
    // .1 * 2.8^2 / .01^2 = 7,840, to the next hundred.
    assert.match(said, /about 7,900 test messages/);
    assert.match(
      said,
      /The rarest intents\*\* in the test \(x and y\) have 200 messages each.* 0\.5 points; 1 intent has none/,
    );
  });

  test("too few for a gate: it says that there will be no verdict", () => {
    const said = sayReach(withTests(30));
    assert.match(said, /no verdict\. A gate takes 100 test messages/);
    assert.doesNotMatch(said, /NaN|Infinity|undefined/);
  });

  test("slices that are large enough are named, and the others counted", async () => {
    const data = await shipped;
    assert.match(
      sayReach(data),
      /chatter \(1802\).*can be held to a margin of 2 points; 1 smaller slice cannot/,
    );
    assert.match(sayReach(data, { sliceMessages: 100_000 }), /nothing can be said.*largest: chatter, 1802/);
  });
});

test("repeats: none, some that agree, and some that do not", () => {
  const found = {
    kind: "repeated-messages",
    groups: 0,
    messages: 0,
    disagreeing: 0,
    seenBefore: 0,
    judged: 9,
  } as const;
  assert.match(sayRepeated(found), /^No message is there twice.*of the 9 .*none has a twin/i);
  // 5 of 50: 3.3% to 21.8% (the binomial tails, by bisection).
  const some = sayRepeated({ ...found, groups: 20, messages: 50, disagreeing: 5, seenBefore: 1 });
  assert.match(some, /\*\*5 labels\*\* differ .*10\.0%, 95% interval 3\.3% to 21\.8%/);
  assert.match(some, /\*\*1 message\*\* of the 9 .*11\.1%\) has a twin/);
  const none = datasetFromCsv("text,intent,split\na,x,train\nb,y,train\nc,x,dev\nd,y,test\n");
  assert.match(sayRepeated(repeatedMessages(none)), /says? nothing of label noise/);
});
