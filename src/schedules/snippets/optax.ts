import { arrays } from "./languages";
import { printRules } from "./print";
import { heading, type Rules } from "./rules-of";

/** `schedule_optax.py`: a function of the count, as optax takes it. */
export function optaxSnippet({ spec, rate, momentum }: Rules): string {
  const usage =
    momentum === null
      ? `#   from schedule_optax import learning_rate
#   optimizer = optax.sgd(learning_rate, momentum=0.9)`
      : `#   from schedule_optax import learning_rate, momentum
#   optimizer = optax.inject_hyperparams(optax.sgd)(learning_rate=learning_rate, momentum=momentum)`;
  const schedule = (name: string, words: string): string => `def ${name}(count):
    """${words}, from 0; may be traced and compiled."""
    dtype = jnp.result_type(float)
    return jnp.asarray(_${name}(jnp.asarray(count, dtype)), dtype)
`;
  return `${heading(spec, "#")}
#
${usage}
#
# The count is optax's own: 0 at the first update. float32 counts up to 16,777,216.
import math

import jax.numpy as jnp


${printRules([...rate, ...(momentum ?? [])], arrays("jnp"))}${schedule("learning_rate", "The rate at a count of updates")}${
    momentum === null ? "" : `\n\n${schedule("momentum", "The momentum at a count of updates")}`
  }`;
}
