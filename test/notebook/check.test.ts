import assert from "node:assert/strict";
import { sep } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { exportHtml } from "../../src/jupyter";
import { CHECK, check, type CheckResult, type CheckRule } from "../../src/notebook";
import { codeCell, displayed, notebookOf } from "./pages";

const TSLAB = [sep + "elsewhere", "node_modules", "tslab", "dist", "jupyter.js"].join(sep);

const yes: CheckRule = { says: "the sky is up", holds: () => true, hint: "look up" };
const no: CheckRule = { says: "the sea is up", holds: () => false, hint: "look at the sea" };

describe("check", () => {
  let bundles: Record<string, unknown>[] = [];
  beforeEach(() => {
    bundles = [];
    const lastWriteDisplayData = ({ data }: { data: Record<string, unknown> }) => bundles.push(data);
    require.cache[TSLAB] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  });
  afterEach(() => delete require.cache[TSLAB]);

  const asked = (title: unknown, rules: unknown) => {
    (check as (title: unknown, rules: unknown) => void)(title, rules);
    assert.equal(bundles.length, 1, "one box");
    const [bundle] = bundles.splice(0);
    assert.deepEqual(Object.keys(bundle).sort(), [CHECK, "text/html", "text/plain"].sort());
    const text = String(bundle["text/plain"]);
    const html = String(bundle["text/html"]);
    assert.doesNotMatch(text + html, /^\s+at |check\.(js|ts)|\[object/m, "no stack, no leftovers");
    return { result: bundle[CHECK] as CheckResult, text, html };
  };

  test("all rules hold", () => {
    const { result, text } = asked("Up", [yes, { ...yes, says: "so is the roof" }]);
    assert.deepEqual(result, { kind: "check", title: "Up", passed: true });
    assert.equal(text, "✓ Up\n  ✓ the sky is up\n  ✓ so is the roof");
  });

  test("the first rule that does not hold is told with its hint, and no later one is asked", () => {
    const never: CheckRule = { ...yes, holds: () => assert.fail("asked") };
    const { result, text, html } = asked("Up", [yes, no, never]);
    assert.deepEqual(result, {
      kind: "check",
      title: "Up",
      passed: false,
      failed: "the sea is up",
      hint: "look at the sea",
    });
    assert.equal(text, "✗ Up\n  ✓ the sky is up\n  ✗ not yet: the sea is up\n  Hint: look at the sea");
    assert.match(html, /✗ not yet: the sea is up/, "a mark and words, not colour alone");
  });

  test("a rule that throws does not hold, and says why in a line", () => {
    const { result, text } = asked("Up", [
      { ...no, holds: () => (undefined as unknown as { length: number }).length > 0 },
    ]);
    assert.equal(result.passed, false);
    assert.match(text, /\n {4}TypeError: Cannot read properties of/);
    assert.match(text, /Hint: look at the sea$/);
  });

  test("only true is a yes: not a promise, not another value", () => {
    const answers: unknown[] = [Promise.resolve(true), Promise.reject(new Error("late")), 1, "yes", null];
    for (const answer of answers) {
      const { result, text } = asked("Up", [{ ...no, holds: () => answer as boolean }]);
      assert.equal(result.passed, false);
      assert.equal(/await before the check/.test(text), answer instanceof Promise);
    }
  });

  test("never throws, whatever is thrown or given", () => {
    const nasty = { toString: () => assert.fail("cannot be shown") };
    for (const thrown of [new Error(`a\n    at secret.ts:1\nb`), "text", null, Symbol("s"), nasty]) {
      const holds = () => {
        throw thrown;
      };
      assert.equal(asked("Up", [{ ...no, holds }]).result.passed, false);
    }
    for (const rules of [
      [],
      null,
      "rules",
      {},
      [null],
      [yes, { says: "x", hint: "y" }],
      [{ ...yes, hint: 3 }],
    ]) {
      assert.equal(asked("Up", rules).result.passed, false);
    }
    assert.match(asked("Up", [yes, {}]).text, /rule 2 needs says/);
    assert.equal(asked(undefined, [yes]).result.title, "Check");
    const long = asked("Up", [
      {
        ...no,
        holds: () => {
          throw new Error("x".repeat(5000));
        },
      },
    ]);
    assert.ok(long.text.length < 400);
  });

  test("what data bring into a box stays text, in a cell and on an exported page", () => {
    const script = `<script>window.hit=1</script><img src=x onerror="window.hit=1">`;
    const { html } = asked(script, [{ says: script, hint: script, holds: () => false }]);
    assert.doesNotMatch(html, /<script|<img/);
    check("Up", [yes, no]);
    const page = exportHtml(notebookOf(codeCell("check();", [displayed(bundles[0])])), {
      title: "t",
      source: "s",
    });
    assert.match(page, /<div class="lr-check lr-not-yet">/);
    assert.match(page, /Hint: look at the sea/);
  });
});
