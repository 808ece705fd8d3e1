import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { perturb, PERTURBATIONS, testInvariance } from "../../src/evaluation";
import { DEFAULT_FEATURES, type Featurizer } from "../../src/features";
import type { ModelWeights } from "../../src/training";
import { inputError } from "../data/fixtures";

const TEXTS = [
  "Where is my order? It's been 3 weeks",
  "a refund, please!",
  "hi",
  "😡😡 wrong 𝓼𝓱𝓸𝓮𝓼",
  "",
  "aaaa",
  "Größe passt nicht",
];

describe("perturbations", () => {
  test("the same seed gives the same texts, another seed others", () => {
    const long = TEXTS.map((text) => `${text} reimbursement questions everywhere`);
    for (const { name } of PERTURBATIONS) {
      assert.deepEqual(perturb(name, long, 4), perturb(name, long, 4));
    }
    assert.notDeepEqual(perturb("dropped letter", long, 4), perturb("dropped letter", long, 5));
  });

  /** The one word of a text that differs, before and after. */
  function changedWord(before: string, after: string): [string, string] | null {
    const [a, b] = [before.split(" "), after.split(" ")];
    assert.equal(a.length, b.length);
    const places = [...a.keys()].filter((i) => a[i] !== b[i]);
    assert.ok(places.length <= 1, `${before} -> ${after}`);
    return places.length === 0 ? null : [a[places[0]], b[places[0]]];
  }
  const sorted = (word: string): string => Array.from(word).sort().join("");

  for (let seed = 1; seed <= 5; seed++) {
    test(`typos change one long word by one letter, seed ${seed}`, () => {
      const [swapped, dropped, doubled] = ["swapped letters", "dropped letter", "doubled letter"].map(
        (name) => perturb(name, TEXTS, seed),
      );
      TEXTS.forEach((text, i) => {
        const length = Array.from(text).length;
        const long = /\p{L}{4,}/u.test(text);
        const swap = changedWord(text, swapped[i]);
        assert.equal(swap !== null, long && text !== "aaaa", text);
        if (swap !== null) assert.equal(sorted(swap[0]), sorted(swap[1]));
        assert.equal(Array.from(dropped[i]).length, length - (long ? 1 : 0));
        assert.equal(Array.from(doubled[i]).length, length + (long ? 1 : 0));
        for (const found of [changedWord(text, dropped[i]), changedWord(text, doubled[i])]) {
          if (found !== null) assert.match(found[0], /\p{L}{4,}/u);
        }
      });
    });
  }

  test("case and punctuation", () => {
    const of = (name: string): string[] => perturb(name, TEXTS);
    assert.equal(of("lower case")[0], "where is my order? it's been 3 weeks");
    assert.equal(of("upper case")[6], "GRÖSSE PASST NICHT");
    assert.equal(of("exclamation")[2], "hi!!");
    assert.equal(of("no punctuation")[0], "Where is my order It's been 3 weeks");
    assert.deepEqual(perturb("no punctuation", ["(re: order #12.5, e-mail)", "...", "don’t"]), [
      "re order 12.5 e-mail",
      "",
      "don’t",
    ]);
  });

  test("a perturbation that there is not is refused, with those that there are", () => {
    assert.throws(() => perturb("typo", TEXTS), inputError('no perturbation "typo"', "swapped letters"));
  });
});

describe("testInvariance", () => {
  // One column, the word "refund": with it the careless model says 1, without it 0. The stubborn one always says 1.
  const features: Featurizer = {
    spec: { ...DEFAULT_FEATURES, weight: "binary", normalize: "none" },
    vocabulary: ["w:refund"],
    idf: null,
  };
  const model = (weight: number, bias: number): ModelWeights => ({
    kind: "model-weights",
    model: { kind: "linear" },
    arrays: [
      { name: "output", shape: [1, 2], values: Float32Array.of(0, weight) },
      { name: "output bias", shape: [2], values: Float32Array.of(0.5, bias) },
    ],
  });
  const [careless, stubborn] = [model(1, 0), model(1, 1)];
  const texts = ["refund", "Refund", "hi, pal!", "invoice"];
  const found = testInvariance({
    features,
    texts,
    baseline: [careless, careless],
    candidate: [stubborn, careless],
  });
  const of = (name: string) => found.tests.find(({ perturbation }) => perturbation === name)!;

  test("shares are of the texts that a perturbation changes", () => {
    const { texts, featuresChanged, baseline, candidate, difference } = of("dropped letter");
    // "hi, pal!" has no word of four letters; of the other three the two refunds change their answer.
    assert.deepEqual([texts, featuresChanged], [3, 2]);
    assert.equal(baseline.mean, 2 / 3);
    assert.equal(candidate.mean, 1 / 3);
    // Paired: -2/3 and 0.
    assert.ok(Math.abs(difference.mean + 1 / 3) < 1e-12);
    assert.ok(difference.low < -4 && difference.high > 3, "two seeds say little");
  });

  test("where no feature changes both are invariant by construction", () => {
    for (const name of ["lower case", "upper case", "exclamation", "no punctuation"]) {
      const { featuresChanged, baseline, candidate } = of(name);
      assert.deepEqual([featuresChanged, baseline.mean, candidate.mean], [0, 0, 0], name);
    }
    assert.equal(of("lower case").texts, 1);
    assert.equal(of("exclamation").texts, 4);
  });

  test("a perturbation that changes no text is named and not tried", () => {
    const quiet = testInvariance({ features, texts: ["hi"], baseline: [careless], candidate: [careless] });
    assert.deepEqual(quiet.notApplicable, [
      "swapped letters",
      "dropped letter",
      "doubled letter",
      "lower case",
      "no punctuation",
    ]);
    assert.deepEqual(
      quiet.tests.map(({ perturbation }) => perturbation),
      ["upper case", "exclamation"],
    );
  });

  test("arms that are not pairs and no texts are refused", () => {
    const arms = { features, baseline: [careless], candidate: [stubborn] };
    assert.throws(() => testInvariance({ ...arms, texts: [] }), inputError("at least one text"));
    assert.throws(() => testInvariance({ ...arms, texts, candidate: [] }), inputError("1 and 0"));
  });
});
