import {
  constant,
  cosine,
  cosineRestarts,
  exponential,
  expRange,
  geometric,
  inverseSqrt,
  inverseTime,
  join,
  linear,
  oneCycle,
  piecewise,
  polynomial,
  step,
  triangular,
  triangular2,
  warmup,
  warmupStableDecay,
  type Schedule,
  type ScheduleSpec,
} from "../../src/schedules";
import type { Shape } from "../../src/tuning";

/** Lengths, in optimizer steps, of a run of `n`; at least 1 each. */
interface Lengths {
  readonly n: number;
  /** Of the run, rounded. */
  readonly part: (share: number) => number;
  /** Rounded up, so that `count` of them reach the end of the run. */
  readonly split: (count: number) => number;
}

type Named = readonly [name: string, shape: Schedule];

/**
 * Every kind of schedule at peak 1, with the parameters that its source or its usual implementation gives; the type
 * check fails until a new kind is here. Two have nothing of their own to show: `scaled` is the same schedule with
 * another peak, and rising lines are for the range test's walk. Reduce-on-plateau is no function of the step, so no
 * run spec can hold it.
 */
const KINDS: Readonly<Record<ScheduleSpec["kind"], (lengths: Lengths) => readonly Named[]>> = {
  // Goodfellow et al. 2016, algorithm 8.1 with one rate.
  constant: () => [["fixed", constant({ peak: 1 })]],
  // A tenth after each third of the run: torchvision's reference for ImageNet, 30 of 90 epochs.
  step: ({ split }) => [["step", step({ peak: 1, every: split(3), factor: 0.1 })]],
  // A tenth at half and at three quarters of the run: He et al. 2015, arXiv:1512.03385, CIFAR-10.
  piecewise: ({ part }) => [
    ["piecewise", piecewise({ rates: [1, 0.1, 0.01], boundaries: [part(0.5), part(0.75)] })],
  ],
  // To 1% at the end.
  exponential: ({ n }) => [["exponential to 1%", exponential({ peak: 1, factor: 0.01, every: n })]],
  // To a tenth at the end: Kaldi's nnet3 recipes.
  geometric: ({ n }) => [["geometric to 10%", geometric({ peak: 1, floor: 0.1, steps: n })]],
  // Half after a tenth of the run, 1/11 at the end: Darken and Moody 1990, search then converge.
  inverseTime: ({ part }) => [["inverse time", inverseTime({ peak: 1, timescale: part(0.1) })]],
  // The timescale that a warmup of a twentieth has: .22 at the end.
  inverseSqrt: ({ part }) => [["inverse sqrt", inverseSqrt({ peak: 1, timescale: part(0.05) })]],
  // To 0: Defazio et al. 2023, arXiv:2310.07831.
  linear: ({ n }) => [["linear", linear({ peak: 1, steps: n })]],
  // Power 2 to 0: You et al. 2017, arXiv:1708.03888.
  polynomial: ({ n }) => [["polynomial, power 2", polynomial({ peak: 1, steps: n, power: 2 })]],
  cosine: ({ n }) => [
    // To 0: Loshchilov and Hutter 2016, arXiv:1608.03983, without restarts.
    ["cosine", cosine({ peak: 1, steps: n })],
    // To a tenth: Hoffmann et al. 2022, arXiv:2203.15556.
    ["cosine, floor 10%", cosine({ peak: 1, steps: n, floor: 0.1 })],
  ],
  // Two cycles, the second twice as long: Loshchilov and Hutter's T_mult = 2.
  cosineRestarts: ({ split }) => [
    ["cosine restarts", cosineRestarts({ peak: 1, period: split(3), growth: 2, cycles: 2 })],
  ],
  // 30% up from 1/25, momentum .95 to .85 and back: Smith and Topin 2017, arXiv:1708.07120; PyTorch's defaults.
  oneCycle: ({ n }) => [["one-cycle", oneCycle({ peak: 1, steps: n })]],
  // Two cycles from a quarter of the peak: Smith 2015, arXiv:1506.01186 (a third or a quarter), whose run ends low.
  triangular: ({ split }) => [
    ["triangular", triangular({ peak: 1, floor: 0.25, stepsUp: split(4), cycles: 2 })],
  ],
  // The same, the second half as high.
  triangular2: ({ split }) => [
    ["triangular2", triangular2({ peak: 1, floor: 0.25, stepsUp: split(4), cycles: 2 })],
  ],
  // The same, the height down to a tenth at the end.
  expRange: ({ n, split }) => [
    ["exp-range", expRange({ peak: 1, floor: 0.25, stepsUp: split(4), cycles: 2, factor: 0.1 ** (1 / n) })],
  ],
  // Warmup of a twentieth, decay (1 - sqrt) over the last fifth: Hägele et al. 2024, arXiv:2405.18392.
  warmupStableDecay: ({ n, part }) => [
    [
      "warmup, stable, decay",
      warmupStableDecay({
        peak: 1,
        warmup: part(0.05),
        stable: n - part(0.05) - part(0.2),
        decay: part(0.2),
      }),
    ],
  ],
  // A twentieth of the run in front of: one rate (Goyal et al. 2017, arXiv:1706.02677), a line to 0 (BERT, Hugging
  // Face's default), a cosine to 0 (nanoGPT), 1/sqrt(t) with the warmup as timescale (Vaswani et al. 2017,
  // arXiv:1706.03762).
  warmup: ({ n, part }) => {
    const steps = part(0.05);
    const left = n - steps;
    return [
      ["warmup + fixed", warmup(constant({ peak: 1 }), { steps })],
      ["warmup + linear", warmup(linear({ peak: 1, steps: left }), { steps })],
      ["warmup + cosine", warmup(cosine({ peak: 1, steps: left }), { steps })],
      ["warmup + inverse sqrt", warmup(inverseSqrt({ peak: 1, timescale: steps }), { steps })],
    ];
  },
  // Fixed, then a line to 0 over the last two fifths: the trapezoid of modded-nanogpt.
  join: ({ n, part }) => [
    [
      "fixed, then linear",
      join([
        { schedule: constant({ peak: 1 }), steps: n - part(0.4) },
        { schedule: linear({ peak: 1, steps: part(0.4) }) },
      ]),
    ],
  ],
  scaled: () => [],
};

/**
 * Every schedule of the library for a run of `n` optimizer steps, at peak 1; in order of the kinds.
 *
 * @throws Error for fewer than 20 steps: no room for phases
 */
export function everyShape(n: number): Shape[] {
  if (n < 20) throw new Error(`a run of ${n} steps has no room for every schedule`);
  const lengths: Lengths = {
    n,
    part: (share) => Math.max(1, Math.round(share * n)),
    split: (count) => Math.ceil(n / count),
  };
  return Object.values(KINDS)
    .flatMap((make) => make(lengths))
    .map(([name, shape]) => ({ name, shape }));
}
