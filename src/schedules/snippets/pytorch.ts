import { python } from "./languages";
import { printRules } from "./print";
import { heading, type Rules } from "./rules-of";

/** `schedule_pytorch.py`: plain functions of the step, and a `LambdaLR`. */
export function pytorchSnippet({ spec, rate, momentum }: Rules): string {
  return `${heading(spec, "#")}
#
#   from schedule_pytorch import make_scheduler
#   optimizer = torch.optim.SGD(model.parameters(), lr=1.0, momentum=0.9)
#   scheduler = make_scheduler(optimizer)
#   for batch in batches:
#       ...${momentum === null ? "" : "\n#       set_momentum(optimizer, scheduler.last_epoch)"}
#       optimizer.step()
#       scheduler.step()  # after every batch, not after every epoch
#
# Steps count from 0, one for each optimizer.step(). The functions need nothing but the standard library.
import math


${printRules([...rate, ...(momentum ?? [])], python)}def make_scheduler(optimizer):
    """A LambdaLR. It multiplies the rate that a group begins with, so that is made 1."""
    from torch.optim.lr_scheduler import LambdaLR

    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] = 1.0
    return LambdaLR(optimizer, learning_rate)
${
  momentum === null
    ? ""
    : `

def set_momentum(optimizer, step):
    """To be called before optimizer.step(), for an optimizer that has a momentum."""
    for group in optimizer.param_groups:
        group["momentum"] = momentum(step)
`
}`;
}
