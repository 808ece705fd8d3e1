import type { Features } from "../features";

/**
 * The validation loss (nats) of a model that has learned nothing but how frequent each label is in training:
 * `-mean log((n_label + 1) / (n + labels))`. A walk that does not get below it has learned nothing from the messages.
 */
export function priorLoss({ labels, splits }: Features): number {
  const counts = new Array<number>(labels.length).fill(1);
  for (const label of splits.train.y) counts[label]++;
  const total = splits.train.y.length + labels.length;
  const { y } = splits.validation;
  let sum = 0;
  for (const label of y) sum -= Math.log(counts[label] / total);
  return sum / y.length;
}
