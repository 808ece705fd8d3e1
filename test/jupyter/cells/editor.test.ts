import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "./session";

const { compiler, check } = createSession();
check(`/**
 * Doubles a rate.
 *
 * @param rate what to double, per step
 * @param label - a name for it
 * @returns twice the rate
 * @example
 * double(1)
 */
function double(rate: number, label?: string): number { return rate * 2 }
const settings = { warmup: 5, peak: 0.5 };
import * as path from "node:path";
import { warmup as ramp } from "lr-lab";
interface Shape { sides: number }`);

/** Completes where the block stands. */
function complete(marked: string): ReturnType<typeof compiler.complete> {
  return compiler.complete(marked.replace("▮", ""), marked.indexOf("▮"));
}

function inspect(marked: string): ReturnType<typeof compiler.inspect> {
  return compiler.inspect(marked.replace("▮", ""), marked.indexOf("▮"));
}

test("members of earlier cells' values complete, with their kinds", () => {
  const found = complete("settings.▮");
  assert.deepEqual(found.matches, ["peak", "warmup"]);
  assert.deepEqual([found.start, found.end], [9, 9]);
  assert.deepEqual(
    found.types.map(({ type }) => type),
    ["property", "property"],
  );
  const begun = complete("const x = settings.wa▮; 1");
  assert.deepEqual(begun.matches, ["warmup"]);
  assert.deepEqual([begun.start, begun.end], [19, 21]);
});

test("names of earlier cells, of this one, of Node and of types complete", () => {
  assert.equal(complete("set▮").matches[0], "settings");
  assert.ok(complete("const local = 1; loc▮").matches.includes("local"));
  assert.ok(complete("proc▮").matches.includes("process"));
  assert.equal(complete("const s: Sha▮").matches[0], "Shape");
  assert.equal(complete("DOUB▮").matches[0], "double");
  assert.ok(complete("path.bas▮").matches.includes("basename"));
  assert.deepEqual(complete("ram▮").types[0], { text: "ramp", type: "alias" });
});

test("object properties, string literals and names of an import complete", () => {
  assert.deepEqual(complete("const s: Shape = { si▮ }").matches, ["sides"]);
  assert.deepEqual(complete("const mode: 'fast' | 'slow' = 'fa▮'").matches.slice(0, 1), ["fast"]);
  assert.ok(complete("import { const▮ } from 'lr-lab'").matches.includes("constant"));
  assert.ok(complete("import * as x from 'node:pa▮'").matches.includes("node:path"));
});

test("offsets are UTF-16 units", () => {
  const found = complete("'😀'; settings.pe▮");
  assert.deepEqual([found.matches[0], found.start, found.end], ["peak", 15, 17]);
});

test("a hover has the signature and the documentation, also of libraries", () => {
  assert.deepEqual(inspect("dou▮ble(1)"), {
    signature: "function double(rate: number, label?: string): number",
    documentation: [
      "Doubles a rate.",
      "- `rate`: what to double, per step",
      "- `label`: a name for it",
      "Returns twice the rate",
      "```ts\ndouble(1)\n```",
    ].join("\n\n"),
  });
  assert.match(
    inspect("path.join▮('a')")?.signature ?? "",
    /^function path\.PlatformPath\.join|join\(.*paths: string\[\]\): string/,
  );
  assert.match(inspect("path.join▮('a')")?.documentation ?? "", /^Join all arguments together/);
  assert.match(inspect("[1].ma▮p(String)")?.documentation ?? "", /^Calls a defined callback function/);
  // Names and texts of parameters, from files that are read without their comments at first.
  assert.match(inspect("Math.flo▮or")?.documentation ?? "", /\n- `x`: A numeric expression\.$/);
  assert.match(
    inspect("parse▮Int('1')")?.documentation ?? "",
    /- `string`: A string to convert[^]*- `radix`: /,
  );
  assert.match(inspect("ra▮mp")?.documentation ?? "", /- `options\.steps`|- `\w+`: \w/);
  assert.match(inspect("ra▮mp")?.documentation ?? "", /\w{3}/);
  assert.match(inspect("settings▮")?.signature ?? "", /^const settings: \{/);
  assert.equal(inspect("1 + ▮  "), undefined);
  assert.equal(inspect("▮"), undefined);
});

test("Enter runs what is whole and goes on where something is open", () => {
  const status = (source: string): string => {
    const { status: found, indent } = compiler.isComplete(source);
    return indent === undefined ? found : `${found} ${JSON.stringify(indent)}`;
  };
  for (const whole of [
    "",
    "1 + 1",
    "const a = { b: 1 };",
    "await (1)",
    "for await (const x of y) {}",
    "// note",
    "if (a) b",
    "`${a}`",
    "<T>(x: T) => x",
    "/** @jsx */ <div>a</div>",
  ]) {
    assert.equal(status(whole), "complete", whole);
  }
  const open: [string, string][] = [
    ["function f() {", "  "],
    ["const a = [", "  "],
    ["call(", "  "],
    ["const a =", ""],
    ["  if (a) {", "    "],
    ["const f = () =>", "  "],
    ["/* note", ""],
    ["`text", ""],
    ["1 +", ""],
    ["class A {\n  f() {\n    return 1;", "    "],
    ["import { a", ""],
    ["const { a, b", ""],
    ["x.", ""],
    ["try {\n}", ""],
  ];
  for (const [source, indent] of open)
    assert.equal(status(source), `incomplete ${JSON.stringify(indent)}`, source);
  for (const wrong of ["}", "const const = 1", "const = 5", "foo bar baz {", "1 +\n\n", "a ) b", "'text"]) {
    assert.equal(status(wrong), "invalid", wrong);
  }
});
