// How findings write numbers.

/** A loss in nats. */
export function nats(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : String(value);
}

/** A share as whole percents. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
