/**
 * Where each signal speaks. `npm run bench:signals` chose these on its calibration problems and optimizers, and
 * measures them on others (bench/SIGNALS.md); it says so when what it would choose differs from what stands here.
 */
export const THRESHOLDS = {
  divergence: {
    /** Share of the planned steps before which only a burst counts. */
    after: 0.45,
    /** Share above its start that a loss may be with all steps left; with fewer, in proportion less. */
    margin: 0.01,
    /** Steps over which the batches' loss is averaged. */
    window: 8,
    /** Times the training loss before the first step, from which that average is too high, without the margin. */
    batch: 1.05,
    /** The same from the first step on. */
    burst: 20,
  },
  spikes: {
    /** Steps before a step that say which loss is usual. */
    window: 48,
    /** Standard deviations (1.4826 x median absolute deviation) above the usual. */
    deviations: 5,
    /** Shares of the training loss before the first step that a spike must stand out by at least. */
    floor: 0.15,
  },
  oscillation: {
    /** A rise counts from this share of the training loss before the first step. */
    rise: 0.05,
    /** Share of evaluations with a rise. */
    share: 0.34,
  },
  overshoot: {
    /** Steps over which the climb is averaged. */
    window: 32,
    /** Climb a step, as a share of the training loss before the first step, from which on steps go too far. */
    climb: 0.08,
  },
  slowConvergence: {
    /** Share of the run that must have passed. */
    after: 0.4,
    /** Share of all that validation loss fell, to be had by doubling the rate. */
    gain: 0.15,
    /** Times the validation loss before the first step; a run that was ever above it is too hot, not slow. */
    calm: 1.005,
  },
  overfitting: {
    /** Standard errors over messages by which validation loss must have risen above its best. */
    errors: 2.4,
  },
  plateau: {
    /** Share of the whole way (the sum of the schedule's rates) that is looked back. */
    window: 0.15,
    /** Standard errors over messages; a smaller fall in the window is none. */
    errors: 0.7,
    /** Share of all that validation loss fell, of which the same holds: it decides where messages are few. */
    fall: 0.1,
  },
} as const;

/** The thresholds of a signal, as numbers that a calibration may vary. */
export type Limits<Name extends keyof typeof THRESHOLDS> = {
  readonly [Key in keyof (typeof THRESHOLDS)[Name]]: number;
};
