import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { canonicalJson, contentHash } from "../../src/data";
import { InputError } from "../../src/errors";

describe("canonicalJson", () => {
  test("RFC 8785, section 3.2.2: numbers, strings, literals", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    assert.equal(
      canonicalJson(value),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("RFC 8785, section 3.2.3: members sorted by code unit", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    assert.deepEqual(Object.values(JSON.parse(canonicalJson(value)) as object), [
      "One", // JSON.parse puts integer names first; the text does not
      "Carriage Return",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
    assert.ok(canonicalJson(value).startsWith('{"\\r":"Carriage Return","1":"One","\u0080"'));
  });

  test("numbers that are not finite are strings, undefined members are dropped, -0 is 0", () => {
    assert.equal(
      canonicalJson({ b: [NaN, Infinity, -Infinity], a: undefined, c: -0 }),
      '{"b":["NaN","Infinity","-Infinity"],"c":0}',
    );
  });

  test("a member called __proto__ is a member", () => {
    assert.equal(canonicalJson(JSON.parse('{"__proto__":1,"a":2}')), '{"__proto__":1,"a":2}');
  });

  test("objects of another realm, as a notebook's cells make them, are plain objects", () => {
    assert.equal(canonicalJson(runInNewContext("({b: [1, 2], a: {}})")), '{"a":{},"b":[1,2]}');
    assert.throws(() => canonicalJson(runInNewContext("({a: new Float32Array(2)})")), InputError);
  });

  test("what JSON cannot hold is refused, by its path", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const cases: [unknown, RegExp][] = [
      [{ a: [new Float32Array(2)] }, /\$\.a\[0\] is a Float32Array/],
      [{ at: new Date(0) }, /\$\.at is a Date/],
      [new Map(), /\$ is a Map/],
      [{ f: () => 1 }, /\$\.f is a function/],
      [{ n: 1n }, /\$\.n is a bigint/],
      [[undefined], /\$\[0\] is undefined/],
      [new Array(1), /\$\[0\] is undefined/],
      [undefined, /\$ is undefined/],
      [{ s: "\ud800" }, /\$\.s is a string with a lone surrogate/],
      [cycle, /\$\.self is part of a cycle/],
      [{ toJSON: () => "x" }, /\$\.toJSON is a function/],
    ];
    for (const [value, says] of cases) {
      assert.throws(
        () => canonicalJson(value),
        (error) => error instanceof InputError && says.test(error.message),
      );
    }
    const shared = { x: 1 };
    assert.equal(canonicalJson([shared, shared]), '[{"x":1},{"x":1}]', "the same object twice is no cycle");
  });
});

test("contentHash is the SHA-256 of the UTF-8 text", () => {
  const value = { text: "größe 42 👟", n: 1 };
  const expected = createHash("sha256").update('{"n":1,"text":"größe 42 👟"}', "utf8").digest("hex");
  assert.equal(contentHash(value), expected);
  assert.equal(contentHash({ n: 1, text: "größe 42 👟" }), expected);
});
