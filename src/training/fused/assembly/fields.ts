// What the host tells the module of one run: 32-bit words of a table in memory, in this order. Both sides read it.

/** Places in the table. Sizes are counts, strides are bytes, the rest are addresses in bytes. */
export enum Field {
  // The run
  Columns,
  /** Bytes of a row of the bag's weights: hidden units, or classes of a linear model, padded. */
  BagStride,
  /** Bytes from a row of the bag's weights to the next: with momentum, its momentum lies between. */
  RowBytes,
  /** Hidden units; 0 for a linear model. */
  Hidden,
  Classes,
  /** Messages of a full batch. */
  Batch,
  /** Bytes of a row of class scores, padded. */
  ClassStride,
  /** 0 sgd, 1 momentum (also any decay of sgd), 2 adam, 3 prodigy. */
  Optimizer,
  Nesterov,
  /** 1 where rows of the bag are updated as their gradients are taken: no clipping, no decay, no second moment. */
  Direct,
  // State
  Bag,
  BagMomentum,
  BagSecond,
  /** Prodigy's decaying sum of gradients, and the way from each weight back to where it began. */
  BagSums,
  BagBack,
  /** First bias, and for an mlp the output weights and the output bias, one after another. */
  Dense,
  DenseMomentum,
  DenseSecond,
  DenseSums,
  DenseBack,
  DenseBytes,
  /** Gradient of `Dense`, at this step and at the one before. */
  Gradient,
  LastGradient,
  /** For each column, the step of the window up to which its row is current. */
  RowStep,
  /** For each step of the window, what the steps since do to a row that none of them touches. */
  Window,
  /** Numbers that live from step to step: see state.ts. */
  Numbers,
  // A linear model compares its gradient with the last one's row by row.
  LastSlot,
  LastRows,
  // Scratch
  Head,
  /** For Adam and Prodigy, where each touched column's gradient is kept, from 1; 0 elsewhere, and after each step. */
  Slot,
  Touched,
  /** Terms of the batch's sums, message by message, and where each message's begin and end. */
  Terms,
  TermEnds,
  /** The batch's cells, from 1 (batch.ts). */
  Cells,
  /** The terms of one column's gradient. */
  ColumnTerms,
  Targets,
  Bagged,
  BagGradient,
  Scores,
  // Of each message the hidden units above 0, as terms of its scores; where each list ends.
  ActiveTerms,
  ActiveEnds,
  /** Of each hidden unit the messages where it is above 0, and its value there; where each list ends. */
  UnitTerms,
  UnitEnds,
  /** For each message of one unit's list, the sum so far of the gradient there. */
  Partials,
  Zeros,
  /** Sum of squares of each message's row of `BagGradient`. */
  RowSquares,
  RowGradients,
  Shuffles,
  Count,
}

/** Places in `Numbers`, each a 64-bit float. */
export enum Num {
  // Constants of the run
  Clip,
  Smoothing,
  CoupledDecay,
  DecoupledDecay,
  Beta1,
  Beta2,
  Epsilon,
  /** Prodigy's first estimate, and 1 where it corrects the bias of its moments. */
  D0,
  BiasCorrection,
  // State
  /** Sums of squares and products over weights w and momenta m: of the bag, or of all parameters where direct. */
  WW,
  WM,
  MM,
  /** beta1^t and beta2^t. */
  Power1,
  Power2,
  /** What the schedule's rate is multiplied by: 1, or Prodigy's estimate; and the numerator of that. */
  D,
  Numerator,
  /** Steps since all rows were last brought up to date. */
  Age,
  /** 1 once a step has left a gradient to compare with. */
  HasLast,
  LastNorm,
  // What the last step reports
  GradientNorm,
  UpdateRatio,
  Overshoot,
  Count,
}
