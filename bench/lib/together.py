"""Several runs in one call of `torch.func.vmap`: weights stacked, each run with a batch of its own."""

import torch
from models import optimizers_of, put_back
from torch.nn import functional as F

RUNS = 8


def stacked_stepper(problem, made, optimizer, rate, way):
    full = [batch for batch in made if len(batch.y) == problem.batch]
    inputs = [dense_inputs(problem, batch) if way == "dense" else padded_inputs(batch) for batch in full[: 4 * RUNS]]
    widest = max(x[0].shape[1] for x in inputs)
    if way == "gather":
        inputs = [tuple(F.pad(x, (0, widest - x.shape[1])) if x.ndim == 2 else x for x in one) for one in inputs]
    groups = [
        tuple(torch.stack(parts) for parts in zip(*inputs[at : at + RUNS]))
        for at in range(0, len(inputs) - RUNS + 1, RUNS)
    ]
    start = [torch.stack([value] * RUNS) for value in problem.weights()]
    w = [value.clone().requires_grad_() for value in start]
    optimizers = optimizers_of(optimizer, w, rate, "fused")
    gradients = torch.func.vmap(torch.func.grad(dense_loss if way == "dense" else gather_loss))

    def step(i):
        with torch.no_grad():
            found = gradients(tuple(value.detach() for value in w), *groups[i % len(groups)])
        for value, gradient in zip(w, found):
            value.grad = gradient
        for one in optimizers:
            one.step()

    return lambda: put_back(w, start, optimizers), step


def padded_inputs(batch):
    """Column numbers and values as rectangles; what a row lacks weighs 0."""
    lengths = batch.indptr.diff()
    width = int(lengths.max())
    place = torch.arange(len(batch.indices)) - torch.repeat_interleave(batch.indptr[:-1], lengths)
    columns = torch.zeros(len(batch.y), width, dtype=torch.int64)
    values = torch.zeros(len(batch.y), width)
    columns[batch.row, place], values[batch.row, place] = batch.indices, batch.values
    return columns, values, batch.y


def dense_inputs(problem, batch):
    return batch.dense(problem.columns), batch.y


def head_loss(w, hidden, y):
    return F.cross_entropy(torch.relu(hidden + w[1]) @ w[2] + w[3], y)


def dense_loss(w, x, y):
    return head_loss(w, x @ w[0], y)


def gather_loss(w, columns, values, y):
    return head_loss(w, (w[0][columns] * values[..., None]).sum(1), y)
