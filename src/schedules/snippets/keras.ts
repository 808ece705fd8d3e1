import { arrays } from "./languages";
import { printRules } from "./print";
import { heading, type Rules } from "./rules-of";

/** `schedule_keras.py`: a `LearningRateSchedule` for Keras 3 on any of its backends. */
export function kerasSnippet({ spec, rate, momentum }: Rules): string {
  return `${heading(spec, "#")}
#
#   from schedule_keras import LearningRate
#   model.compile(optimizer=keras.optimizers.SGD(LearningRate(), momentum=0.9), loss=...)
#
# Keras 3, on any backend. Steps count from 0, one for each batch. Computed in keras.config.floatx(); float32
# counts steps up to 16,777,216.${
    momentum === null
      ? ""
      : `
# momentum(step) is what the schedule says of the momentum. Keras compiles an optimizer's momentum as a constant,
# so LearningRate moves the rate alone.`
  }
import math

import keras
from keras import ops


${printRules([...rate, ...(momentum ?? [])], arrays("ops"))}@keras.saving.register_keras_serializable(package="lr_lab")
class LearningRate(keras.optimizers.schedules.LearningRateSchedule):
    """The schedule above; it has no settings."""

    def __call__(self, step):
        return _number(_learning_rate, step)

    def get_config(self):
        return {}

${
  momentum === null
    ? ""
    : `
def momentum(step):
    """The momentum at a step."""
    return _number(_momentum, step)

`
}
def _number(rule, step):
    dtype = keras.config.floatx()
    return ops.convert_to_tensor(rule(ops.cast(step, dtype)), dtype)
`;
}
