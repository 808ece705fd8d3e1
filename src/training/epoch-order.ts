import { createRandom, type Random } from "../data";

/** The seeded order of messages in each epoch: one stream of random numbers, one shuffle an epoch. */
export class EpochOrder {
  private random: Random;
  private epoch = -1;
  private order: number[] = [];

  constructor(
    private readonly rows: number,
    private readonly seed: number,
  ) {
    this.random = createRandom(seed);
  }

  /** The order of epoch `epoch` (0 is the first); going back starts the stream again. */
  of(epoch: number): readonly number[] {
    if (epoch < this.epoch) {
      this.random = createRandom(this.seed);
      this.epoch = -1;
    }
    while (this.epoch < epoch) {
      this.order = this.random.shuffle(Array.from({ length: this.rows }, (_, i) => i));
      this.epoch++;
    }
    return this.order;
  }
}
