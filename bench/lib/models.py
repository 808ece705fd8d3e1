"""The built-in classifier and its optimizers in PyTorch, in the ways that a person could write them."""

import torch
from torch.nn import functional as F


def hidden_of(way, weights, batch):
    """X W of a batch of sparse rows: by `embedding_bag` (dense or sparse gradient), CSR product or dense product."""
    if way == "csr":
        return torch.sparse.mm(batch.csr, weights)
    if way == "dense":
        return batch.x @ weights
    return F.embedding_bag(
        batch.indices,
        weights,
        batch.indptr[:-1],
        mode="sum",
        per_sample_weights=batch.values.to(weights.dtype),
        sparse=way == "sparse",
    )


def logits_of(way, w, batch):
    return torch.addmm(w[3], torch.relu(hidden_of(way, w[0], batch) + w[1]), w[2])


def loss_of(way, w, batch):
    return F.cross_entropy(logits_of(way, w, batch), batch.y)


def optimizers_of(kind, w, rate, implementation):
    """
    The optimizers of one step. `implementation`: fused, foreach, None, or sparse (SGD alone), which takes two, since
    PyTorch's fused SGD refuses a sparse gradient.
    """
    if implementation == "sparse":
        return [torch.optim.SGD(w[:1], lr=rate), torch.optim.SGD(w[1:], lr=rate, fused=True)]
    faster = {} if implementation is None else {implementation: True}
    if kind == "sgd":
        return [torch.optim.SGD(w, lr=rate, **faster)]
    if kind in ("momentum", "nesterov"):
        return [torch.optim.SGD(w, lr=rate, momentum=0.9, nesterov=kind == "nesterov", **faster)]
    if kind == "adam":
        return [torch.optim.Adam(w, lr=rate, betas=(0.9, 0.999), eps=1e-8, **faster)]
    # Decay is for weights, not for biases.
    groups = [
        {"params": [w[0], w[2]], "weight_decay": 0.01},
        {"params": [w[1], w[3]], "weight_decay": 0.0},
    ]
    return [torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.999), eps=1e-8, **faster)]


def clear(optimizers):
    """Puts optimizers back to before their first step, keeping their memory."""
    for optimizer in optimizers:
        for state in optimizer.state.values():
            for value in state.values():
                if torch.is_tensor(value):
                    value.zero_()


def put_back(w, start, optimizers):
    """Puts weights and optimizers back to where a run began."""
    with torch.no_grad():
        for value, first in zip(w, start):
            value.copy_(first)
    clear(optimizers)
